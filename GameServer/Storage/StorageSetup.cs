using Microsoft.Extensions.Diagnostics.HealthChecks;
using PlanetarySurvival.ServiceDefaults;

namespace PlanetarySurvival.GameServer.Storage;

/// <summary>Adds the database and the cache.</summary>
internal static class StorageSetup
{
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(2);

    public static WebApplicationBuilder AddStorage(this WebApplicationBuilder builder)
    {
        // Our own check instead: without the database a server is degraded, not unready.
        builder.AddNpgsqlDataSource("world", settings => settings.DisableHealthChecks = true, TracedQueries.WithinTraces);
        builder.AddRedisClient("cache");
        builder.AddMigrations(typeof(StorageSetup).Assembly);

        builder.Services.AddSingleton<PlayerStore>();
        builder.Services.AddHostedService(services => services.GetRequiredService<PlayerStore>());
        builder.Services.AddSingleton<TransferLog>();
        builder.Services.AddHostedService(services => services.GetRequiredService<TransferLog>());
        builder.Services.AddHostedService<PresenceCache>();
        builder.Services.AddHealthChecks().AddCheck<DatabaseReadiness>("database", HealthStatus.Degraded, tags: [], timeout: CheckTimeout);
        return builder;
    }
}
