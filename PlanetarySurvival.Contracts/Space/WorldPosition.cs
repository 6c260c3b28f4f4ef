using System.Numerics;

namespace PlanetarySurvival.Contracts.Space;

/// <summary>
/// A place in the world as the wire and the database know it: 64-bit fixed point, 1/1024 m a unit, relative to the planet's centre.
/// The simulation uses metres as floats relative to a region's origin; this type holds every conversion between the two.
/// </summary>
public readonly record struct WorldPosition(long X, long Y, long Z)
{
    /// <summary>Units in a metre.</summary>
    public const int UnitsPerMetre = 1024;

    /// <summary>Moves by units.</summary>
    public WorldPosition Offset(long x, long y, long z) => new(X + x, Y + y, Z + z);

    /// <summary>The place that a float position in a region (or any other frame with that origin) stands for, rounded to a unit.</summary>
    public static WorldPosition From(WorldPosition origin, Vector3 metres) => new(
        origin.X + (long)MathF.Round(metres.X * UnitsPerMetre),
        origin.Y + (long)MathF.Round(metres.Y * UnitsPerMetre),
        origin.Z + (long)MathF.Round(metres.Z * UnitsPerMetre));

    /// <summary>The place that metres from the planet's centre stand for, rounded to a unit.</summary>
    public static WorldPosition FromMetres(double x, double y, double z) => new(
        (long)Math.Round(x * UnitsPerMetre), (long)Math.Round(y * UnitsPerMetre), (long)Math.Round(z * UnitsPerMetre));

    /// <summary>Metres relative to an origin.</summary>
    public Vector3 RelativeTo(WorldPosition origin) => new(
        (X - origin.X) / (float)UnitsPerMetre, (Y - origin.Y) / (float)UnitsPerMetre, (Z - origin.Z) / (float)UnitsPerMetre);

    /// <summary>
    /// A float position in one frame, expressed in another, without rounding to a unit: region origins are whole metres apart, so the
    /// only error is that of a float.
    /// </summary>
    public static Vector3 Rebase(Vector3 metres, WorldPosition from, WorldPosition to) => metres + from.RelativeTo(to);

    /// <summary>Metres between two places.</summary>
    public double DistanceMetres(WorldPosition other)
    {
        double x = X - other.X, y = Y - other.Y, z = Z - other.Z;
        return Math.Sqrt(x * x + y * y + z * z) / UnitsPerMetre;
    }

    /// <summary>Metres from the planet's centre.</summary>
    public double MetresFromCentre => DistanceMetres(default);

    /// <summary>Metres, three decimals.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"({X / (double)UnitsPerMetre:0.###}, {Y / (double)UnitsPerMetre:0.###}, {Z / (double)UnitsPerMetre:0.###}) m");
}
