namespace PlanetarySurvival.World.Space;

/// <summary>
/// "Up", "forward" and "right" at a place. Up points away from the planet's centre. Forward, to which a yaw of 0 looks, is the world's +Z
/// axis laid flat on the ground; where up is within 8 degrees of that axis (|up.Z| above 0.99), it is the +X axis instead. Right is up × forward,
/// and yaw turns from forward to right. At the north pole (0, radius, 0), where players begin: up +Y, forward +Z, right +X.
/// </summary>
internal readonly struct SurfaceFrame
{
    /// <summary>Above this |up.Z| the reference axis is +X.</summary>
    public const double ReferenceAxisLimit = 0.99;

    public SurfaceFrame(DoubleVector fromCentre)
    {
        Up = fromCentre.NormalizedOr(new DoubleVector(0, 1, 0));
        var axis = Up.Z is > ReferenceAxisLimit or < -ReferenceAxisLimit ? new DoubleVector(1, 0, 0) : new DoubleVector(0, 0, 1);
        Forward = (axis - Up * DoubleVector.Dot(axis, Up)).NormalizedOr(axis);
        Right = DoubleVector.Cross(Up, Forward);
    }

    public DoubleVector Up { get; }

    public DoubleVector Forward { get; }

    public DoubleVector Right { get; }
}
