using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.GameServer.Transfers;

/// <summary>One transfer: the region that gives, its epoch, and a count within it (rule T1). Ordered by epoch and count within a region.</summary>
public readonly record struct TransferId(RegionId Source, ulong Epoch, uint Count)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Size = 20;

    /// <summary>Whether this id is older than another of the same region.</summary>
    public bool IsBelow(TransferId other) => Epoch < other.Epoch || (Epoch == other.Epoch && Count < other.Count);

    /// <summary><c>region@epoch#count</c>.</summary>
    public override string ToString() => $"{Source}@{Epoch}#{Count}";
}
