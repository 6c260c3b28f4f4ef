using PlanetarySurvival.Contracts.Players;
using StackExchange.Redis;

namespace PlanetarySurvival.Gateway.Tickets;

/// <summary>
/// Where players were seen last, as game servers wrote it to Redis: key <c>player:ID</c> (16 hex digits), value the server's name. It may be
/// stale, missing or nonsense, and only says whom to ask first.
/// </summary>
internal sealed class PlayerHints(Func<IConnectionMultiplexer> connect)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);
    private readonly Task<IConnectionMultiplexer> _redis = Task.Run(connect);

    /// <summary>The name of a server; null if there is no hint to be had soon.</summary>
    public async Task<string?> FindAsync(PlayerId player)
    {
        // The first connection may take seconds while Redis is down.
        if (!_redis.IsCompletedSuccessfully || _redis.Result is not { IsConnected: true } redis)
            return null;

        try
        {
            return await redis.GetDatabase().StringGetAsync($"player:{player}").WaitAsync(Patience);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return null; // RedisConnectionLog of the service defaults says when Redis goes and comes.
        }
    }
}
