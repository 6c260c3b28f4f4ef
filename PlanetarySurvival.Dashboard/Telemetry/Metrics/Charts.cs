namespace PlanetarySurvival.Dashboard.Telemetry.Metrics;

/// <summary>Makes lines of points.</summary>
internal static class Charts
{
    private static readonly (string Label, double Part)[] Parts = [("P50", 0.5), ("P90", 0.9), ("P99", 0.99)];

    /// <summary>A line for each combination of attributes.</summary>
    public static Chart Values(List<(Series Series, List<Point> Points)> read, string unit) =>
        Limit(read, unit, points => [.. points.Select(p => (p.Time, (double?)p.Value))]);

    /// <summary>How much counters grew in a second. One that is smaller than before has begun anew: all of it is growth.</summary>
    public static Chart Growth(List<(Series Series, List<Point> Points)> read, string unit) =>
        Limit(read, unit.Length == 0 ? "/s" : $"{unit}/s", points =>
        {
            var line = new List<(DateTime, double?)>();

            for (var i = 1; i < points.Count; i++)
            {
                var seconds = (points[i].Time - points[i - 1].Time).TotalSeconds;
                var growth = points[i].Value >= points[i - 1].Value ? points[i].Value - points[i - 1].Value : points[i].Value;

                line.Add((points[i].Time, seconds > 0 ? growth / seconds : null));
            }

            return line;
        });

    /// <summary>Percentiles of what was measured between each point and the one before, over all combinations that have the same buckets.</summary>
    public static Chart Percentiles(List<(Series Series, List<Point> Points)> read, string unit)
    {
        var lines = Parts.Select(part => new List<(DateTime, double?)>()).ToArray();
        var bounds = read.Select(r => r.Series.Bounds).FirstOrDefault(b => b is not null);

        if (bounds is null)
            return new Chart([], unit, 0, 0);

        // Programs are asked at moments of their own; a second holds one point of each.
        var growth = new SortedDictionary<long, (DateTime Time, long[] Counts)>();
        long total = 0;

        foreach (var (_, points) in read.Where(r => r.Series.Bounds is { } own && own.AsSpan().SequenceEqual(bounds)))
        {
            for (var i = 1; i < points.Count; i++)
            {
                var (before, after) = (points[i - 1].Counts!, points[i].Counts!);
                var second = points[i].Time.Ticks / TimeSpan.TicksPerSecond;
                var anew = after.Sum() < before.Sum();

                if (!growth.TryGetValue(second, out var slot))
                    growth[second] = slot = (points[i].Time, new long[bounds.Length + 1]);

                for (var bucket = 0; bucket < slot.Counts.Length; bucket++)
                {
                    var grown = Math.Max(0, anew ? after[bucket] : after[bucket] - before[bucket]);
                    slot.Counts[bucket] += grown;
                    total += grown;
                }
            }
        }

        foreach (var (time, counts) in growth.Values)
        {
            for (var part = 0; part < Parts.Length; part++)
                lines[part].Add((time, Buckets.Percentile(bounds, counts, Parts[part].Part)));
        }

        return new Chart([.. Parts.Select((part, i) => new ChartLine(part.Label, lines[i]))], unit, total, 0);
    }

    private static Chart Limit(List<(Series Series, List<Point> Points)> read, string unit, Func<List<Point>, List<(DateTime, double?)>> draw)
    {
        // The largest are the ones that are looked for.
        var shown = read.OrderByDescending(r => r.Points[^1].Value).Take(MetricStore.LinesMax);

        return new Chart(
            [.. shown.Select(r => new ChartLine(r.Series.Labels, draw(r.Points)))], unit, 0, Math.Max(0, read.Count - MetricStore.LinesMax));
    }
}
