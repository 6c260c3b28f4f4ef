using Npgsql;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.GameServer.Mesh;
using PlanetarySurvival.GameServer.Simulation;

namespace PlanetarySurvival.GameServer.Storage;

/// <summary>
/// Writes ended transfers to <c>authority_transfers</c>, for people. Nothing depends on it: what finds the queue full or the database
/// away is not written, and counted.
/// </summary>
internal sealed partial class TransferLog(ServerIdentity identity, NpgsqlDataSource database, TimeProvider time, ILogger<TransferLog> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly BoundedQueue<Entry> _queue = new(StorageLimits.TransfersQueuedMax);
    private long _lost;
    private bool _failing;

    /// <summary>Transfers that were not written.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Milliseconds from the commit to the answer.</summary>
    public static double Milliseconds(TransferEnded transfer) => transfer.Ticks * 1000.0 / ProtocolLimits.TickRate;

    /// <summary>Takes one. Called by the tick thread.</summary>
    public void Add(TransferEnded transfer)
    {
        if (!_queue.TryEnqueue(new Entry(transfer, time.GetUtcNow())))
            Interlocked.Increment(ref _lost);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await WriteAllAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The server stops: one last time.
            await WriteAllAsync(CancellationToken.None);
        }
    }

    private async Task WriteAllAsync(CancellationToken cancellation)
    {
        while (Take() is { Count: > 0 } entries)
        {
            try
            {
                await WriteAsync(entries, cancellation);
                _failing = false;
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
            {
                Interlocked.Add(ref _lost, entries.Count);
                if (!_failing)
                    Log.NotWritten(logger, entries.Count, exception.Message);
                _failing = true;
                return;
            }
        }
    }

    private List<Entry> Take()
    {
        var entries = new List<Entry>();
        while (entries.Count < StorageLimits.TransfersBatchMax && _queue.TryDequeue(out var entry))
            entries.Add(entry);
        return entries;
    }

    private async Task WriteAsync(List<Entry> entries, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var batch = new NpgsqlBatch(connection) { Timeout = (int)StorageLimits.Timeout.TotalSeconds };
        foreach (var entry in entries)
            batch.BatchCommands.Add(Insert(entry));
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private NpgsqlBatchCommand Insert(Entry entry) => new(
        """
        INSERT INTO authority_transfers
            (source, epoch, count, player, from_server, to_server, target, arrived, duration_ms, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (source, epoch, count) DO NOTHING
        """)
    {
        Parameters =
        {
            new NpgsqlParameter<long> { TypedValue = (long)entry.Transfer.Id.Source.Packed },
            new NpgsqlParameter<long> { TypedValue = (long)entry.Transfer.Id.Epoch },
            new NpgsqlParameter<long> { TypedValue = entry.Transfer.Id.Count },
            new NpgsqlParameter<long> { TypedValue = (long)entry.Transfer.Player.Value },
            new NpgsqlParameter<string> { TypedValue = identity.Name },
            new NpgsqlParameter<string> { TypedValue = entry.Transfer.TargetServer },
            new NpgsqlParameter<long> { TypedValue = (long)entry.Transfer.TargetRegion.Packed },
            new NpgsqlParameter<bool> { TypedValue = entry.Transfer.Arrived },
            new NpgsqlParameter<double> { TypedValue = Milliseconds(entry.Transfer) },
            new NpgsqlParameter<DateTimeOffset> { TypedValue = entry.At },
        },
    };

    private readonly record struct Entry(TransferEnded Transfer, DateTimeOffset At);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Count} ended transfers were not written to the log in the database: {Problem}")]
        public static partial void NotWritten(ILogger logger, int count, string problem);
    }
}
