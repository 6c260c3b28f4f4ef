using System.Runtime.CompilerServices;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Terrain;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Queries;

/// <summary>The ground between the eight corners of a cell. It is nowhere above its highest corner, nor below its lowest.</summary>
internal static class Trilinear
{
    /// <summary>Depth in metres and its gradient in metres a metre; the order of operations is that of <see cref="VoxelField.Sample"/>.</summary>
    /// <param name="corners">Of the cell.</param>
    /// <param name="tx">From 0 at the low corner to 1 at the high one, as the others.</param>
    /// <param name="ty">Along y.</param>
    /// <param name="tz">Along z.</param>
    /// <param name="gradient">Into the rock.</param>
    public static double Sample(in CellCorners corners, double tx, double ty, double tz, out DoubleVector gradient)
    {
        double d000 = corners.D000, d100 = corners.D100, d010 = corners.D010, d110 = corners.D110;
        double d001 = corners.D001, d101 = corners.D101, d011 = corners.D011, d111 = corners.D111;
        var (x00, x10, x01, x11) = (Blend(d000, d100, tx), Blend(d010, d110, tx), Blend(d001, d101, tx), Blend(d011, d111, tx));
        var (y0, y1) = (Blend(x00, x10, ty), Blend(x01, x11, ty));
        const double metresPerUnit = 1.0 / VoxelDensity.UnitsPerMetre;
        const double slope = metresPerUnit * (1 / ChunkId.VoxelMetres);
        gradient = new DoubleVector(
            Blend(Blend(d100 - d000, d110 - d010, ty), Blend(d101 - d001, d111 - d011, ty), tz) * slope,
            Blend(x10 - x00, x11 - x01, tz) * slope,
            (y1 - y0) * slope);
        return Blend(y0, y1, tz) * metresPerUnit;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Blend(double from, double to, double t) => from + (to - from) * t;
}
