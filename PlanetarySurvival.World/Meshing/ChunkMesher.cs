using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Meshing;

/// <summary>
/// Makes the triangles that a client draws of a chunk. The meshes of neighbouring chunks meet without a crack: both have the vertices at the border to
/// the bit, and every face belongs to one chunk. Holds its working memory (60 kB), so one for each thread, and allocates nothing afterwards.
/// </summary>
/// <remarks>
/// A face surrounds an edge of the lattice between rock and air, and belongs to the chunk of the edge's lower voxel. So the mesh of a chunk reaches from up
/// to one cell below its lowest voxel to below the next chunk's lowest, and <em>a chunk of nothing but air can have faces at its upper sides</em>,
/// where its neighbour begins with rock. A chunk's mesh changes with voxels of its own and with the nearest layer of its 26 neighbours.
/// </remarks>
public sealed class ChunkMesher
{
    /// <summary>No mesh has more vertices: four in each of 33³ cells, which a checkerboard of rock and air takes. A chunk of meadow takes 1,200.</summary>
    public const int VerticesMax = 4 * 33 * 33 * 33;

    /// <summary>No mesh has more indices: six triangles to each of 33³ cells, again a checkerboard. A chunk of meadow takes 6,500.</summary>
    public const int IndicesMax = 6 * 3 * 33 * 33 * 33;

    /// <summary>The coarsest level: every 1024th voxel.</summary>
    public const int LevelMax = 10;

    private readonly VoxelBlock _block = new();
    private readonly ulong[] _rows = new ulong[SurfaceNet.Rows];
    private readonly ulong[] _cells = new ulong[SurfaceNet.CellsKept];

    /// <summary>Makes the mesh of a chunk as a simulation sees it.</summary>
    /// <param name="field">The planet and its edits; used by no other thread meanwhile. Chunks that are not at hand are answered by the planet.</param>
    /// <param name="chunk">Which chunk; for <c>default</c>, which is no chunk, the mesh is empty.</param>
    /// <param name="vertices">Gets the vertices.</param>
    /// <param name="indices">Gets three indices a triangle, counterclockwise as seen from the air.</param>
    /// <param name="size">What the whole mesh takes, whether or not there was room; at most <see cref="VerticesMax"/> and <see cref="IndicesMax"/>.</param>
    /// <returns>False if the buffers are too small for the mesh: what they hold then is of no use, and <paramref name="size"/> says what to bring.</returns>
    public bool TryMesh(VoxelField field, ChunkId chunk, Span<MeshVertex> vertices, Span<int> indices, out MeshSize size)
    {
        ArgumentNullException.ThrowIfNull(field);
        size = !chunk.IsNone && _block.TryGather(field, chunk) ? SurfaceNet.Make(_block, _rows, _cells, vertices, indices) : default;
        _block.Release();
        return size.Vertices <= vertices.Length && size.Indices <= indices.Length;
    }

    /// <summary>
    /// Makes a coarse mesh of a cube of 32 * 2^level voxels, for what is far away: every 2^level-th voxel is asked, and where the surface lies between
    /// two of them is found by halving. Edits are not in it. Cubes of one level meet without a crack; those of two levels do not.
    /// </summary>
    /// <param name="planet">The planet.</param>
    /// <param name="x">The cube's place in units of its edge: its lowest voxel is (32 x 2^level, ...).</param>
    /// <param name="y">The same along y.</param>
    /// <param name="z">The same along z.</param>
    /// <param name="level">0 to <see cref="LevelMax"/>; vertices are in units of 2^level / 1024 m.</param>
    /// <param name="vertices">Gets the vertices. Above level 1 their normals are rough, since densities tell no more than two metres.</param>
    /// <param name="indices">Gets three indices a triangle, counterclockwise as seen from the air.</param>
    /// <param name="size">What the whole mesh takes, whether or not there was room.</param>
    /// <returns>False if the buffers are too small for the mesh.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The level or the cube is beyond the world.</exception>
    public bool TryMesh(
        Planet planet, int x, int y, int z, int level, Span<MeshVertex> vertices, Span<int> indices, out MeshSize size)
    {
        ArgumentNullException.ThrowIfNull(planet);
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, LevelMax);
        var limit = ChunkId.CoordinateLimit >> level;
        if (x < -limit || x >= limit || y < -limit || y >= limit || z < -limit || z >= limit)
            throw new ArgumentOutOfRangeException(nameof(x), $"There is no cube {x},{y},{z} of level {level}.");

        _block.Gather(planet, x, y, z, level);
        size = SurfaceNet.Make(_block, _rows, _cells, vertices, indices);
        _block.Release();
        return size.Vertices <= vertices.Length && size.Indices <= indices.Length;
    }
}
