namespace PlanetarySurvival.World.Queries;

/// <summary>Along a straight line through a cell the trilinear ground is a cubic; this finds where it first comes out of the negative.</summary>
internal static class CubicRoot
{
    // A bracket of one cell is down to the last bit of a double after about 53 halvings; Newton needs 4 or 5.
    private const int IterationsMax = 64;

    /// <summary>
    /// The first s in [0, end] at which c0 + c1 s + c2 s² + c3 s³ is not negative. The cubic is cut at its turning points into pieces that only
    /// rise or fall, so that none of up to three roots is passed by, and each root has a bracket from which Newton's steps may not leave.
    /// </summary>
    /// <returns>Whether there is one. A touch whose peak is within the rounding of the coefficients goes either way.</returns>
    public static bool TryFirst(double c0, double c1, double c2, double c3, double end, out double s)
    {
        s = 0;
        if (c0 >= 0)
            return true;

        var (low, high) = TurningPoints(c1, 2 * c2, 3 * c3);
        var start = 0.0;
        for (var piece = 0; piece < 3; piece++)
        {
            var stop = piece == 0 ? low : piece == 1 ? high : end;
            if (!(stop > start))
                continue;
            stop = Math.Min(stop, end);
            if (c0 + stop * (c1 + stop * (c2 + stop * c3)) >= 0)
            {
                s = Refine(c0, c1, c2, c3, start, stop);
                return true;
            }

            if (stop >= end)
                return false;
            start = stop;
        }

        return false;
    }

    /// <summary>Where a + b s + c s² is zero, in order; infinite where it is not.</summary>
    private static (double Low, double High) TurningPoints(double a, double b, double c)
    {
        var square = b * b - 4 * a * c;
        if (!(square > 0))
            return (double.PositiveInfinity, double.PositiveInfinity);

        // The form that takes no difference of nearly equal numbers.
        var q = -0.5 * (b + (b >= 0 ? Math.Sqrt(square) : -Math.Sqrt(square)));
        var (first, second) = (q / c, q != 0 ? a / q : double.PositiveInfinity);
        if (!double.IsFinite(first))
            first = double.PositiveInfinity;
        return (Math.Min(first, second), Math.Max(first, second));
    }

    private static double Refine(double c0, double c1, double c2, double c3, double below, double above)
    {
        var s = 0.5 * (below + above);
        for (var i = 0; i < IterationsMax; i++)
        {
            var value = c0 + s * (c1 + s * (c2 + s * c3));
            if (value >= 0)
                above = s;
            else
                below = s;
            var slope = c1 + s * (2 * c2 + s * (3 * c3));
            var next = s - value / slope;
            if (!(next > below && next < above))
                next = 0.5 * (below + above);
            if (Math.Abs(next - s) <= 1e-13 || next <= below || next >= above)
                return next;
            s = next;
        }

        return s;
    }
}
