using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Space;

namespace PlanetarySurvival.World.Terrain;

/// <summary>
/// The planet's ground between eight voxels, before any edit: interpolated as <see cref="Voxels.VoxelField.Sample"/> does. Remembers the last cell, so that
/// a walk of short steps asks for each only once.
/// </summary>
internal struct BaseCell(Planet planet)
{
    private const double VoxelsPerMetre = 1 / ChunkId.VoxelMetres;
    private const double VoxelsMax = 1 << 25;

    private bool _isFilled;
    private int _x;
    private int _y;
    private int _z;
    private double _d000;
    private double _d100;
    private double _d010;
    private double _d110;
    private double _d001;
    private double _d101;
    private double _d011;
    private double _d111;

    /// <summary>Metres of rock (positive) or height over it (negative), at most about two. What lies beyond all chunks is air.</summary>
    /// <param name="place">Metres from the planet's centre.</param>
    public double DepthMetres(DoubleVector place)
    {
        var (vx, vy, vz) = (place.X * VoxelsPerMetre, place.Y * VoxelsPerMetre, place.Z * VoxelsPerMetre);
        if (!(Math.Abs(vx) < VoxelsMax && Math.Abs(vy) < VoxelsMax && Math.Abs(vz) < VoxelsMax))
            return VoxelDensity.Min * (1.0 / VoxelDensity.UnitsPerMetre);

        var (fx, fy, fz) = (Math.Floor(vx), Math.Floor(vy), Math.Floor(vz));
        Fill((int)fx, (int)fy, (int)fz);
        var (tx, ty, tz) = (vx - fx, vy - fy, vz - fz);
        var near = Blend(Blend(_d000, _d100, tx), Blend(_d010, _d110, tx), ty);
        var far = Blend(Blend(_d001, _d101, tx), Blend(_d011, _d111, tx), ty);
        return Blend(near, far, tz) * (1.0 / VoxelDensity.UnitsPerMetre);
    }

    private static double Blend(double from, double to, double t) => from + (to - from) * t;

    private void Fill(int x, int y, int z)
    {
        if (_isFilled && x == _x && y == _y && z == _z)
            return;

        (_isFilled, _x, _y, _z) = (true, x, y, z);
        (_d000, _d100) = (planet.DensityOfVoxel(x, y, z), planet.DensityOfVoxel(x + 1, y, z));
        (_d010, _d110) = (planet.DensityOfVoxel(x, y + 1, z), planet.DensityOfVoxel(x + 1, y + 1, z));
        (_d001, _d101) = (planet.DensityOfVoxel(x, y, z + 1), planet.DensityOfVoxel(x + 1, y, z + 1));
        (_d011, _d111) = (planet.DensityOfVoxel(x, y + 1, z + 1), planet.DensityOfVoxel(x + 1, y + 1, z + 1));
    }
}
