using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Terrain;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Tests.Queries;

/// <summary>
/// Ground made for a test: eight chunks around a corner of chunks (and of regions) high over a small planet, where there is nothing else but air.
/// </summary>
internal sealed class SyntheticGround
{
    /// <summary>Voxels of the eight chunks lie within this of the corner, along each axis.</summary>
    public const int Reach = 32;

    public const double Voxel = ChunkId.VoxelMetres;

    private static readonly Planet Small = new(1, 1000);

    /// <summary>The ground whose density in metres at a voxel, counted from the corner, is a function.</summary>
    public SyntheticGround(Func<int, int, int, double> depthMetres)
    {
        for (var c = 0; c < 8; c++)
        {
            var chunk = new ChunkVoxels(new ChunkId(Corner.X + (c & 1) - 1, Corner.Y + ((c >> 1) & 1) - 1, Corner.Z + (c >> 2) - 1));
            var (x, y, z) = (((c & 1) - 1) * 32, (((c >> 1) & 1) - 1) * 32, ((c >> 2) - 1) * 32);
            for (var i = 0; i < ChunkId.Voxels; i++)
            {
                var (vx, vy, vz) = (x + (i & 31), y + ((i >> 5) & 31), z + (i >> 10));

                // The outermost layer is air, so that the ground ends there as in the chunks around, which are not at hand.
                var inner = Math.Min(vx, Math.Min(vy, vz)) > -32 && Math.Max(vx, Math.Max(vy, vz)) < 31;
                chunk.Density[i] = inner ? VoxelDensity.FromMetres(depthMetres(vx, vy, vz)) : VoxelDensity.Min;
                chunk.Material[i] = (byte)(vy < 0 ? Material.Iron : Material.Sand);
            }

            Field.Install(chunk);
        }
    }

    /// <summary>A corner of eight chunks, and of eight regions of 2000 m: 80 chunks an edge.</summary>
    public static ChunkId Corner { get; } = new(-160, 240, 80);

    public static DoubleVector Centre { get; } = DoubleVector.From(Corner.Origin);

    public VoxelField Field { get; } = new(Small);

    /// <summary>Half of all is rock, up to a height in metres over the corner.</summary>
    public static SyntheticGround Flat(double heightMetres) => new((_, y, _) => heightMetres - y * Voxel);

    public static SyntheticGround Ball(double radiusMetres) => new((x, y, z) => radiusMetres - Math.Sqrt(x * x + y * y + z * z) * Voxel);

    /// <summary>One of several kinds of ground that are hard in different ways.</summary>
    public static SyntheticGround Any(ulong seed) => (seed % 6) switch
    {
        // Any density beside any other: slopes that jump, saddles, holes.
        0 => new((x, y, z) => Chance(seed, x, y, z) * 3.9 - 1.95),

        // Mostly air with single voxels of rock.
        1 => new((x, y, z) => Chance(seed, x, y, z) < 0.03 ? 1.9 * Chance(seed + 1, x, y, z) : -2),

        // Walls of one voxel, full rock between full air.
        2 => new((x, y, z) => (x + 64) % 7 == 3 || (y + 64) % 9 == 4 ? 2 : -2),

        // Smooth hills and caves.
        3 => new((x, y, z) => 1.5 * Math.Sin(x * 0.31 + seed) + 1.4 * Math.Sin(y * 0.27 + seed * 0.7) + 1.3 * Math.Sin(z * 0.36)),

        // A slanting plane.
        4 => Plane(seed),

        // Full and empty blocks, as where much was dug.
        _ => new((x, y, z) => Chance(seed, x >> 2, y >> 2, z >> 2) < 0.4 ? 2 : -2),
    };

    /// <summary>A number from 0 to 1 for each seed and voxel.</summary>
    public static double Chance(ulong seed, int x, int y, int z) =>
        NoiseLayer.Mix(seed + NoiseLayer.Mix((ulong)(((long)x << 40) ^ ((long)y << 20) ^ z))) / 18446744073709551616.0;

    private static SyntheticGround Plane(ulong seed)
    {
        var normal = new DoubleVector(Chance(seed, 1, 0, 0) - 0.5, Chance(seed, 2, 0, 0) - 0.5, Chance(seed, 3, 0, 0) - 0.5)
            .NormalizedOr(new DoubleVector(0, 1, 0));
        return new((x, y, z) => -DoubleVector.Dot(normal, new DoubleVector(x, y, z)) * Voxel);
    }
}
