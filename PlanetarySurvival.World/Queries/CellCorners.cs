using System.Runtime.CompilerServices;

namespace PlanetarySurvival.World.Queries;

/// <summary>The densities at the eight corners of one cell, in units of <see cref="Terrain.VoxelDensity"/>; between them the ground is trilinear.</summary>
internal struct CellCorners
{
    public sbyte D000, D100, D010, D110, D001, D101, D011, D111;

    /// <summary>No point of the cell is rock or surface: a trilinear function is nowhere above its highest corner.</summary>
    public readonly bool IsAir => (D000 & D100 & D010 & D110 & D001 & D101 & D011 & D111) < 0;

    /// <summary>No point of the cell is air or surface: nor is it anywhere below its lowest corner.</summary>
    public readonly bool IsRock =>
        ((D000 - 1) | (D100 - 1) | (D010 - 1) | (D110 - 1) | (D001 - 1) | (D101 - 1) | (D011 - 1) | (D111 - 1)) >= 0;

    /// <summary>Depth in metres and its gradient in metres a metre; the order of operations is that of <see cref="Voxels.VoxelField"/>.</summary>
    /// <param name="tx">From 0 at the low corner to 1 at the high one, as the others.</param>
    /// <param name="ty">Along y.</param>
    /// <param name="tz">Along z.</param>
    /// <param name="gradient">Into the rock.</param>
    public readonly double Sample(double tx, double ty, double tz, out Space.DoubleVector gradient)
    {
        double d000 = D000, d100 = D100, d010 = D010, d110 = D110, d001 = D001, d101 = D101, d011 = D011, d111 = D111;
        var (x00, x10, x01, x11) = (Blend(d000, d100, tx), Blend(d010, d110, tx), Blend(d001, d101, tx), Blend(d011, d111, tx));
        var (y0, y1) = (Blend(x00, x10, ty), Blend(x01, x11, ty));
        const double metresPerUnit = 1.0 / Terrain.VoxelDensity.UnitsPerMetre;
        const double slope = metresPerUnit * (1 / Contracts.Space.ChunkId.VoxelMetres);
        gradient = new Space.DoubleVector(
            Blend(Blend(d100 - d000, d110 - d010, ty), Blend(d101 - d001, d111 - d011, ty), tz) * slope,
            Blend(x10 - x00, x11 - x01, tz) * slope,
            (y1 - y0) * slope);
        return Blend(y0, y1, tz) * metresPerUnit;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Blend(double from, double to, double t) => from + (to - from) * t;
}
