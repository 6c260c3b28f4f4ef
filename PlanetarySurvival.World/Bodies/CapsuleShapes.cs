namespace PlanetarySurvival.World.Bodies;

/// <summary>Where a player's capsule touches a body.</summary>
internal static class CapsuleShapes
{
    // Each turn brings the two nearest points nearer; after four the error is a small part of the radius, and pushing asks no more.
    private const int Turns = 4;

    /// <summary>The nearest points, if they are nearer than a margin.</summary>
    /// <param name="shape">The body.</param>
    /// <param name="axes">The body's.</param>
    /// <param name="low">The centre of the capsule's lower ball, from the body's centre.</param>
    /// <param name="high">The centre of the upper one.</param>
    /// <param name="radius">Of the capsule.</param>
    /// <param name="margin">Metres.</param>
    /// <param name="arm">The body's nearest point, from its centre.</param>
    /// <param name="normal">From the capsule to the body.</param>
    /// <param name="separation">Metres between the surfaces.</param>
    public static bool Touch(
        in BodyShape shape, in BodyAxes axes, FloatVector low, FloatVector high, float radius, float margin, out FloatVector arm,
        out FloatVector normal, out float separation)
    {
        var centre = Nearest(low, high, default);
        if (shape.Kind == BodyShapeKind.Box)
        {
            for (var i = 0; i < Turns; i++)
                centre = Nearest(low, high, NearestOfBox(shape, axes, centre));

            var touches = ContactShapes.SphereBox(radius, centre, shape.Half, axes, margin, out var outwards, out separation);
            normal = -outwards;
            arm = centre + normal * (radius + separation);
            return touches;
        }

        var distance = centre.Length;
        separation = distance - radius - shape.HalfX;
        normal = distance > 1e-6f ? centre * (-1 / distance) : new FloatVector(0, 1, 0);
        arm = normal * -shape.HalfX;
        return separation <= margin;
    }

    private static FloatVector Nearest(FloatVector low, FloatVector high, FloatVector to)
    {
        var along = high - low;
        var squared = along.LengthSquared;
        if (squared < 1e-9f)
            return low;

        var t = FloatVector.Dot(to - low, along) / squared;
        return low + along * (t < 0 ? 0 : t > 1 ? 1 : t);
    }

    private static FloatVector NearestOfBox(in BodyShape shape, in BodyAxes axes, FloatVector to)
    {
        var own = axes.In(to);
        return axes.Out(new FloatVector(
            Math.Clamp(own.X, -shape.HalfX, shape.HalfX),
            Math.Clamp(own.Y, -shape.HalfY, shape.HalfY),
            Math.Clamp(own.Z, -shape.HalfZ, shape.HalfZ)));
    }
}
