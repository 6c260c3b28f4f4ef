namespace PlanetarySurvival.Dashboard.Telemetry.Metrics;

/// <summary>The values of all instruments of all programs over the last hour.</summary>
public sealed class MetricStore
{
    /// <summary>Lines of one chart.</summary>
    public const int LinesMax = 10;

    private static readonly TimeSpan FineReach = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<InstrumentName, Instrument> _instruments = [];
    private int _series;
    private long _lost;

    /// <summary>Values came in or were forgotten. Called from any thread.</summary>
    public event Action? Changed;

    /// <summary>Combinations of attributes that are kept.</summary>
    public int Series => Volatile.Read(ref _series);

    /// <summary>Values that were not kept, since there are too many combinations.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>All instruments, by program, meter and name.</summary>
    public IReadOnlyList<InstrumentDescription> Instruments
    {
        get
        {
            lock (_lock)
            {
                return [.. _instruments.Select(i => i.Value.Describe(i.Key))
                    .OrderBy(i => i.Name.Source, StringComparer.Ordinal).ThenBy(i => i.Name.Meter, StringComparer.Ordinal)
                    .ThenBy(i => i.Name.Name, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Takes a value in; false if there is no room for its combination of attributes.</summary>
    /// <param name="name">Of which instrument.</param>
    /// <param name="description">What it measures.</param>
    /// <param name="unit">Of its values.</param>
    /// <param name="kind">How it is shown.</param>
    /// <param name="attributes">Which combination.</param>
    /// <param name="time">When.</param>
    /// <param name="value">The value; of a histogram its sum.</param>
    /// <param name="bounds">Of a histogram: the upper bounds of all buckets but the last.</param>
    /// <param name="counts">Of a histogram: one more than bounds.</param>
    /// <param name="isDelta">Whether it is the growth since the last one.</param>
    public bool Add(
        InstrumentName name, string description, string unit, InstrumentKind kind, IReadOnlyList<KeyValuePair<string, string>> attributes,
        DateTime time, double value, double[]? bounds, ReadOnlySpan<long> counts, bool isDelta)
    {
        var labels = string.Join(", ", attributes.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}={a.Value}"));

        lock (_lock)
        {
            if (!_instruments.TryGetValue(name, out var instrument))
            {
                if (_series >= TelemetryLimits.SeriesMax)
                {
                    _lost++;
                    return false;
                }

                _instruments[name] = instrument = new Instrument();
            }

            instrument.Is(description, unit, kind);

            if (!instrument.Series.TryGetValue(labels, out var series) || !SameBounds(series.Bounds, bounds))
            {
                if (series is null)
                {
                    if (_series >= TelemetryLimits.SeriesMax || instrument.Series.Count >= TelemetryLimits.SeriesPerInstrumentMax)
                    {
                        _lost++;
                        return false;
                    }

                    _series++;
                }

                instrument.Series[labels] = series = new Series(labels, attributes, bounds);
            }

            series.Add(time, value, counts, isDelta);
            return true;
        }
    }

    /// <summary>Values came in: tells those who look.</summary>
    public void Tell() => Changed?.Invoke();

    /// <summary>The values of each attribute of an instrument.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Dimensions(InstrumentName name)
    {
        lock (_lock)
        {
            return _instruments.TryGetValue(name, out var instrument)
                ? instrument.Series.Values.SelectMany(s => s.Attributes).GroupBy(a => a.Key)
                    .ToDictionary(g => g.Key, IReadOnlyList<string> (g) => [.. g.Select(a => a.Value).Distinct().Order(StringComparer.Ordinal)])
                : new Dictionary<string, IReadOnlyList<string>>();
        }
    }

    /// <summary>What a chart of an instrument shows, or null if nobody knows it.</summary>
    /// <param name="name">Which.</param>
    /// <param name="end">The right edge.</param>
    /// <param name="window">How far back the left one lies.</param>
    /// <param name="wanted">The attributes that a combination must have.</param>
    public Chart? Read(InstrumentName name, DateTime end, TimeSpan window, IReadOnlyCollection<KeyValuePair<string, string>> wanted)
    {
        lock (_lock)
        {
            if (!_instruments.TryGetValue(name, out var instrument))
                return null;

            // One point before the edge: growth needs two.
            var isLong = window > FineReach;
            var from = end - window - TimeSpan.FromSeconds(isLong ? 15 : 2);
            var chosen = instrument.Series.Values.Where(s => wanted.All(w => s.Attributes.Contains(w))).ToList();
            var read = chosen.Select(s => (Series: s, Points: s.Read(from, isLong))).Where(s => s.Points.Count > 0).ToList();

            return instrument.Kind switch
            {
                InstrumentKind.Histogram => Charts.Percentiles(read, instrument.Unit),
                InstrumentKind.Counter => Charts.Growth(read, instrument.Unit),
                _ => Charts.Values(read, instrument.Unit),
            };
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _instruments.Clear();
            _series = 0;
        }

        Changed?.Invoke();
    }

    private static bool SameBounds(double[]? one, double[]? other) =>
        ReferenceEquals(one, other) || (one is not null && other is not null && one.AsSpan().SequenceEqual(other));

    private sealed class Instrument
    {
        private string _description = "";

        public string Unit { get; private set; } = "";

        public InstrumentKind Kind { get; private set; }

        public Dictionary<string, Series> Series { get; } = [];

        public void Is(string description, string unit, InstrumentKind kind) => (_description, Unit, Kind) = (description, unit, kind);

        public InstrumentDescription Describe(InstrumentName name) => new(name, _description, Unit, Kind, Series.Count);
    }
}
