using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.GameServer.Transfers;

/// <summary>One transfer: the region that gives, its epoch, and a count within it (rule T1). Ordered by epoch and count within a region.</summary>
public readonly record struct TransferId(RegionId Source, ulong Epoch, uint Count)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Size = 20;

    public void Write(ref WireWriter writer)
    {
        writer.UInt64(Source.Packed);
        writer.UInt64(Epoch);
        writer.UInt32(Count);
    }

    public static TransferId Read(ref WireReader reader)
    {
        if (!RegionId.TryUnpack(reader.UInt64(), out var source))
            reader.Fail();
        return new TransferId(source, reader.UInt64(), reader.UInt32());
    }

    /// <summary>Whether this id is older than another of the same region.</summary>
    public bool IsBelow(TransferId other) => Epoch < other.Epoch || (Epoch == other.Epoch && Count < other.Count);

    /// <summary><c>region@epoch#count</c>.</summary>
    public override string ToString() => $"{Source}@{Epoch}#{Count}";
}
