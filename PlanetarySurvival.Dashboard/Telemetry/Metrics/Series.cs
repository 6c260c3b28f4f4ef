namespace PlanetarySurvival.Dashboard.Telemetry.Metrics;

/// <summary>
/// The values of one combination of attributes over time: every second for five minutes, every ten seconds for an hour. Counters and histograms
/// are kept as they have grown since the start of their program; a program that starts again begins anew.
/// </summary>
internal sealed class Series(string labels, IReadOnlyList<KeyValuePair<string, string>> attributes, double[]? bounds)
{
    private readonly Ring _fine = new(TimeSpan.FromSeconds(1), 300);
    private readonly Ring _coarse = new(TimeSpan.FromSeconds(10), 360);
    private readonly long[]? _sumOfDeltas = bounds is null ? null : new long[bounds.Length + 1];
    private double _valueOfDeltas;

    public string Labels => labels;

    public IReadOnlyList<KeyValuePair<string, string>> Attributes => attributes;

    public double[]? Bounds => bounds;

    public void Add(DateTime time, double value, ReadOnlySpan<long> counts, bool isDelta)
    {
        if (isDelta)
        {
            value = _valueOfDeltas += value;

            for (var i = 0; i < counts.Length && _sumOfDeltas is not null; i++)
                _sumOfDeltas[i] += counts[i];

            if (_sumOfDeltas is not null)
                counts = _sumOfDeltas;
        }

        _fine.Add(time, value, counts);
        _coarse.Add(time, value, counts);
    }

    /// <summary>The points of a span of time, from the ring that reaches so far.</summary>
    public List<Point> Read(DateTime from, bool isLong) => (isLong ? _coarse : _fine).Read(from);

    /// <summary>Points at least an interval apart; the last one moves until then. Arrays of buckets are used again.</summary>
    private sealed class Ring(TimeSpan interval, int capacity)
    {
        private readonly List<Point> _points = [];
        private int _next;

        public void Add(DateTime time, double value, ReadOnlySpan<long> counts)
        {
            var last = _points.Count == 0 ? -1 : (_next + _points.Count - 1) % _points.Count;

            // Late ones are not sorted in: the newest counts.
            if (last >= 0 && time < _points[last].Time)
                return;

            // A point stands at the beginning of its interval and holds what was known at its end.
            if (last >= 0 && time - _points[last].Since < interval * 0.9)
            {
                _points[last] = Fill(_points[last], time, _points[last].Since, value, counts);
            }
            else if (_points.Count < capacity)
            {
                _points.Add(Fill(default, time, time, value, counts));
            }
            else
            {
                _points[_next] = Fill(_points[_next], time, time, value, counts);
                _next = (_next + 1) % capacity;
            }
        }

        public List<Point> Read(DateTime from)
        {
            var points = new List<Point>(_points.Count);

            for (var i = 0; i < _points.Count; i++)
            {
                var point = _points[(_next + i) % _points.Count];

                if (point.Time >= from)
                    points.Add(point with { Counts = point.Counts is null ? null : [.. point.Counts] });
            }

            return points;
        }

        private static Point Fill(Point old, DateTime time, DateTime since, double value, ReadOnlySpan<long> counts)
        {
            if (counts.IsEmpty)
                return new Point(time, since, value, null);

            var array = old.Counts?.Length == counts.Length ? old.Counts : new long[counts.Length];
            counts.CopyTo(array);
            return new Point(time, since, value, array);
        }
    }
}

/// <summary>A value at a time.</summary>
/// <param name="Time">When it was taken.</param>
/// <param name="Since">Where its interval began.</param>
/// <param name="Value">The value; of a histogram its sum.</param>
/// <param name="Counts">The buckets of a histogram.</param>
internal readonly record struct Point(DateTime Time, DateTime Since, double Value, long[]? Counts);
