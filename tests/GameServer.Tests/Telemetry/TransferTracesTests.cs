using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.GameServer.Simulation;
using PlanetarySurvival.GameServer.Telemetry;
using PlanetarySurvival.GameServer.Transfers;
using PlanetarySurvival.Testing;

namespace PlanetarySurvival.GameServer.Tests.Telemetry;

public sealed class TransferTracesTests
{
    private static readonly RegionId From = new(0, 0, 3, 0);
    private static readonly RegionId To = new(0, -1, 3, 0);

    [Fact]
    public async Task A_transfer_is_one_trace_over_both_servers()
    {
        var id = new TransferId(From, 3, 9);
        var trace = TransferTraces.TraceId(id);
        var spans = new ConcurrentQueue<Activity>();
        using var listener = Listen(trace, spans);
        await using var source = await TestServer.StartAsync(ticks: false);
        await using var target = await TestServer.StartAsync(ticks: false);

        source.Get<TransferTraces>().Add(new TransferEnded(id, new PlayerId(7), To, "target", Arrived: true, IntentTicks: 9, Ticks: 18));
        target.Get<TransferTraces>().Add(new TransferTaken(id, new PlayerId(7), To, "source", Arrived: true, Ticks: 9));

        await Wait.UntilAsync(() => spans.Count == 4, "four spans");
        var whole = spans.Single(span => span.OperationName == "transfer");
        var prepare = spans.Single(span => span.OperationName == "prepare");
        var commit = spans.Single(span => span.OperationName == "commit");
        var arrive = spans.Single(span => span.OperationName == "arrive");
        Assert.All([prepare, commit], part => Assert.Equal(whole.SpanId, part.ParentSpanId));
        Assert.Equal([default, default], [whole.ParentSpanId, arrive.ParentSpanId]);
        Assert.Equal([300, 100, 200, 100], new[] { whole, prepare, commit, arrive }.Select(span => Math.Round(span.Duration.TotalMilliseconds)));
        Assert.Equal(prepare.StartTimeUtc + prepare.Duration, commit.StartTimeUtc);
        Assert.All([whole, arrive], span => Assert.Equal(new PlayerId(7).ToString(), span.GetTagItem("transfer.player")));
        Assert.Equal(ActivityStatusCode.Ok, whole.Status);
    }

    [Fact]
    public async Task The_log_of_a_transfer_belongs_to_its_span()
    {
        var id = new TransferId(From, 4, 1);
        var (spans, seen) = (new ConcurrentQueue<Activity>(), new ConcurrentQueue<(string Text, ActivityTraceId Trace)>());
        using var listener = Listen(TransferTraces.TraceId(id), spans);
        using var logger = LoggerFactory.Create(logging => logging.AddProvider(new ActivityLogs(seen)));
        await using var server = await TestServer.StartAsync(ticks: false);
        using var traces = new TransferTraces(
            server.Get<PlanetarySurvival.GameServer.Mesh.ServerIdentity>(), TimeProvider.System, logger.CreateLogger<TransferTraces>());
        await traces.StartAsync(TestContext.Current.CancellationToken);

        traces.Add(new TransferEnded(id, new PlayerId(7), To, "target", Arrived: false, IntentTicks: 1, Ticks: 1));

        await Wait.UntilAsync(() => spans.Count == 3, "the spans");
        var (text, trace) = Assert.Single(seen);
        Assert.Contains("not let into", text, StringComparison.Ordinal);
        Assert.Equal(TransferTraces.TraceId(id), trace);
        Assert.Equal(ActivityStatusCode.Error, spans.Single(span => span.OperationName == "transfer").Status);
        await traces.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Transfers_that_the_queue_has_no_room_for_are_told_of()
    {
        var seen = new ConcurrentQueue<(string Text, ActivityTraceId Trace)>();
        using var logger = LoggerFactory.Create(logging => logging.AddProvider(new ActivityLogs(seen)));
        await using var server = await TestServer.StartAsync(ticks: false);
        using var traces = new TransferTraces(
            server.Get<PlanetarySurvival.GameServer.Mesh.ServerIdentity>(), TimeProvider.System, logger.CreateLogger<TransferTraces>());

        for (uint number = 1; number <= TransferTraces.QueuedMax + 5; number++)
            traces.Add(new TransferTaken(new TransferId(From, 5, number), new PlayerId(7), To, "source", Arrived: false, Ticks: 1));
        await traces.StartAsync(TestContext.Current.CancellationToken);

        await Wait.UntilAsync(() => seen.Any(line => line.Text.StartsWith("5 transfers have no trace", StringComparison.Ordinal)), "the warning");
        await traces.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Two_transfers_have_two_traces() => Assert.Equal(3, new HashSet<ActivityTraceId>
    {
        TransferTraces.TraceId(new TransferId(From, 1, 1)),
        TransferTraces.TraceId(new TransferId(From, 1, 2)),
        TransferTraces.TraceId(new TransferId(To, 1, 1)),
    }.Count);

    private static ActivityListener Listen(ActivityTraceId trace, ConcurrentQueue<Activity> spans)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TransferTraces.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId == trace)
                    spans.Enqueue(span);
            },
        };

        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private sealed class ActivityLogs(ConcurrentQueue<(string Text, ActivityTraceId Trace)> seen) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            seen.Enqueue((formatter(state, exception), Activity.Current?.TraceId ?? default));

        public void Dispose()
        {
        }
    }
}
