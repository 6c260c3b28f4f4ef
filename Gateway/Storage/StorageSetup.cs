using PlanetarySurvival.ServiceDefaults;
using StackExchange.Redis;

namespace PlanetarySurvival.Gateway.Storage;

/// <summary>The database, which is the truth, and Redis, which is only a hint.</summary>
internal static class StorageSetup
{
    private const int RedisTimeoutMilliseconds = 250;

    public static void AddStorage(this WebApplicationBuilder builder)
    {
        builder.AddNpgsqlDataSource("world", configureDataSourceBuilder: TracedQueries.WithinTraces);
        builder.AddRedisClient("cache", configureOptions: redis =>
        {
            // A hint that is late is worth less than none: while Redis is down, commands fail at once.
            redis.BacklogPolicy = BacklogPolicy.FailFast;
            redis.AsyncTimeout = RedisTimeoutMilliseconds;
        });
        builder.AddMigrations(typeof(StorageSetup).Assembly);
        builder.Services.AddExceptionHandler<DatabaseAway>();
    }
}
