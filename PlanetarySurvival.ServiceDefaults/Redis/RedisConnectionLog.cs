using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace PlanetarySurvival.ServiceDefaults;

/// <summary>Says once when Redis goes and once when it is back; the client's own log has dozens of lines for each attempt.</summary>
internal sealed partial class RedisConnectionLog
{
    private readonly string _name;
    private readonly ILogger _logger;
    private bool _isAway;

    private RedisConnectionLog(string name, ILogger logger, bool isAway) => (_name, _logger, _isAway) = (name, logger, isAway);

    public static void Follow(IConnectionMultiplexer redis, string name, ILogger logger)
    {
        var log = new RedisConnectionLog(name, logger, isAway: !redis.IsConnected);
        if (!redis.IsConnected)
            Log.Away(logger, name);

        redis.ConnectionFailed += (_, failure) => log.Observe(isAway: true, failure.ConnectionType);
        redis.ConnectionRestored += (_, failure) => log.Observe(isAway: false, failure.ConnectionType);
    }

    private void Observe(bool isAway, ConnectionType connection)
    {
        if (connection != ConnectionType.Interactive || Interlocked.Exchange(ref _isAway, isAway) == isAway)
            return;

        if (isAway)
            Log.Away(_logger, _name);
        else
            Log.Back(_logger, _name);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Redis ({Name}) does not answer; what it caches is done without until it is back.")]
        public static partial void Away(ILogger logger, string name);

        [LoggerMessage(LogLevel.Information, "Redis ({Name}) is back.")]
        public static partial void Back(ILogger logger, string name);
    }
}
