using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Terrain;

namespace PlanetarySurvival.World.Voxels;

/// <summary>
/// What the planet has said of chunks, so that it is asked once: a fixed table in which a chunk has one place, and a newer one there makes it
/// forgotten.
/// </summary>
internal sealed class KnownKinds(Planet planet)
{
    /// <summary>Chunks remembered at most; 144 KiB.</summary>
    public const int KindsMax = 1 << KindsBits;

    private const int KindsBits = 14;

    private readonly ulong[] _keys = new ulong[KindsMax];
    private readonly ChunkKind[] _kinds = new ChunkKind[KindsMax];

    public bool IsKnown(ChunkId id) => _keys[Slot(id)] == id.Packed;

    public ChunkKind Of(ChunkId id)
    {
        var slot = Slot(id);
        if (_keys[slot] != id.Packed)
            (_keys[slot], _kinds[slot]) = (id.Packed, planet.Classify(id));
        return _kinds[slot];
    }

    private static int Slot(ChunkId id) => (int)((id.Packed * 0x9E3779B97F4A7C15) >> (64 - KindsBits));
}
