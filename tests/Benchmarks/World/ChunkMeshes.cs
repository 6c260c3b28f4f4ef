using BenchmarkDotNet.Attributes;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World;
using PlanetarySurvival.World.Meshing;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.Benchmarks.World;

/// <summary>
/// What it takes to mesh the chunk at a player's feet, whose 26 neighbours are at hand, against plain surface nets: the same vertices and faces, found by
/// asking the field for each of a cell's corners.
/// </summary>
[MemoryDiagnoser]
public class ChunkMeshes
{
    private readonly ChunkMesher _mesher = new();
    private readonly MeshVertex[] _vertices = new MeshVertex[20_000];
    private readonly int[] _indices = new int[100_000];
    private readonly int[] _vertexOfCell = new int[33 * 33 * 33];
    private readonly VoxelField _field = new(new Planet(20261123, 8000));
    private ChunkId _chunk;

    [GlobalSetup]
    public void Setup()
    {
        _chunk = ChunkId.At(_field.Planet.SpawnPlace(new PlayerId(1)));
        for (var i = 0; i < 27; i++)
            _field.Install(ChunkVoxels.Generate(_field.Planet, _chunk.Neighbour(i % 3 - 1, i / 3 % 3 - 1, i / 9 - 1)));
    }

    [Benchmark]
    public MeshSize Mesher()
    {
        _mesher.TryMesh(_field, _chunk, _vertices, _indices, out var size);
        return size;
    }

    [Benchmark(Baseline = true)]
    public MeshSize Plain()
    {
        var (x, y, z) = (_chunk.X * 32, _chunk.Y * 32, _chunk.Z * 32);
        var (vertices, indices) = (0, 0);
        for (var k = -1; k < 32; k++)
        {
            for (var j = -1; j < 32; j++)
            {
                for (var i = -1; i < 32; i++)
                {
                    if (TryPlain(x + i, y + j, z + k, i, j, k, ref vertices))
                        indices += Faces(x + i, y + j, z + k, i, j, k, indices);
                }
            }
        }

        return new MeshSize(vertices, indices);
    }

    private bool TryPlain(int x, int y, int z, int i, int j, int k, ref int vertices)
    {
        var (sumX, sumY, sumZ, count) = (0f, 0f, 0f, 0);
        for (var corner = 0; corner < 8; corner++)
        {
            for (var axis = 0; axis < 3; axis++)
            {
                if ((corner >> axis & 1) != 0)
                    continue;
                var (cx, cy, cz) = (corner & 1, corner >> 1 & 1, corner >> 2);
                float a = _field.DensityOfVoxel(x + cx, y + cy, z + cz);
                float b = _field.DensityOfVoxel(x + cx + (axis == 0 ? 1 : 0), y + cy + (axis == 1 ? 1 : 0), z + cz + (axis == 2 ? 1 : 0));
                if (a > 0 == b > 0)
                    continue;
                var t = a / (a - b);
                (sumX, sumY, sumZ) = (sumX + cx + (axis == 0 ? t : 0), sumY + cy + (axis == 1 ? t : 0), sumZ + cz + (axis == 2 ? t : 0));
                count++;
            }
        }

        if (count == 0)
            return false;
        _vertexOfCell[i + 1 + (j + 1) * 33 + (k + 1) * 1089] = vertices;
        var material = _field.MaterialOfVoxel(x, y, z);
        var (gx, gy, gz) = (Slope(1, 0, 0), Slope(0, 1, 0), Slope(0, 0, 1));
        var scale = -127 / MathF.Max(1, MathF.Sqrt(gx * gx + gy * gy + gz * gz));
        _vertices[vertices++] = new MeshVertex(
            (short)((i + sumX / count) * 800), (short)((j + sumY / count) * 800), (short)((k + sumZ / count) * 800), material, 0,
            (sbyte)(gx * scale), (sbyte)(gy * scale), (sbyte)(gz * scale));
        return true;

        float Slope(int dx, int dy, int dz) => _field.DensityOfVoxel(x + dx, y + dy, z + dz) - _field.DensityOfVoxel(x - dx, y - dy, z - dz);
    }

    private int Faces(int x, int y, int z, int i, int j, int k, int at)
    {
        var start = at;
        if (i < 0 || j < 0 || k < 0)
            return 0;
        var (cell, isRock) = (i + 1 + (j + 1) * 33 + (k + 1) * 1089, _field.DensityOfVoxel(x, y, z) > 0);
        for (var axis = 0; axis < 3; axis++)
        {
            if (_field.DensityOfVoxel(x + (axis == 0 ? 1 : 0), y + (axis == 1 ? 1 : 0), z + (axis == 2 ? 1 : 0)) > 0 == isRock)
                continue;
            var (u, v) = axis == 0 ? (33, 1089) : axis == 1 ? (1089, 1) : (1, 33);
            if (!isRock)
                (u, v) = (v, u);
            _indices[at++] = _vertexOfCell[cell - u - v];
            _indices[at++] = _vertexOfCell[cell - v];
            _indices[at++] = _vertexOfCell[cell];
            _indices[at++] = _vertexOfCell[cell - u - v];
            _indices[at++] = _vertexOfCell[cell];
            _indices[at++] = _vertexOfCell[cell - u];
        }

        return at - start;
    }
}
