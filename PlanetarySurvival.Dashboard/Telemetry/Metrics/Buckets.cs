namespace PlanetarySurvival.Dashboard.Telemetry.Metrics;

/// <summary>Arithmetic of histograms.</summary>
public static class Buckets
{
    // Four steps to a doubling: a value is told within a fifth. From 1/1024 to a million.
    private const int StepsPerDoubling = 4;
    private const int GridMin = -40;
    private const int GridMax = 80;

    /// <summary>The bounds to which exponential histograms are brought, so that points of different scale can be subtracted.</summary>
    public static double[] Grid { get; } = [.. Enumerable.Range(GridMin, GridMax - GridMin + 1).Select(step => Math.Pow(2, (double)step / StepsPerDoubling))];

    /// <summary>
    /// The value below which a part of the measurements lies, taken as evenly spread within their bucket. What is above the last bound counts as the
    /// last bound; null if there are no measurements.
    /// </summary>
    /// <param name="bounds">The upper bounds of all buckets but the last, ascending.</param>
    /// <param name="counts">How many lie in each; one more than bounds.</param>
    /// <param name="part">From 0 to 1: 0.99 for the 99th percentile.</param>
    public static double? Percentile(ReadOnlySpan<double> bounds, ReadOnlySpan<long> counts, double part)
    {
        long total = 0;

        foreach (var count in counts)
            total += count;

        if (total <= 0 || bounds.Length == 0)
            return null;

        var rank = part * total;
        double below = 0;

        for (var i = 0; i < counts.Length; i++)
        {
            if (counts[i] <= 0 || below + counts[i] < rank)
            {
                below += Math.Max(0, counts[i]);
                continue;
            }

            if (i >= bounds.Length)
                return bounds[^1];

            var lower = i == 0 ? Math.Min(0, bounds[0]) : bounds[i - 1];
            return lower + (bounds[i] - lower) * (rank - below) / counts[i];
        }

        return bounds[^1];
    }

    /// <summary>Brings a point of an exponential histogram to <see cref="Grid"/>: each bucket goes where its middle lies.</summary>
    /// <param name="scale">Bounds are powers of 2^(2^-scale).</param>
    /// <param name="offset">The index of the first bucket.</param>
    /// <param name="positive">The counts above zero.</param>
    /// <param name="zero">The count at zero.</param>
    /// <param name="counts">Where the counts are added; one more than the grid.</param>
    public static void AddExponential(int scale, int offset, IReadOnlyList<ulong> positive, long zero, Span<long> counts)
    {
        counts[0] += zero;

        for (var i = 0; i < positive.Count; i++)
        {
            var doublings = (offset + i + 0.5) * Math.Pow(2, -scale);
            var slot = Math.Clamp(Math.Ceiling(doublings * StepsPerDoubling) - GridMin, 0, counts.Length - 1);
            counts[(int)slot] += (long)positive[i];
        }
    }
}
