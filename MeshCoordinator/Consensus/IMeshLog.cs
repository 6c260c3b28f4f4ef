using PlanetarySurvival.MeshCoordinator.Mesh;

namespace PlanetarySurvival.MeshCoordinator.Consensus;

/// <summary>The agreed log as the rest of the program sees it. Raft is behind it; a simulator supplies its own.</summary>
internal interface IMeshLog
{
    /// <summary>The state after every entry that this coordinator has applied. Committed, but not necessarily the newest.</summary>
    MeshState Applied { get; }

    /// <summary>Entries applied since the start of the process, those read back from disk included.</summary>
    long EntriesApplied { get; }

    /// <summary>Set while this coordinator leads and has applied an entry of its own term.</summary>
    LeadingTerm? Leading { get; }

    /// <summary>The current term.</summary>
    ulong Term { get; }

    /// <summary>The place of the leader in the list of members; null if unknown.</summary>
    int? LeaderIndex { get; }

    /// <summary>Whether everything that is known to be committed is applied.</summary>
    bool IsCaughtUp { get; }

    /// <summary>Raised after <see cref="Applied"/> or <see cref="Leading"/> has changed. Handlers must be quick.</summary>
    event Action? Changed;

    /// <summary>
    /// Appends commands as one entry. True when it is committed and applied here; false if that is not certain (leadership was lost, or
    /// no quorum answered): the entry may be committed later, or never.
    /// </summary>
    Task<bool> ProposeAsync(IReadOnlyCollection<MeshCommand> commands, CancellationToken cancellation);

    /// <summary>
    /// A quorum round begun after the call (rule L2). The term in which this coordinator still led during it, with
    /// <see cref="Applied"/> at least as new as everything committed before the call; null if it did not lead.
    /// </summary>
    Task<LeadingTerm?> ReadBarrierAsync(CancellationToken cancellation);
}
