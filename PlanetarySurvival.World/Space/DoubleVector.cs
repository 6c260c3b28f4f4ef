using System.Numerics;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.World.Space;

/// <summary>
/// Three doubles: metres from the planet's centre, or a direction. A double is exact to 0.1 nm at 1000 km, so that every frame sees the same
/// ground. Sums are written out in one order: the products of <see cref="Vector3"/> are summed, and fused, differently by machine and runtime.
/// </summary>
internal readonly struct DoubleVector(double x, double y, double z)
{
    public double X { get; } = x;

    public double Y { get; } = y;

    public double Z { get; } = z;

    public double LengthSquared => X * X + Y * Y + Z * Z;

    public double Length => Math.Sqrt(LengthSquared);

    public bool IsFinite => double.IsFinite(X) && double.IsFinite(Y) && double.IsFinite(Z);

    public static DoubleVector operator +(DoubleVector a, DoubleVector b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    public static DoubleVector operator -(DoubleVector a, DoubleVector b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    public static DoubleVector operator *(DoubleVector a, double factor) => new(a.X * factor, a.Y * factor, a.Z * factor);

    public static double Dot(DoubleVector a, DoubleVector b) => a.X * b.X + a.Y * b.Y + a.Z * b.Z;

    public static DoubleVector Cross(DoubleVector a, DoubleVector b) =>
        new(a.Y * b.Z - a.Z * b.Y, a.Z * b.X - a.X * b.Z, a.X * b.Y - a.Y * b.X);

    /// <summary>The direction, or another one where there is none.</summary>
    public DoubleVector NormalizedOr(DoubleVector fallback)
    {
        var length = Length;
        return length > 1e-9 ? this * (1 / length) : fallback;
    }

    /// <summary>Metres as they are.</summary>
    public static DoubleVector From(Vector3 metres) => new(metres.X, metres.Y, metres.Z);

    /// <summary>Metres from the planet's centre.</summary>
    public static DoubleVector From(WorldPosition place)
    {
        const double metresPerUnit = 1.0 / WorldPosition.UnitsPerMetre;
        return new(place.X * metresPerUnit, place.Y * metresPerUnit, place.Z * metresPerUnit);
    }

    public Vector3 ToSingle() => new((float)X, (float)Y, (float)Z);
}
