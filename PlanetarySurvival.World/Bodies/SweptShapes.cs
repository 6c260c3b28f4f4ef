namespace PlanetarySurvival.World.Bodies;

/// <summary>
/// When two bodies on their ways first meet, so that a fast one does not pass through another between two ticks. Cores are swept, somewhat smaller
/// than the bodies: what stops short of the surface would have no contact in the next tick.
/// </summary>
internal static class SweptShapes
{
    private const float CoreShare = 0.75f;

    /// <summary>The share of the way at which they meet; 1 if they do not, or overlap from the start.</summary>
    /// <param name="a">The first shape.</param>
    /// <param name="axesA">Its axes.</param>
    /// <param name="b">The second shape.</param>
    /// <param name="axesB">Its axes.</param>
    /// <param name="offset">From the first centre to the second.</param>
    /// <param name="way">How the offset changes.</param>
    public static float FreeShare(
        in BodyShape a, in BodyAxes axesA, in BodyShape b, in BodyAxes axesB, FloatVector offset, FloatVector way)
    {
        if (a.Kind == BodyShapeKind.Sphere && b.Kind == BodyShapeKind.Sphere)
            return OfBalls((a.HalfX + b.HalfX) * CoreShare, offset, way);

        // The smaller one's core against the other's box.
        var boxIsA = b.Kind == BodyShapeKind.Sphere || (a.Kind == BodyShapeKind.Box && a.CoreMetres > b.CoreMetres);
        return boxIsA
            ? OfBallAndBox(b.CoreMetres * CoreShare, a.Half * CoreShare, axesA.In(offset), axesA.In(way))
            : OfBallAndBox(a.CoreMetres * CoreShare, b.Half * CoreShare, axesB.In(-offset), axesB.In(-way));
    }

    private static float OfBalls(float radius, FloatVector offset, FloatVector way)
    {
        // |offset + t way| = radius.
        var c = offset.LengthSquared - radius * radius;
        var b = FloatVector.Dot(offset, way);
        var a = way.LengthSquared;
        if (c <= 0 || b >= 0)
            return 1;

        var root = b * b - a * c;
        if (root < 0)
            return 1;

        var t = (-b - (float)Math.Sqrt(root)) / a;
        return t < 1 ? t : 1;
    }

    // Slabs (Kay and Kajiya 1986), the box grown by the ball's radius.
    private static float OfBallAndBox(float radius, FloatVector half, FloatVector centre, FloatVector way)
    {
        var (enter, leave) = (-1f, 1f);
        Slab(centre.X, way.X, half.X + radius, ref enter, ref leave);
        Slab(centre.Y, way.Y, half.Y + radius, ref enter, ref leave);
        Slab(centre.Z, way.Z, half.Z + radius, ref enter, ref leave);
        return enter >= 0 && enter <= leave ? enter : 1;
    }

    private static void Slab(float start, float way, float half, ref float enter, ref float leave)
    {
        if (Math.Abs(way) < 1e-9f)
        {
            if (Math.Abs(start) > half)
                leave = -2;
            return;
        }

        var (first, second) = ((-half - start) / way, (half - start) / way);
        enter = Math.Max(enter, Math.Min(first, second));
        leave = Math.Min(leave, Math.Max(first, second));
    }
}
