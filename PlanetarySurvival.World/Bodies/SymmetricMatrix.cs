using System.Runtime.CompilerServices;

namespace PlanetarySurvival.World.Bodies;

/// <summary>A symmetric matrix of three rows: the inverse of a body's inertia in the world's frame.</summary>
internal readonly struct SymmetricMatrix(float xx, float yy, float zz, float xy, float xz, float yz)
{
    public readonly float XX = xx;
    public readonly float YY = yy;
    public readonly float ZZ = zz;
    public readonly float XY = xy;
    public readonly float XZ = xz;
    public readonly float YZ = yz;

    /// <summary>The matrix that has these values along these axes.</summary>
    public static SymmetricMatrix Along(in BodyAxes axes, FloatVector values)
    {
        var (a, b, c) = (axes.X, axes.Y, axes.Z);
        var (p, q, r) = (a * values.X, b * values.Y, c * values.Z);
        return new SymmetricMatrix(
            a.X * p.X + b.X * q.X + c.X * r.X,
            a.Y * p.Y + b.Y * q.Y + c.Y * r.Y,
            a.Z * p.Z + b.Z * q.Z + c.Z * r.Z,
            a.X * p.Y + b.X * q.Y + c.X * r.Y,
            a.X * p.Z + b.X * q.Z + c.X * r.Z,
            a.Y * p.Z + b.Y * q.Z + c.Y * r.Z);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector operator *(in SymmetricMatrix m, FloatVector v) => new(
        m.XX * v.X + m.XY * v.Y + m.XZ * v.Z,
        m.XY * v.X + m.YY * v.Y + m.YZ * v.Z,
        m.XZ * v.X + m.YZ * v.Y + m.ZZ * v.Z);
}
