using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.World.Terrain;

/// <summary>
/// How far a chunk's voxels are from the planet's centre, to a few micrometres in single precision. With m the distance of the chunk's middle c and d a
/// voxel's place relative to it, |c + d| is m √(1 + 2 t/m), where t = (2 c·d + |d|²) / 2m is the sum of one term for each axis; the series of the root to
/// the fourth power leaves 0.05 mm at most, since no chunk between air and the ores' depth is nearer than 400 m to the centre.
/// </summary>
internal readonly struct ChunkFrame
{
    private readonly double _x;
    private readonly double _y;
    private readonly double _z;
    private readonly double _perTwoMiddle;

    /// <summary>The frame of the chunk that a voxel is in.</summary>
    public ChunkFrame(TerrainRecipe recipe, int x, int y, int z)
    {
        (_x, _y, _z) = ((x & ~31) + 16, (y & ~31) + 16, (z & ~31) + 16);
        var middle = Math.Sqrt(_x * _x + _y * _y + _z * _z);
        MiddleMetres = middle * ChunkId.VoxelMetres;
        _perTwoMiddle = middle > 0 ? 0.5 / middle : 0;
        Height = (float)(MiddleMetres - recipe.RadiusMetres);
        PerMiddleMetres = (float)(1 / MiddleMetres);
    }

    /// <summary>Metres of the chunk's middle from the centre.</summary>
    public double MiddleMetres { get; }

    /// <summary>Metres of the chunk's middle over the mean surface.</summary>
    public float Height { get; }

    /// <summary>One by the distance of the middle.</summary>
    public float PerMiddleMetres { get; }

    /// <summary>The x axis's term of a voxel, from its number in the chunk.</summary>
    public float TermX(int i) => Term(_x, i - 16);

    /// <summary>The y axis's term of a voxel, from its number in the chunk.</summary>
    public float TermY(int j) => Term(_y, j - 16);

    /// <summary>The z axis's term of a voxel, from its number in the chunk.</summary>
    public float TermZ(int k) => Term(_z, k - 16);

    /// <summary>Half the extent of the voxels' cube along the line to the centre, to which the curvature is added.</summary>
    public (double Nearer, double Further) Extent(double halfVoxels)
    {
        var along = (Math.Abs(_x) + Math.Abs(_y) + Math.Abs(_z)) * 2 * _perTwoMiddle * halfVoxels * ChunkId.VoxelMetres;
        return (along, along + 3 * halfVoxels * halfVoxels * _perTwoMiddle * ChunkId.VoxelMetres);
    }

    private float Term(double middle, int voxels) => (float)((2 * middle * voxels + voxels * voxels) * _perTwoMiddle * ChunkId.VoxelMetres);
}
