namespace PlanetarySurvival.World.Reach;

/// <summary>
/// A rotation as a unit quaternion, as headsets report it. Only carried and compared: products of the runtime's own type are summed
/// differently by machine.
/// </summary>
/// <param name="X">Sine of half the angle, along x.</param>
/// <param name="Y">Sine of half the angle, along y.</param>
/// <param name="Z">Sine of half the angle, along z.</param>
/// <param name="W">Cosine of half the angle.</param>
public readonly record struct Rotation(float X, float Y, float Z, float W)
{
    /// <summary>No rotation.</summary>
    public static Rotation None => new(0, 0, 0, 1);

    /// <summary>Whether all four are numbers.</summary>
    public bool IsFinite => float.IsFinite(X) && float.IsFinite(Y) && float.IsFinite(Z) && float.IsFinite(W);

    /// <summary>1 for a rotation.</summary>
    public double LengthSquared => (double)X * X + (double)Y * Y + (double)Z * Z + (double)W * W;

    /// <summary>The cosine of half the angle between two rotations, without its sign: a quaternion and its negative are the same rotation.</summary>
    public static double HalfAngleCosine(in Rotation a, in Rotation b) =>
        Math.Abs((double)a.X * b.X + (double)a.Y * b.Y + (double)a.Z * b.Z + (double)a.W * b.W);
}
