using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.GameServer.Mesh;
using StackExchange.Redis;

namespace PlanetarySurvival.GameServer.Storage;

/// <summary>
/// Keeps <c>player:ID</c> = name of this server in Redis for every player here, so that the Gateway asks the right server first. A hint
/// only: entries die by themselves after a minute, and nothing is lost without Redis.
/// </summary>
internal sealed class PresenceCache(ServerIdentity identity, Simulation.Simulation simulation, IConnectionMultiplexer redis) : BackgroundService
{
    /// <summary>An entry that is not renewed is gone after this time.</summary>
    public static readonly TimeSpan Expiry = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(20);

    // The players that Redis knows to be here, and when that was last written.
    private readonly Dictionary<PlayerId, long> _written = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Update(simulation.Status.Present);
        }
        catch (OperationCanceledException)
        {
            Update(new Dictionary<PlayerId, Simulation.PlayerPresence>());
        }
    }

    private void Update(IReadOnlyDictionary<PlayerId, Simulation.PlayerPresence> present)
    {
        // Commands would wait in the client for the time of an outage, to no end.
        if (!redis.IsConnected)
        {
            _written.Clear();
            return;
        }

        var database = redis.GetDatabase();
        foreach (var player in present.Keys)
        {
            if (_written.TryGetValue(player, out var at) && TimeProvider.System.GetElapsedTime(at) < Renewal)
                continue;

            database.StringSet(Key(player), identity.Name, Expiry, flags: CommandFlags.FireAndForget);
            _written[player] = TimeProvider.System.GetTimestamp();
        }

        foreach (var player in _written.Keys.Where(player => !present.ContainsKey(player)).ToArray())
        {
            // Deletes the entry only while it names this server ("the lock is ours"): the next server may have written already.
            database.LockRelease(Key(player), identity.Name, CommandFlags.FireAndForget);
            _written.Remove(player);
        }
    }

    private static RedisKey Key(PlayerId player) => $"player:{player}";
}
