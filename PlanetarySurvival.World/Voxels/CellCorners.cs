namespace PlanetarySurvival.World.Voxels;

/// <summary>
/// The densities at the eight corners of a cell, in units of <see cref="Terrain.VoxelDensity"/>. One register: byte x + 2 y + 4 z is the corner
/// (x, y, z), so that a question about all signs is one comparison.
/// </summary>
public readonly record struct CellCorners(ulong Packed)
{
    private const ulong Signs = 0x8080808080808080;

    /// <summary>The corner (0, 0, 0), the lowest.</summary>
    public sbyte D000 => (sbyte)Packed;

    /// <summary>The corner (1, 0, 0).</summary>
    public sbyte D100 => (sbyte)(Packed >> 8);

    /// <summary>The corner (0, 1, 0).</summary>
    public sbyte D010 => (sbyte)(Packed >> 16);

    /// <summary>The corner (1, 1, 0).</summary>
    public sbyte D110 => (sbyte)(Packed >> 24);

    /// <summary>The corner (0, 0, 1).</summary>
    public sbyte D001 => (sbyte)(Packed >> 32);

    /// <summary>The corner (1, 0, 1).</summary>
    public sbyte D101 => (sbyte)(Packed >> 40);

    /// <summary>The corner (0, 1, 1).</summary>
    public sbyte D011 => (sbyte)(Packed >> 48);

    /// <summary>The corner (1, 1, 1), the highest.</summary>
    public sbyte D111 => (sbyte)(Packed >> 56);

    /// <summary>Whether no corner is in rock: there is no surface in the cell.</summary>
    public bool IsAir => (Packed & Signs) == Signs;

    /// <summary>Whether no corner is in air (the surface itself, 0, counts as rock).</summary>
    public bool IsRock => (Packed & Signs) == 0;

    /// <summary>All eight the same.</summary>
    public static CellCorners Uniform(sbyte density) => new((byte)density * 0x0101010101010101UL);
}
