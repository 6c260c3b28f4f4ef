using System.Collections.Concurrent;
using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Microsoft.Extensions.Logging;
using PlanetarySurvival.Dashboard.Telemetry.Logs;
using PlanetarySurvival.Dashboard.Telemetry.Metrics;
using PlanetarySurvival.Dashboard.Telemetry.Traces;
using PlanetarySurvival.Dashboard.Telemetry.Wire;

namespace PlanetarySurvival.Dashboard.Telemetry.Receiving;

/// <summary>
/// Turns what programs send into what is kept. Nothing in it is trusted: numbers are bounded, texts are cut, and what makes no sense is left out.
/// </summary>
internal sealed class Intake(LogStore logs, TraceStore traces, MetricStore metrics, TimeProvider time)
{
    private const int TraceIdBytes = 16;
    private const int SpanIdBytes = 8;
    private const int TemporalityDelta = 1;
    private const int StatusError = 2;
    private const int DepthMax = 4;
    private const string InstanceKey = "service.instance.id";

    // Loggers put the ids of the span among the fields too, where they are said already.
    private static readonly HashSet<string> SaidAlready = ["TraceId", "SpanId", "ParentId", "TraceFlags"];

    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Name, string Instance), TelemetrySource> _sources = [];

    /// <summary>Takes logs in, and says how many were left out.</summary>
    public long Add(ExportLogsServiceRequest request)
    {
        foreach (var resource in request.ResourceLogs)
        {
            var source = Source(resource.Resource);
            logs.Add(resource.ScopeLogs.SelectMany(scope => scope.LogRecords.Select(record => Entry(record, source, Name(scope.Scope?.Name)))));
        }

        return 0;
    }

    /// <summary>Takes spans in, and says how many were left out.</summary>
    public long Add(ExportTraceServiceRequest request)
    {
        long lost = 0;

        foreach (var resource in request.ResourceSpans)
        {
            var source = Source(resource.Resource);

            foreach (var scope in resource.ScopeSpans)
            {
                var valid = scope.Spans.Where(span => span.TraceId.Length == TraceIdBytes && span.SpanId.Length == SpanIdBytes).ToList();

                lost += scope.Spans.Count - valid.Count;
                lost += traces.Add(valid.Select(span => Entry(span, source, Name(scope.Scope?.Name))));
            }
        }

        return lost;
    }

    /// <summary>Takes values in, and says how many were left out.</summary>
    public long Add(ExportMetricsServiceRequest request)
    {
        long lost = 0;

        foreach (var resource in request.ResourceMetrics)
        {
            var source = Source(resource.Resource);

            foreach (var scope in resource.ScopeMetrics)
            {
                foreach (var metric in scope.Metrics)
                    lost += Add(metric, new InstrumentName(source.Name, Cut(scope.Scope?.Name), Cut(metric.Name)));
            }
        }

        metrics.Tell();
        return lost;
    }

    private int Add(Metric metric, InstrumentName name)
    {
        var lost = 0;

        switch (metric.DataCase)
        {
            case Metric.DataOneofCase.Gauge:
                foreach (var point in metric.Gauge.DataPoints)
                    Number(point, InstrumentKind.Gauge, isDelta: false);
                break;

            case Metric.DataOneofCase.Sum:
                var kind = metric.Sum.IsMonotonic ? InstrumentKind.Counter : InstrumentKind.Gauge;
                foreach (var point in metric.Sum.DataPoints)
                    Number(point, kind, metric.Sum.AggregationTemporality == TemporalityDelta);
                break;

            case Metric.DataOneofCase.Histogram:
                foreach (var point in metric.Histogram.DataPoints)
                {
                    if (IsSane(point))
                        Spread(point.Attributes, point.TimeUnixNano, point.Sum, [.. point.ExplicitBounds], [.. point.BucketCounts.Select(c => (long)c)],
                            metric.Histogram.AggregationTemporality);
                    else
                        lost++;
                }
                break;

            case Metric.DataOneofCase.ExponentialHistogram:
                foreach (var point in metric.ExponentialHistogram.DataPoints)
                {
                    if (point.Scale is < -10 or > 20 || point.Positive?.BucketCounts.Count > TelemetryLimits.BucketsMax)
                    {
                        lost++;
                        continue;
                    }

                    var counts = new long[Buckets.Grid.Length + 1];
                    Buckets.AddExponential(
                        point.Scale, point.Positive?.Offset ?? 0, (IReadOnlyList<ulong>?)point.Positive?.BucketCounts ?? [], (long)point.ZeroCount, counts);
                    Spread(point.Attributes, point.TimeUnixNano, point.Sum, Buckets.Grid, counts, metric.ExponentialHistogram.AggregationTemporality);
                }
                break;
        }

        return lost;

        void Number(NumberPoint point, InstrumentKind kind, bool isDelta)
        {
            var value = point.ValueCase == NumberPoint.ValueOneofCase.AsInt ? point.AsInt : point.AsDouble;

            if (!double.IsFinite(value) || !metrics.Add(
                    name, Cut(metric.Description), Cut(metric.Unit), kind, Attributes(point.Attributes), Time(point.TimeUnixNano), value, null, [], isDelta))
                lost++;
        }

        void Spread(RepeatedField<KeyValue> attributes, ulong at, double sum, double[] bounds, long[] counts, int temporality)
        {
            if (!metrics.Add(
                    name, Cut(metric.Description), Cut(metric.Unit), InstrumentKind.Histogram, Attributes(attributes), Time(at),
                    double.IsFinite(sum) ? sum : 0, bounds, counts, temporality == TemporalityDelta))
                lost++;
        }
    }

    private static bool IsSane(HistogramPoint point)
    {
        if (point.ExplicitBounds.Count is 0 or > TelemetryLimits.BucketsMax || point.BucketCounts.Count != point.ExplicitBounds.Count + 1)
            return false;

        for (var i = 0; i < point.ExplicitBounds.Count; i++)
        {
            if (!double.IsFinite(point.ExplicitBounds[i]) || (i > 0 && point.ExplicitBounds[i] <= point.ExplicitBounds[i - 1]))
                return false;
        }

        return point.BucketCounts.All(count => count <= long.MaxValue / TelemetryLimits.BucketsMax);
    }

    private LogEntry Entry(LogRecord record, TelemetrySource source, string category) => new(
        0,
        Time(record.TimeUnixNano != 0 ? record.TimeUnixNano : record.ObservedTimeUnixNano),
        source,
        Level(record.SeverityNumber),
        category,
        Text(record.Body, 0),
        [.. Attributes(record.Attributes).Where(a => !SaidAlready.Contains(a.Key))],
        record.TraceId.Length == TraceIdBytes ? Hex(record.TraceId) : null,
        record.SpanId.Length == SpanIdBytes ? Hex(record.SpanId) : null);

    private SpanEntry Entry(Span span, TelemetrySource source, string scope) => new(
        Hex(span.TraceId),
        Hex(span.SpanId),
        span.ParentSpanId.Length == SpanIdBytes ? Hex(span.ParentSpanId) : null,
        Name(span.Name),
        span.Kind is >= 0 and <= (int)SpanKind.Consumer ? (SpanKind)span.Kind : SpanKind.Unspecified,
        Time(span.StartTimeUnixNano),
        Time(span.EndTimeUnixNano),
        span.Status?.Code == StatusError,
        CutValue(span.Status?.Message),
        source,
        scope,
        Attributes(span.Attributes),
        [.. span.Events.Take(TelemetryLimits.EventsMax).Select(e => new SpanEvent(Time(e.TimeUnixNano), Name(e.Name), Attributes(e.Attributes)))],
        [.. span.Links.Take(TelemetryLimits.EventsMax).Where(l => l.TraceId.Length == TraceIdBytes && l.SpanId.Length == SpanIdBytes)
            .Select(l => new SpanLink(Hex(l.TraceId), Hex(l.SpanId)))]);

    private TelemetrySource Source(Resource? resource)
    {
        var attributes = resource is null ? [] : Attributes(resource.Attributes);
        var name = attributes.FirstOrDefault(a => a.Key == "service.name").Value is { Length: > 0 } named ? Cut(named) : "unknown";
        var key = (name, Cut(attributes.FirstOrDefault(a => a.Key == InstanceKey).Value));

        lock (_lock)
        {
            if (_sources.TryGetValue(key, out var known))
                return known;

            // Programs that start again and again leave an instance each; entries keep the one that they came from.
            if (_sources.Count >= TelemetryLimits.ResourcesMax)
                _sources.Clear();

            return _sources[key] = new TelemetrySource(name, key.Item2, attributes);
        }
    }

    private KeyValuePair<string, string>[] Attributes(RepeatedField<KeyValue> attributes) =>
        [.. attributes.Take(TelemetryLimits.AttributesMax).Select(a => KeyValuePair.Create(Name(a.Key), Text(a.Value, 0)))];

    /// <summary>The same names come again and again: one text of each is kept.</summary>
    private string Name(string? name)
    {
        var cut = Cut(name);

        return _names.TryGetValue(cut, out var known) ? known
            : _names.Count < TelemetryLimits.NamesMax ? _names.GetOrAdd(cut, cut) : cut;
    }

    private static string Text(AnyValue? value, int depth) => value?.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => CutValue(value.StringValue),
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        AnyValue.ValueOneofCase.IntValue => value.IntValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.BytesValue => CutValue(Convert.ToHexStringLower(value.BytesValue.Span[..Math.Min(value.BytesValue.Length, 128)])),
        AnyValue.ValueOneofCase.ArrayValue when depth < DepthMax =>
            CutValue($"[{string.Join(", ", value.ArrayValue.Values.Take(TelemetryLimits.AttributesMax).Select(v => Text(v, depth + 1)))}]"),
        AnyValue.ValueOneofCase.KvlistValue when depth < DepthMax => CutValue(
            $"{{{string.Join(", ", value.KvlistValue.Values.Take(TelemetryLimits.AttributesMax).Select(v => $"{Cut(v.Key)}: {Text(v.Value, depth + 1)}"))}}}"),
        _ => "",
    };

    private static LogLevel Level(int severity) => severity switch
    {
        >= 21 => LogLevel.Critical,
        >= 17 => LogLevel.Error,
        >= 13 => LogLevel.Warning,
        >= 9 => LogLevel.Information,
        >= 5 => LogLevel.Debug,
        >= 1 => LogLevel.Trace,
        _ => LogLevel.Information,
    };

    /// <summary>A time that no clock shows is taken as now.</summary>
    private DateTime Time(ulong unixNanoseconds)
    {
        var ticks = unixNanoseconds / 100;
        var now = time.GetUtcNow().UtcDateTime;
        var max = (ulong)(now.AddDays(1) - DateTime.UnixEpoch).Ticks;

        return ticks == 0 || ticks > max ? now : DateTime.UnixEpoch.AddTicks((long)ticks);
    }

    private static string Hex(ByteString bytes) => Convert.ToHexStringLower(bytes.Span);

    private static string Cut(string? text) => Cut(text, TelemetryLimits.NameLengthMax);

    private static string CutValue(string? text) => Cut(text, TelemetryLimits.ValueLengthMax);

    private static string Cut(string? text, int max) => text is null ? "" : text.Length <= max ? text : string.Concat(text.AsSpan(0, max), "…");
}
