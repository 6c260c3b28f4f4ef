using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Terrain;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Meshing;

/// <summary>
/// What one mesh is made from: a chunk's 32³ densities and those one further on all sides, gathered into one array, and where its materials are to be
/// had. Of level n, every 2^n-th voxel of the planet along each axis.
/// </summary>
internal sealed class VoxelBlock
{
    /// <summary>Voxels along an edge.</summary>
    public const int Edge = ChunkId.EdgeVoxels + 2;

    /// <summary>The distance in the array of two voxels that are neighbours along z.</summary>
    public const int Layer = Edge * Edge;

    private const int Last = Edge - 1;

    private readonly ChunkVoxels?[] _around = new ChunkVoxels?[27];
    private VoxelField? _field;
    private Planet? _planet;
    private int _x;
    private int _y;
    private int _z;

    /// <summary>In units of <see cref="VoxelDensity"/>; voxel (i, j, k) of the block at i + 34 j + 1156 k, and (1, 1, 1) is the chunk's lowest.</summary>
    public sbyte[] Density { get; } = new sbyte[Edge * Edge * Edge];

    /// <summary>Neighbours of the block are 2^Level voxels apart.</summary>
    public int Level { get; private set; }

    /// <summary>Takes a chunk as a simulation sees it. False if its kind and its neighbours' tell that there is no surface; nothing is gathered then.</summary>
    public bool TryGather(VoxelField field, ChunkId chunk)
    {
        Begin(field.Planet, chunk.X, chunk.Y, chunk.Z, 0);
        _field = field;
        var (kind, isMixed) = (KindOf(field, chunk, 13), false);
        for (var i = 0; i < 27; i++)
        {
            var other = KindOf(field, chunk.Neighbour(i % 3 - 1, i / 3 % 3 - 1, i / 9 - 1), i);
            isMixed |= other != kind || other == ChunkKind.Mixed;
        }

        for (var i = 0; isMixed && i < 27; i++)
            Copy(chunk.Neighbour(i % 3 - 1, i / 3 % 3 - 1, i / 9 - 1), i);

        return isMixed;
    }

    /// <summary>Takes every 2^level-th voxel of a planet without edits.</summary>
    public void Gather(Planet planet, int x, int y, int z, int level)
    {
        Begin(planet, x, y, z, level);
        Ask(0, Edge, 0, Edge, 0, Edge);
    }

    /// <summary>Lets go of what it was made from.</summary>
    public void Release()
    {
        (_field, _planet) = (null, null);
        Array.Clear(_around);
    }

    /// <summary>What a voxel of the block is made of.</summary>
    public Material MaterialOf(int i, int j, int k)
    {
        var chunk = _around[SlotOf(i) + 3 * SlotOf(j) + 9 * SlotOf(k)];
        if (chunk is not null)
            return (Material)chunk.Material[ChunkVoxels.IndexOf(i - 1, j - 1, k - 1)];
        var (x, y, z) = (VoxelX(i), VoxelY(j), VoxelZ(k));
        return _field is null ? _planet!.MaterialOfVoxel(x, y, z) : _field.MaterialOfVoxel(x, y, z);

        static int SlotOf(int i) => (i + 31) >> 5;
    }

    /// <summary>
    /// Finds where the planet's surface crosses an edge that is many voxels long, by halving it: the densities at its ends say on which side they are,
    /// and beyond two metres no more.
    /// </summary>
    /// <param name="i">The lower end of the edge in the block.</param>
    /// <param name="j">The same along y.</param>
    /// <param name="k">The same along z.</param>
    /// <param name="axis">0 to 2.</param>
    /// <param name="material">What the last voxel of rock is made of.</param>
    /// <returns>From 0, the lower end, to 1.</returns>
    public double Crossing(int i, int j, int k, int axis, out Material material)
    {
        var (x, y, z) = (VoxelX(i), VoxelY(j), VoxelZ(k));
        var (stepX, stepY, stepZ) = (axis == 0 ? 1 : 0, axis == 1 ? 1 : 0, axis == 2 ? 1 : 0);
        var (low, high) = (0, 1 << Level);
        var (atLow, atHigh) = (At(low), At(high));
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            var at = At(middle);
            if (at > 0 == atLow > 0)
                (low, atLow) = (middle, at);
            else
                (high, atHigh) = (middle, at);
        }

        var rock = atLow > 0 ? low : high;
        material = _planet!.MaterialOfVoxel(x + rock * stepX, y + rock * stepY, z + rock * stepZ);
        return (low + atLow / (double)(atLow - atHigh)) / (1 << Level);

        int At(int steps) => _planet!.DensityOfVoxel(x + steps * stepX, y + steps * stepY, z + steps * stepZ);
    }

    private void Begin(Planet planet, int x, int y, int z, int level)
    {
        const int edge = ChunkId.EdgeVoxels;
        (_field, _planet, Level) = (null, planet, level);
        (_x, _y, _z) = (x * edge << level, y * edge << level, z * edge << level);
        Array.Clear(_around);
    }

    private int VoxelX(int i) => _x + (i - 1 << Level);

    private int VoxelY(int j) => _y + (j - 1 << Level);

    private int VoxelZ(int k) => _z + (k - 1 << Level);

    private ChunkKind KindOf(VoxelField field, ChunkId chunk, int slot)
    {
        var held = chunk.IsNone ? null : field.Find(chunk);
        _around[slot] = held?.Voxels;
        return chunk.IsNone || held is not null ? ChunkKind.Mixed : field.KindOf(chunk);
    }

    // The part of the block that lies in one of the 27 chunks.
    private void Copy(ChunkId chunk, int slot)
    {
        var (fromX, toX) = Range(slot % 3);
        var (fromY, toY) = Range(slot / 3 % 3);
        var (fromZ, toZ) = Range(slot / 9);
        if (_around[slot] is not { } voxels)
        {
            var kind = chunk.IsNone || _field!.Find(chunk) is not null ? ChunkKind.Mixed : _field.KindOf(chunk);
            if (kind == ChunkKind.Mixed)
                Ask(fromX, toX, fromY, toY, fromZ, toZ);
            else
                Fill(kind == ChunkKind.Air ? VoxelDensity.Min : VoxelDensity.Max, fromX, toX, fromY, toY, fromZ, toZ);
            return;
        }

        for (var k = fromZ; k < toZ; k++)
        {
            for (var j = fromY; j < toY; j++)
            {
                voxels.Density.AsSpan(ChunkVoxels.IndexOf(fromX - 1, j - 1, k - 1), toX - fromX)
                    .CopyTo(Density.AsSpan(fromX + j * Edge + k * Layer));
            }
        }

        static (int From, int To) Range(int third) => third switch { 0 => (0, 1), 1 => (1, Last), _ => (Last, Edge) };
    }

    private void Ask(int fromX, int toX, int fromY, int toY, int fromZ, int toZ)
    {
        for (var k = fromZ; k < toZ; k++)
        {
            for (var j = fromY; j < toY; j++)
            {
                for (var i = fromX; i < toX; i++)
                {
                    var (x, y, z) = (VoxelX(i), VoxelY(j), VoxelZ(k));
                    Density[i + j * Edge + k * Layer] = _field is null ? _planet!.DensityOfVoxel(x, y, z) : _field.DensityOfVoxel(x, y, z);
                }
            }
        }
    }

    private void Fill(sbyte density, int fromX, int toX, int fromY, int toY, int fromZ, int toZ)
    {
        for (var k = fromZ; k < toZ; k++)
        {
            for (var j = fromY; j < toY; j++)
                Density.AsSpan(fromX + j * Edge + k * Layer, toX - fromX).Fill(density);
        }
    }
}
