using Npgsql;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.GameServer.Mesh;
using PlanetarySurvival.GameServer.Simulation;
using PlanetarySurvival.ServiceDefaults;

namespace PlanetarySurvival.GameServer.Storage;

/// <summary>
/// Loads and saves players beside the tick. Every request is answered, also when the database does not answer: the simulation decides
/// what to ask again.
/// </summary>
internal sealed partial class PlayerStore(
    ServerIdentity identity, NpgsqlDataSource database, MigrationGate migrations, MeshInbox mesh, ILogger<PlayerStore> logger)
    : BackgroundService
{
    private readonly PlayerTable _table = new(database, identity.Incarnation);
    private readonly BoundedQueue<LoadPlayer> _loads = new(StorageLimits.LoadsQueuedMax);
    private readonly BoundedQueue<SavePlayers> _saves = new(StorageLimits.SavesQueuedMax);
    private readonly AsyncSignal _loadAdded = new();
    private readonly AsyncSignal _saveAdded = new();
    // Bounded by the queues of requests.
    private readonly BoundedQueue<object> _results = new(int.MaxValue);
    private int _savesOpen;
    private long _lastWarning;
    private long _failures;

    /// <summary>Whether the last operation found the database; null before the first.</summary>
    public bool? Works { get; private set; }

    /// <summary>Answers that wait for the next tick.</summary>
    public int Answers => _results.Count;

    /// <summary>Asks for a player's record. Called by the tick thread.</summary>
    public void Request(LoadPlayer request)
    {
        if (_loads.TryEnqueue(request))
            _loadAdded.Set();
        else
            _results.EnqueueAlways(Failed(request));
    }

    /// <summary>Asks to write players. Called by the tick thread.</summary>
    public void Request(SavePlayers request)
    {
        Interlocked.Increment(ref _savesOpen);
        if (_saves.TryEnqueue(request))
            _saveAdded.Set();
        else
            Finish(Failed(request));
    }

    /// <summary>Gives the simulation the answers since the last tick. Called by the tick thread.</summary>
    public void DrainInto(Simulation.Simulation simulation)
    {
        while (_results.TryDequeue(out var result))
        {
            if (result is PlayerLoad load)
                simulation.PlayerLoaded(load);
            else
                simulation.PlayersSaved((SaveResult)result);
        }
    }

    /// <summary>Waits until nothing is left to save. False if that did not come in time.</summary>
    public async Task<bool> SavedAsync(CancellationToken cancellation)
    {
        while (Volatile.Read(ref _savesOpen) > 0 && !cancellation.IsCancellationRequested)
            await Task.Delay(10, CancellationToken.None);
        return Volatile.Read(ref _savesOpen) == 0;
    }

    /// <summary>Reads where a player was last; null if the database does not answer.</summary>
    public async Task<StoredPlace?> ReadPlaceAsync(PlayerId player, CancellationToken cancellation) =>
        migrations.IsOpen ? await TryAsync(token => _table.ReadAsync(player, token), cancellation) : null;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        ServeAsync(_loads, _loadAdded, StorageLimits.LoadsAtOnceMax, LoadAsync, stoppingToken),
        ServeAsync(_saves, _saveAdded, StorageLimits.SavesAtOnceMax, SaveAsync, stoppingToken));

    private static async Task ServeAsync<T>(
        BoundedQueue<T> queue, AsyncSignal added, int atOnceMax, Func<T, CancellationToken, Task> serve, CancellationToken cancellation)
    {
        await using var wakeAtEnd = cancellation.Register(added.Set);
        using var free = new SemaphoreSlim(atOnceMax);
        while (!cancellation.IsCancellationRequested)
        {
            while (queue.TryDequeue(out var request))
            {
                await free.WaitAsync(CancellationToken.None);
                _ = ServeOneAsync(request);
            }

            await added.WaitAsync();
        }

        for (var i = 0; i < atOnceMax; i++)
            await free.WaitAsync(CancellationToken.None);

        async Task ServeOneAsync(T request)
        {
            try
            {
                await serve(request, cancellation);
            }
            finally
            {
                free.Release();
            }
        }
    }

    private async Task LoadAsync(LoadPlayer request, CancellationToken cancellation)
    {
        var load = migrations.IsOpen ? await TryAsync(token => _table.ClaimAsync(request, IsAlive, token), cancellation) : null;
        _results.EnqueueAlways(load ?? Failed(request));
    }

    private async Task SaveAsync(SavePlayers request, CancellationToken cancellation)
    {
        var result = migrations.IsOpen ? await TryAsync(token => _table.SaveAsync(request, token), cancellation) : null;
        Finish(result ?? Failed(request));
    }

    private void Finish(SaveResult result)
    {
        _results.EnqueueAlways(result);
        Interlocked.Decrement(ref _savesOpen);
    }

    // Null if the database did not answer.
    private async Task<T?> TryAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation) where T : class
    {
        try
        {
            var answer = await ask(cancellation);
            Works = true;
            return answer;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
        {
            Works = false;
            Warn(exception);
            return null;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    // The database may be away for hours: one line now and then.
    private void Warn(Exception exception)
    {
        var failures = Interlocked.Increment(ref _failures);
        var last = Volatile.Read(ref _lastWarning);
        if (last != 0 && TimeProvider.System.GetElapsedTime(last) < StorageLimits.BetweenWarnings)
            return;

        if (Interlocked.CompareExchange(ref _lastWarning, TimeProvider.System.GetTimestamp(), last) == last)
            Log.DatabaseFailed(logger, failures, exception.Message);
    }

    private bool IsAlive(Guid incarnation) => mesh.Map.Servers.Any(server => server.Alive && server.Incarnation == incarnation);

    private static PlayerLoad Failed(LoadPlayer request) =>
        new(request.Connection, request.Player, request.Session, LoadOutcome.Failed, 0, null, default);

    private static SaveResult Failed(SavePlayers request) =>
        new(request.Region, request.Epoch, request.Number, SaveOutcome.Failed, []);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The database did not take a request (failure {Count} since the start): {Problem}")]
        public static partial void DatabaseFailed(ILogger logger, long count, string problem);
    }
}
