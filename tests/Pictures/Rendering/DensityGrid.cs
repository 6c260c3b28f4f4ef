using System.Numerics;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.Pictures.Rendering;

/// <summary>The densities around a picture's place in one array, which any number of threads may follow rays through.</summary>
public sealed class DensityGrid
{
    private readonly sbyte[] _density;
    private readonly int _edge;
    private readonly Vector3 _low;

    /// <param name="field">What is there.</param>
    /// <param name="origin">Places are metres relative to it.</param>
    /// <param name="reachVoxels">Voxels from the origin to each side.</param>
    public DensityGrid(VoxelField field, WorldPosition origin, int reachVoxels)
    {
        _edge = 2 * reachVoxels + 1;
        _density = new sbyte[_edge * _edge * _edge];
        var (x, y, z) = (Voxel(origin.X), Voxel(origin.Y), Voxel(origin.Z));
        _low = new WorldPosition(x * 800L, y * 800L, z * 800L).RelativeTo(origin);
        for (var k = 0; k < _edge; k++)
        {
            for (var j = 0; j < _edge; j++)
            {
                for (var i = 0; i < _edge; i++)
                    _density[i + (j + k * _edge) * _edge] = field.DensityOfVoxel(x + i, y + j, z + k);
            }
        }

        int Voxel(long units) => (int)Math.Floor(units / (double)ChunkId.VoxelUnits) - reachVoxels;
    }

    /// <summary>Whether a place is known.</summary>
    public bool Contains(Vector3 place)
    {
        var v = (place - _low) * (float)(1 / ChunkId.VoxelMetres);
        return v.X >= 0 && v.Y >= 0 && v.Z >= 0 && v.X < _edge - 1 && v.Y < _edge - 1 && v.Z < _edge - 1;
    }

    /// <summary>Metres of depth in rock, positive, up to two; air where nothing is known.</summary>
    public float DepthAt(Vector3 place)
    {
        var v = (place - _low) * (float)(1 / ChunkId.VoxelMetres);
        var (x, y, z) = (MathF.Floor(v.X), MathF.Floor(v.Y), MathF.Floor(v.Z));
        if (!(x >= 0 && y >= 0 && z >= 0 && x < _edge - 1 && y < _edge - 1 && z < _edge - 1))
            return -2;
        var at = (int)x + ((int)y + (int)z * _edge) * _edge;
        var (up, far) = (_edge, _edge * _edge);
        v -= new Vector3(x, y, z);
        var near = Blend(Blend(_density[at], _density[at + 1], v.X), Blend(_density[at + up], _density[at + up + 1], v.X), v.Y);
        var back = Blend(Blend(_density[at + far], _density[at + far + 1], v.X), Blend(_density[at + far + up], _density[at + far + up + 1], v.X), v.Y);
        return Blend(near, back, v.Z) / 64;
    }

    /// <summary>How far a ray gets before it meets rock, at most so far.</summary>
    public float Reach(Vector3 from, Vector3 direction, float metresMax)
    {
        for (var at = 0.15f; at < metresMax;)
        {
            var depth = DepthAt(from + direction * at);
            if (depth > 0)
                return at;
            at += Math.Clamp(-0.6f * depth, 0.12f, 1.2f);
        }

        return metresMax;
    }

    private static float Blend(float from, float to, float t) => from + (to - from) * t;
}
