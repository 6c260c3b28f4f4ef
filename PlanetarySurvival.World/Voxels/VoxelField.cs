using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Space;

namespace PlanetarySurvival.World.Voxels;

/// <summary>
/// The ground as one simulation sees it: the planet, the chunks that are at hand, and all edits. A chunk that is not at hand is answered from the
/// planet voxel by voxel: slower, and to the same bits. For one thread.
/// </summary>
public sealed class VoxelField(Planet planet)
{
    private readonly Dictionary<ChunkId, ChunkVoxels> _chunks = [];

    /// <summary>What is under the edits.</summary>
    public Planet Planet { get; } = planet;

    /// <summary>Takes a chunk; it replaces one that is there.</summary>
    public void Install(ChunkVoxels chunk) => _chunks[chunk.Id] = chunk;

    /// <summary>The density of one voxel, in units of <see cref="Terrain.VoxelDensity"/>.</summary>
    public sbyte DensityOfVoxel(int x, int y, int z) =>
        _chunks.TryGetValue(ChunkId.OfVoxel(x, y, z), out var chunk)
            ? chunk.Density[(x & 31) | ((y & 31) << 5) | ((z & 31) << 10)]
            : Planet.DensityOfVoxel(x, y, z);

    /// <summary>Depth in rock (positive) or height over it (negative) at a place, and the direction in which it grows; interpolated between the eight
    /// voxels around. Beyond two metres it only says which side.</summary>
    /// <param name="place">Metres from the planet's centre.</param>
    /// <param name="gradient">Metres a metre, into the rock; zero far from the surface.</param>
    /// <returns>Metres.</returns>
    internal double Sample(DoubleVector place, out DoubleVector gradient)
    {
        const double voxelsPerMetre = 1 / ChunkId.VoxelMetres;
        var (vx, vy, vz) = (place.X * voxelsPerMetre, place.Y * voxelsPerMetre, place.Z * voxelsPerMetre);
        var (fx, fy, fz) = (Math.Floor(vx), Math.Floor(vy), Math.Floor(vz));
        var (x, y, z) = ((int)fx, (int)fy, (int)fz);
        var (tx, ty, tz) = (vx - fx, vy - fy, vz - fz);

        double d000 = DensityOfVoxel(x, y, z), d100 = DensityOfVoxel(x + 1, y, z);
        double d010 = DensityOfVoxel(x, y + 1, z), d110 = DensityOfVoxel(x + 1, y + 1, z);
        double d001 = DensityOfVoxel(x, y, z + 1), d101 = DensityOfVoxel(x + 1, y, z + 1);
        double d011 = DensityOfVoxel(x, y + 1, z + 1), d111 = DensityOfVoxel(x + 1, y + 1, z + 1);

        var (x00, x10, x01, x11) = (Blend(d000, d100, tx), Blend(d010, d110, tx), Blend(d001, d101, tx), Blend(d011, d111, tx));
        var (y0, y1) = (Blend(x00, x10, ty), Blend(x01, x11, ty));
        const double metresPerUnit = 1.0 / Terrain.VoxelDensity.UnitsPerMetre;
        const double slope = metresPerUnit * voxelsPerMetre;
        gradient = new DoubleVector(
            Blend(Blend(d100 - d000, d110 - d010, ty), Blend(d101 - d001, d111 - d011, ty), tz) * slope,
            Blend(x10 - x00, x11 - x01, tz) * slope,
            (y1 - y0) * slope);
        return Blend(y0, y1, tz) * metresPerUnit;
    }

    private static double Blend(double from, double to, double t) => from + (to - from) * t;
}
