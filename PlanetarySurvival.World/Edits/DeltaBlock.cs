using System.Runtime.CompilerServices;

namespace PlanetarySurvival.World.Edits;

/// <summary>
/// What edits made of a block of 4³ voxels, and what was there before them. 64 voxels, so that a set of them is one register; together in one struct,
/// since an edit of a voxel reads and writes all of it. Voxel (x, y, z) of the block is bit x + 4 y + 16 z.
/// </summary>
internal struct DeltaBlock
{
    /// <summary>Voxels that differ from the base. The others' values mean nothing.</summary>
    public ulong Changed;

    /// <summary>Changed voxels of which the base is known: not those of a delta that was read while its chunk was not at hand.</summary>
    public ulong BaseKnown;

    public Densities Density;
    public Materials Material;
    public Densities BaseDensity;
    public Materials BaseMaterial;

    /// <summary>The chunk's version at the change.</summary>
    public Versions Version;

    [InlineArray(64)]
    public struct Densities
    {
        private sbyte _first;
    }

    [InlineArray(64)]
    public struct Materials
    {
        private byte _first;
    }

    [InlineArray(64)]
    public struct Versions
    {
        private uint _first;
    }
}
