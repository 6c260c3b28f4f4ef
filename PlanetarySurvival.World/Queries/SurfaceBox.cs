using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Queries;

/// <summary>
/// A cube within one cell, and the trilinear ground in it as a polynomial of x, y, z from -1 to 1 across the cube. A part of the cube is such a
/// cube again, whose mixed terms are a quarter: a few halvings make any ground nearly flat, with the error known.
/// </summary>
internal struct SurfaceBox
{
    public DoubleVector Centre;
    public double HalfEdge;

    /// <summary>No contact within the box is earlier than this moment.</summary>
    public double Bound;

    public double A, Ax, Ay, Az, Axy, Ayz, Axz, Axyz;

    /// <summary>The whole of a cell.</summary>
    public static SurfaceBox Of(in CellCorners corners, DoubleVector centre, double halfEdge)
    {
        double d000 = corners.D000, d100 = corners.D100, d010 = corners.D010, d110 = corners.D110;
        double d001 = corners.D001, d101 = corners.D101, d011 = corners.D011, d111 = corners.D111;
        var (near00, near10, near01, near11) = (d000 + d001, d100 + d101, d010 + d011, d110 + d111);
        var (step00, step10, step01, step11) = (d001 - d000, d101 - d100, d011 - d010, d111 - d110);
        return new SurfaceBox
        {
            Centre = centre,
            HalfEdge = halfEdge,
            A = (near00 + near10 + near01 + near11) * 0.125,
            Ax = (near10 - near00 + near11 - near01) * 0.125,
            Ay = (near01 - near00 + near11 - near10) * 0.125,
            Axy = (near11 - near10 - near01 + near00) * 0.125,
            Az = (step00 + step10 + step01 + step11) * 0.125,
            Axz = (step10 - step00 + step11 - step01) * 0.125,
            Ayz = (step01 - step00 + step11 - step10) * 0.125,
            Axyz = (step11 - step10 - step01 + step00) * 0.125,
        };
    }

    /// <summary>How far the ground may be from the flat one of <see cref="A"/>, <see cref="Ax"/>, <see cref="Ay"/>, <see cref="Az"/>.</summary>
    public readonly double Bend => Math.Abs(Axy) + Math.Abs(Ayz) + Math.Abs(Axz) + Math.Abs(Axyz);

    /// <summary>The length of the slope across half of the box.</summary>
    public readonly double Slope => Math.Sqrt(Ax * Ax + Ay * Ay + Az * Az);

    /// <summary>One of the eight halves of its edges; bit 0 of the octant is the high side of x, bit 1 of y, bit 2 of z.</summary>
    public readonly SurfaceBox Part(int octant)
    {
        var (x, y, z) = (0.5 * (((octant & 1) << 1) - 1), 0.5 * ((octant & 2) - 1), 0.5 * (((octant & 4) >> 1) - 1));
        return new SurfaceBox
        {
            Centre = Centre + new DoubleVector(x, y, z) * HalfEdge,
            HalfEdge = HalfEdge * 0.5,
            A = A + x * Ax + y * Ay + z * Az + x * y * Axy + y * z * Ayz + x * z * Axz + x * y * z * Axyz,
            Ax = 0.5 * (Ax + y * Axy + z * Axz + y * z * Axyz),
            Ay = 0.5 * (Ay + x * Axy + z * Ayz + x * z * Axyz),
            Az = 0.5 * (Az + y * Ayz + x * Axz + x * y * Axyz),
            Axy = 0.25 * (Axy + z * Axyz),
            Ayz = 0.25 * (Ayz + x * Axyz),
            Axz = 0.25 * (Axz + y * Axyz),
            Axyz = 0.125 * Axyz,
        };
    }

    /// <summary>The density at x, y, z from -1 to 1.</summary>
    public readonly double At(double x, double y, double z) =>
        A + x * Ax + y * Ay + z * Az + x * (y * Axy + z * Axz) + y * z * (Ayz + x * Axyz);

    /// <summary>Whether the surface passes through: the corners are its extremes, and they have both signs.</summary>
    public readonly bool HasSurface()
    {
        var size = Math.Abs(A);
        if (size > Math.Abs(Ax) + Math.Abs(Ay) + Math.Abs(Az) + Bend)
            return false;

        var (low, high) = (double.MaxValue, double.MinValue);
        for (var z = -1; z <= 1; z += 2)
        {
            var (a, ax, ay, axy) = (A + z * Az, Ax + z * Axz, Ay + z * Ayz, Axy + z * Axyz);
            var (lowX, highX, lowY, highY) = (a - ay, a + ay, ax - axy, ax + axy);
            low = Math.Min(low, Math.Min(lowX - Math.Abs(lowY), highX - Math.Abs(highY)));
            high = Math.Max(high, Math.Max(lowX + Math.Abs(lowY), highX + Math.Abs(highY)));
        }

        return low <= 0 && high >= 0;
    }
}
