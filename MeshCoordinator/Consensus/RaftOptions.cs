using System.ComponentModel.DataAnnotations;

namespace PlanetarySurvival.MeshCoordinator.Consensus;

/// <summary>Who votes, where the log lies, and how patient the voters are.</summary>
internal sealed class RaftOptions : IValidatableObject
{
    public const string Section = "Raft";

    /// <summary>
    /// The address that this coordinator is known by, such as 127.0.0.1:7946, or mesh-coordinator-0:7946 where a name stands for an address that
    /// never changes. It listens on the address itself; with a name on all of the machine's.
    /// </summary>
    [Required]
    public string Self { get; set; } = "";

    /// <summary>All voters in the order of their names, this one included. A member is its address: it never changes.</summary>
    [MinLength(1), MaxLength(9)]
    public string[] Members { get; set; } = [];

    /// <summary>The folder of the log. Losing it while the others live on is rule L7's case, not a fresh start.</summary>
    [Required]
    public string DataFolder { get; set; } = "";

    /// <summary>A follower that hears nothing for a time between this and <see cref="ElectionTimeoutMillisecondsMax"/> stands for election.</summary>
    [Range(50, 10_000)]
    public int ElectionTimeoutMillisecondsMin { get; set; } = 150;

    /// <summary>See <see cref="ElectionTimeoutMillisecondsMin"/>.</summary>
    [Range(100, 20_000)]
    public int ElectionTimeoutMillisecondsMax { get; set; } = 300;

    /// <summary>Log entries between two snapshots. Each stalls commits for some 40 ms, so they are rare.</summary>
    [Range(100, 10_000_000)]
    public long EntriesPerSnapshot { get; set; } = 50_000;

    /// <summary>The place of this coordinator in the list.</summary>
    public int SelfIndex => Array.IndexOf(Members, Self);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var address in Members.Append(Self))
        {
            if (MemberAddress.TryParse(address) is null)
                yield return new ValidationResult($"Raft: '{address}' is not an address such as 127.0.0.1:7946 or mesh-coordinator-0:7946.");
        }

        if (SelfIndex < 0)
            yield return new ValidationResult($"Raft:Self ({Self}) is not among Raft:Members.");

        if (ElectionTimeoutMillisecondsMax <= ElectionTimeoutMillisecondsMin)
            yield return new ValidationResult("Raft: the longest election timeout must be above the shortest, or votes split for ever.");
    }
}
