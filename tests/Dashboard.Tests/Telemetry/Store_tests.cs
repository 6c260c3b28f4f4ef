using Microsoft.Extensions.Logging;
using PlanetarySurvival.Dashboard.Telemetry;
using PlanetarySurvival.Dashboard.Telemetry.Logs;
using PlanetarySurvival.Dashboard.Telemetry.Metrics;
using PlanetarySurvival.Dashboard.Telemetry.Traces;

namespace PlanetarySurvival.Dashboard.Tests.Telemetry;

/// <summary>What is kept has bounds, whatever comes.</summary>
public sealed class Store_tests
{
    private static readonly TelemetrySource Source = new("program", "1", []);
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly double[] Bounds = [1, 2, 4, 8];

    [Fact]
    public void The_newest_logs_stay()
    {
        var store = new LogStore();

        for (var i = 0; i < 30; i++)
            store.Add(Enumerable.Range(0, 1_000).Select(j => Log($"line {i * 1_000 + j}")));

        var kept = store.Read(new LogFilter(), int.MaxValue);
        Assert.Equal(10_000, kept.Count);
        Assert.Equal(("line 29999", "line 20000"), (kept[0].Message, kept[^1].Message));
        Assert.Equal(30_000, store.Count);
    }

    [Fact]
    public void Logs_are_found_by_what_they_say()
    {
        var store = new LogStore();
        store.Add(
            [Log("one"), Log("two") with { Level = LogLevel.Error, TraceId = "t", SpanId = "s" }, Log("three") with { Attributes = [new("Player", "17")] }]);

        Assert.Equal(["two"], Messages(new LogFilter(LevelMin: LogLevel.Warning)));
        Assert.Equal(["two"], Messages(new LogFilter(Text: "TW")));
        Assert.Equal(["three"], Messages(new LogFilter(Field: "player", Value: "1")));
        Assert.Equal(["two"], Messages(new LogFilter(TraceId: "t", SpanId: "s")));
        Assert.Empty(Messages(new LogFilter(Source: "other")));

        store.Clear("other");
        Assert.Equal(3, store.Read(new LogFilter(), 10).Count);
        store.Clear("program");
        Assert.Empty(store.Read(new LogFilter(), 10));

        IEnumerable<string> Messages(LogFilter filter) => store.Read(filter, 10).Select(entry => entry.Message);
    }

    [Fact]
    public void The_oldest_traces_go_first_and_a_trace_has_an_end()
    {
        var store = new TraceStore();

        for (var i = 0; i < 12_000; i++)
            store.Add([Span($"trace-{i}", "root", null)]);

        Assert.Null(store.Find("trace-0"));
        Assert.NotNull(store.Find("trace-11999"));
        Assert.Equal(10_000, store.Spans);

        var lost = store.Add(Enumerable.Range(0, 6_000).Select(i => Span("long", $"{i}", null)));

        Assert.Equal((1_000, 1_000L), (lost, store.Lost));
        Assert.Equal(5_000, store.Find("long")!.Spans.Count);

        for (var i = 0; i < 40; i++)
            store.Add(Enumerable.Range(0, 5_000).Select(j => Span($"wide-{i}", $"{j}", null)));

        Assert.InRange(store.Spans, 1, 100_000);
        Assert.NotNull(store.Find("wide-39"));
    }

    [Fact]
    public void A_span_that_comes_twice_is_one()
    {
        var store = new TraceStore();
        store.Add([Span("t", "a", null), Span("t", "a", null), Span("t", "b", "a")]);

        Assert.Equal(2, store.Find("t")!.Spans.Count);
        Assert.Equal(2, store.Spans);
    }

    [Fact]
    public void Combinations_of_attributes_have_a_bound_and_the_rest_is_counted()
    {
        var store = new MetricStore();

        for (var instrument = 0; instrument < 50; instrument++)
        {
            for (var player = 0; player < 300; player++)
                Add(store, $"instrument-{instrument}", InstrumentKind.Gauge, Start, 1, player: player);
        }

        Assert.Equal(5_000, store.Series);
        Assert.Equal(50 * 300 - 5_000, store.Lost);
        Assert.Equal(200, store.Instruments[0].Series);
    }

    [Fact]
    public void A_counter_is_shown_as_its_growth_and_survives_a_restart_of_its_program()
    {
        var store = new MetricStore();

        foreach (var (second, value) in ((int, double)[])[(0, 100), (1, 110), (2, 130), (3, 5), (4, 15)])
            Add(store, "things", InstrumentKind.Counter, Start.AddSeconds(second), value);

        var chart = store.Read(new InstrumentName("program", "meter", "things"), Start.AddSeconds(4), TimeSpan.FromMinutes(1), [])!;
        Assert.Equal([10, 20, 5, 10], chart.Lines.Single().Points.Select(point => point.Value!.Value));
        Assert.Equal("/s", chart.Unit);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Percentiles_are_those_of_each_interval_by_whichever_way_they_are_sent(bool isDelta)
    {
        var store = new MetricStore();
        long[][] each = [[0, 0, 0, 0, 0], [100, 0, 0, 0, 0], [0, 0, 0, 100, 0], [0, 0, 0, 0, 0]];
        var total = new long[5];

        for (var second = 0; second < each.Length; second++)
        {
            for (var i = 0; i < total.Length; i++)
                total[i] += each[second][i];

            AddSpread(store, Start.AddSeconds(second), isDelta ? each[second] : total, isDelta);
        }

        var chart = store.Read(new InstrumentName("program", "meter", "spread"), Start.AddSeconds(3), TimeSpan.FromMinutes(1), [])!;
        Assert.Equal([0.5, 6, null], chart.Lines.Single(line => line.Label == "P50").Points.Select(point => point.Value));
        Assert.Equal(200, chart.Count);
    }

    [Fact]
    public void A_chart_shows_the_combination_that_is_wanted()
    {
        var store = new MetricStore();
        for (var second = 0; second < 3; second++)
        {
            for (var player = 0; player < 20; player++)
                Add(store, "value", InstrumentKind.Gauge, Start.AddSeconds(second), player, player: player);
        }

        var name = new InstrumentName("program", "meter", "value");
        var all = store.Read(name, Start.AddSeconds(3), TimeSpan.FromMinutes(1), [])!;
        var one = store.Read(name, Start.AddSeconds(3), TimeSpan.FromMinutes(1), [new("player", "7")])!;

        Assert.Equal((MetricStore.LinesMax, 20 - MetricStore.LinesMax, "player=19"), (all.Lines.Count, all.LinesLeftOut, all.Lines[0].Label));
        Assert.Equal(7, one.Lines.Single().Points[0].Value);
        Assert.Equal(20, store.Dimensions(name)["player"].Count);
        Assert.Null(store.Read(name with { Name = "other" }, Start, TimeSpan.FromMinutes(1), []));
    }

    private static LogEntry Log(string message) => new(0, Start, Source, LogLevel.Information, "Category", message, [], null, null);

    private static SpanEntry Span(string trace, string id, string? parent) =>
        new(trace, id, parent, id, SpanKind.Internal, Start, Start.AddMilliseconds(1), false, "", Source, "", [], [], []);

    internal static void Add(MetricStore store, string name, InstrumentKind kind, DateTime time, double value, int? player = null) => store.Add(
        new InstrumentName("program", "meter", name), "", "", kind, player is { } id ? [new("player", $"{id}")] : [], time, value, null, [], isDelta: false);

    internal static void AddSpread(MetricStore store, DateTime time, long[] counts, bool isDelta = false) => store.Add(
        new InstrumentName("program", "meter", "spread"), "", "ms", InstrumentKind.Histogram, [], time, 0, Bounds, counts, isDelta);
}
