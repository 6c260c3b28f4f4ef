using PlanetarySurvival.Dashboard.Telemetry;
using PlanetarySurvival.Dashboard.Telemetry.Traces;

namespace PlanetarySurvival.Dashboard.Tests.Telemetry;

public sealed class Trace_tests
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_waterfall_has_each_span_after_its_parent_and_brothers_by_their_beginning() => Assert.Equal(
        ["a0", "b1", "d2", "c1"],
        Rows(Span("c", "a", 5), Span("d", "b", 3), Span("b", "a", 1), Span("a", null, 0)));

    [Fact]
    public void A_span_whose_parent_never_came_stands_at_the_top() => Assert.Equal(["b0", "c1"], Rows(Span("b", "missing", 0), Span("c", "b", 1)));

    [Fact]
    public void Spans_that_are_their_own_ancestors_are_shown_once() =>
        Assert.Equal(["a", "b", "c"], Rows(Span("a", "b", 0), Span("b", "a", 1), Span("c", "c", 2)).Select(row => row[..1]).Order());

    [Fact]
    public void A_trace_as_deep_as_it_may_be_is_drawn()
    {
        SpanEntry[] spans = [.. Enumerable.Range(0, 5_000).Select(i => Span($"{i}", i == 0 ? null : $"{i - 1}", i))];

        Assert.Equal(4_999, new Trace("t", spans).Waterfall()[^1].Depth);
    }

    [Fact]
    public void The_root_is_the_span_without_a_parent_that_has_children()
    {
        // The clocks of two servers differ: what was caused may seem to come first.
        var trace = new Trace("t", [Span("arrive", null, 0), Span("transfer", null, 1), Span("prepare", "transfer", 1)]);

        Assert.Equal("transfer", trace.Root.Name);
        Assert.Equal(Start, trace.Start);
    }

    [Fact]
    public void A_span_that_ends_before_it_begins_took_no_time()
    {
        var span = Span("a", null, 5) with { End = Start };

        Assert.Equal(TimeSpan.Zero, span.Duration);
        Assert.Equal(TimeSpan.Zero, new Trace("t", [span]).Duration);
    }

    private static IEnumerable<string> Rows(params SpanEntry[] spans) => new Trace("t", spans).Waterfall().Select(row => $"{row.Span.SpanId}{row.Depth}");

    private static SpanEntry Span(string id, string? parent, int start) => new(
        "t", id, parent, id, SpanKind.Internal, Start.AddMilliseconds(start), Start.AddMilliseconds(start + 1), false, "",
        new TelemetrySource("program", "1", []), "", [], [], []);
}
