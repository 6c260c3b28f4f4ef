using System.Diagnostics;
using System.Security.Cryptography;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.GameServer.Mesh;
using PlanetarySurvival.GameServer.Simulation;
using PlanetarySurvival.GameServer.Transfers;

namespace PlanetarySurvival.GameServer.Telemetry;

/// <summary>
/// Makes one trace of each transfer, over both servers. The id of the trace follows from that of the transfer, so the servers agree on it
/// without a byte on the wire. The source's span <c>transfer</c> has the parts <c>prepare</c> (until the intent is safe) and <c>commit</c>
/// (until the answer); the target's span <c>arrive</c> lasts until the arrival is safe and the answer leaves.
/// </summary>
internal sealed partial class TransferTraces(ServerIdentity identity, TimeProvider time, ILogger<TransferTraces> logger) : BackgroundService
{
    /// <summary>The source of the spans.</summary>
    public const string SourceName = "PlanetarySurvival.GameServer.Transfers";

    /// <summary>Transfers that wait to be traced; those beyond have no trace, and are counted in a warning.</summary>
    internal const int QueuedMax = 1_000;

    private static readonly ActivitySource Source = new(SourceName);

    private readonly BoundedQueue<Entry> _queue = new(QueuedMax);
    private readonly AsyncSignal _signal = new();
    private long _lost;

    /// <summary>The id of the trace of a transfer.</summary>
    public static ActivityTraceId TraceId(TransferId id)
    {
        Span<byte> bytes = stackalloc byte[TransferId.Size];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var writer = new WireWriter(bytes);

        id.Write(ref writer);
        SHA256.HashData(bytes, hash);
        return ActivityTraceId.CreateFromBytes(hash[..16]);
    }

    /// <summary>Takes one that ended here. Called by the tick thread.</summary>
    public void Add(TransferEnded transfer) => Add(new Entry(transfer, null, time.GetUtcNow()));

    /// <summary>Takes one that was answered here. Called by the tick thread.</summary>
    public void Add(TransferTaken transfer) => Add(new Entry(null, transfer, time.GetUtcNow()));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var stop = stoppingToken.Register(_signal.Set);

        while (!stoppingToken.IsCancellationRequested)
        {
            await _signal.WaitAsync();

            while (_queue.TryDequeue(out var entry))
            {
                if (entry.Ended is { } ended)
                    Trace(ended, entry.At);
                else if (entry.Taken is { } taken)
                    Trace(taken, entry.At);
            }

            if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost)
                Log.NotTraced(logger, lost);
        }
    }

    private void Add(Entry entry)
    {
        if (_queue.TryEnqueue(entry))
            _signal.Set();
        else
            Interlocked.Increment(ref _lost);
    }

    private void Trace(TransferEnded transfer, DateTimeOffset end)
    {
        var committed = end - Time(transfer.Ticks);
        var began = committed - Time(transfer.IntentTicks);
        using var whole = Begin("transfer", ActivityKind.Internal, transfer.Id, began);

        using (var prepare = Source.StartActivity("prepare", ActivityKind.Internal, default(ActivityContext), startTime: began))
            prepare?.SetEndTime(committed.UtcDateTime);

        using (var commit = Source.StartActivity("commit", ActivityKind.Client, default(ActivityContext), startTime: committed))
        {
            commit?.SetTag("server.address", transfer.TargetServer);
            commit?.SetEndTime(end.UtcDateTime);
        }

        if (transfer.Arrived)
            Log.HandedOver(logger, transfer.Player.ToString(), transfer.Id.Source.ToString(), transfer.TargetRegion.ToString(), transfer.TargetServer);
        else
            Log.Refused(logger, transfer.Player.ToString(), transfer.TargetRegion.ToString(), transfer.TargetServer);

        End(whole, transfer.Player.ToString(), transfer.Id, transfer.TargetRegion.ToString(), identity.Name, transfer.TargetServer, transfer.Arrived, end);
    }

    private void Trace(TransferTaken transfer, DateTimeOffset end)
    {
        using var arrival = Begin("arrive", ActivityKind.Server, transfer.Id, end - Time(transfer.Ticks));

        if (transfer.Arrived)
            Log.TakenOver(logger, transfer.Player.ToString(), transfer.TargetRegion.ToString(), transfer.SourceServer);

        End(arrival, transfer.Player.ToString(), transfer.Id, transfer.TargetRegion.ToString(), transfer.SourceServer, identity.Name, transfer.Arrived, end);
    }

    private static Activity? Begin(string name, ActivityKind kind, TransferId id, DateTimeOffset at) => Source.StartActivity(
        name, kind, new ActivityContext(TraceId(id), default, ActivityTraceFlags.Recorded), startTime: at);

    private static void End(
        Activity? activity, string player, TransferId id, string targetRegion, string from, string to, bool arrived, DateTimeOffset at)
    {
        if (activity is null)
            return;

        activity.SetTag("transfer.id", id.ToString());
        activity.SetTag("transfer.player", player);
        activity.SetTag("transfer.source.region", id.Source.ToString());
        activity.SetTag("transfer.source.server", from);
        activity.SetTag("transfer.target.region", targetRegion);
        activity.SetTag("transfer.target.server", to);
        activity.SetStatus(arrived ? ActivityStatusCode.Ok : ActivityStatusCode.Error, arrived ? null : "The target refused it.");
        activity.SetEndTime(at.UtcDateTime);
    }

    private static TimeSpan Time(uint ticks) => TimeSpan.FromSeconds((double)ticks / ProtocolLimits.TickRate);

    private readonly record struct Entry(TransferEnded? Ended, TransferTaken? Taken, DateTimeOffset At);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Count} transfers have no trace: too many ended at once.")]
        public static partial void NotTraced(ILogger logger, long count);

        [LoggerMessage(LogLevel.Information, "{Player} went from {Source} to {Target} on {Server}.")]
        public static partial void HandedOver(ILogger logger, string player, string source, string target, string server);

        [LoggerMessage(LogLevel.Information, "{Player} was not let into {Target} on {Server}.")]
        public static partial void Refused(ILogger logger, string player, string target, string server);

        [LoggerMessage(LogLevel.Information, "{Player} came to {Target} from {Server}.")]
        public static partial void TakenOver(ILogger logger, string player, string target, string server);
    }
}
