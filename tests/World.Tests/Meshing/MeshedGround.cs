using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Meshing;
using PlanetarySurvival.World.Terrain;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Tests.Meshing;

/// <summary>Ground of a test's own, two chunks wide, in the air high above a small planet; and all triangles that chunks in and around it have.</summary>
internal sealed class MeshedGround
{
    /// <summary>Voxels along an edge of the ground.</summary>
    public const int Edge = 64;

    /// <summary>The coordinates of its lowest chunk; those of its lowest voxel are 32 times as many. Not 0, so that signs of all kinds are met.</summary>
    public static readonly (int X, int Y, int Z) Chunk = (-1, 100, -1);

    public static readonly Planet Planet = new(1, 1000);

    /// <param name="density">The density at a voxel, counted from the ground's lowest. The outermost voxels are air, so that the surface is closed.</param>
    /// <param name="material">What a voxel is made of.</param>
    public MeshedGround(Func<int, int, int, sbyte> density, Func<int, int, int, byte>? material = null)
    {
        Field = new VoxelField(Planet);
        for (var i = 0; i < 8; i++)
        {
            var (cx, cy, cz) = (i & 1, i >> 1 & 1, i >> 2);
            var chunk = new ChunkVoxels(new ChunkId(Chunk.X + cx, Chunk.Y + cy, Chunk.Z + cz));
            for (var v = 0; v < ChunkId.Voxels; v++)
            {
                var (x, y, z) = (cx * 32 + (v & 31), cy * 32 + (v >> 5 & 31), cz * 32 + (v >> 10));
                var isOutermost = x is 0 or Edge - 1 || y is 0 or Edge - 1 || z is 0 or Edge - 1;
                chunk.Density[v] = isOutermost ? VoxelDensity.Min : density(x, y, z);
                chunk.Material[v] = material?.Invoke(x, y, z) ?? 0;
            }

            Field.Install(chunk);
        }
    }

    public VoxelField Field { get; }

    /// <summary>Places of vertices, each once.</summary>
    public List<WorldPosition> Places { get; } = [];

    /// <summary>The vertex of each place, of the first chunk that has it.</summary>
    public List<MeshVertex> Vertices { get; } = [];

    /// <summary>Three places a triangle.</summary>
    public List<(int A, int B, int C)> Triangles { get; } = [];

    /// <summary>Meshes the ground's chunks and those around it, and welds their vertices by place: those that differ by a bit stay apart.</summary>
    public MeshedGround Mesh()
    {
        var mesher = new ChunkMesher();
        var (vertices, indices) = (new MeshVertex[ChunkMesher.VerticesMax], new int[ChunkMesher.IndicesMax]);
        var known = new Dictionary<WorldPosition, int>();
        for (var i = 0; i < 64; i++)
        {
            var chunk = new ChunkId(Chunk.X - 1 + (i & 3), Chunk.Y - 1 + (i >> 2 & 3), Chunk.Z - 1 + (i >> 4));
            Assert.True(mesher.TryMesh(Field, chunk, vertices, indices, out var size));
            var welded = new int[size.Vertices];
            for (var v = 0; v < size.Vertices; v++)
            {
                var place = chunk.Origin.Offset(vertices[v].X, vertices[v].Y, vertices[v].Z);
                if (!known.TryGetValue(place, out welded[v]))
                {
                    known[place] = welded[v] = Places.Count;
                    Places.Add(place);
                    Vertices.Add(vertices[v]);
                }
                else
                {
                    // Where two chunks make one vertex, they agree on all of it.
                    var (one, two) = (Vertices[welded[v]], vertices[v]);
                    Assert.Equal((one.NormalX, one.NormalY, one.NormalZ, one.Material), (two.NormalX, two.NormalY, two.NormalZ, two.Material));
                }
            }

            for (var t = 0; t < size.Indices; t += 3)
                Triangles.Add((welded[indices[t]], welded[indices[t + 1]], welded[indices[t + 2]]));
        }

        return this;
    }

    /// <summary>The density at a voxel of the ground, as the mesh sees it.</summary>
    public sbyte DensityAt(long x, long y, long z) => Field.DensityOfVoxel((int)x, (int)y, (int)z);
}
