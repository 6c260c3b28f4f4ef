namespace PlanetarySurvival.World.Bodies;

/// <summary>The directions of a body's own x, y and z: the columns of its rotation matrix.</summary>
internal readonly struct BodyAxes(FloatVector x, FloatVector y, FloatVector z)
{
    public readonly FloatVector X = x;
    public readonly FloatVector Y = y;
    public readonly FloatVector Z = z;

    /// <summary>From the body's own frame to the world's.</summary>
    public FloatVector Out(FloatVector own) => X * own.X + Y * own.Y + Z * own.Z;

    /// <summary>From the world's frame to the body's own.</summary>
    public FloatVector In(FloatVector world) => new(FloatVector.Dot(X, world), FloatVector.Dot(Y, world), FloatVector.Dot(Z, world));
}
