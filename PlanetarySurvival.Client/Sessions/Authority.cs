using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.Client.Sessions;

/// <summary>
/// Who acts for the player, as far as epochs tell. The rule by which a client follows: a higher player epoch wins; with an equal one only
/// the same region counts, and its epoch must not fall. Everything else is an older authority and is refused.
/// </summary>
public readonly record struct Authority(ulong PlayerEpoch, RegionId Region, ulong RegionEpoch)
{
    /// <summary>Whether this may be given up for the other: the other is newer, or the very same.</summary>
    public bool YieldsTo(in Authority other) => this == other || IsOlderThan(other);

    /// <summary>Whether the other is strictly newer. No authority at all (<c>default</c>) is older than any.</summary>
    public bool IsOlderThan(in Authority other) =>
        Region.IsNone
            ? !other.Region.IsNone
            : other.PlayerEpoch > PlayerEpoch ||
              (other.PlayerEpoch == PlayerEpoch && other.Region == Region && other.RegionEpoch > RegionEpoch);
}
