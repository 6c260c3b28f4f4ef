using Aspire.StackExchange.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using PlanetarySurvival.ServiceDefaults;
using StackExchange.Redis;

namespace Microsoft.Extensions.Hosting;

/// <summary>Stands in for the package Aspire.StackExchange.Redis: the same calls, settings and configuration keys.</summary>
public static class AspireRedisExtensions
{
    private const string DefaultSection = "Aspire:StackExchange:Redis";
    private static readonly TimeSpan HealthTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Registers an <see cref="IConnectionMultiplexer"/> for <c>ConnectionStrings:NAME</c>. It exists while Redis is down too, fails its commands
    /// then, and reconnects by itself.
    /// </summary>
    public static void AddRedisClient(
        this IHostApplicationBuilder builder, string connectionName, Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null) =>
        Add(builder, connectionName, key: null, configureSettings, configureOptions);

    /// <summary>The same under a key, for a program with several caches.</summary>
    public static void AddKeyedRedisClient(
        this IHostApplicationBuilder builder, string name, Action<StackExchangeRedisSettings>? configureSettings = null,
        Action<ConfigurationOptions>? configureOptions = null) =>
        Add(builder, name, key: name, configureSettings, configureOptions);

    private static void Add(
        IHostApplicationBuilder builder, string connectionName, string? key, Action<StackExchangeRedisSettings>? configureSettings,
        Action<ConfigurationOptions>? configureOptions)
    {
        var settings = Read(builder.Configuration, connectionName);
        configureSettings?.Invoke(settings);
        var connectionString = settings.ConnectionString;

        if (key is null)
            builder.Services.AddSingleton<IConnectionMultiplexer>(Connect);
        else
            builder.Services.AddKeyedSingleton<IConnectionMultiplexer>(key, (services, _) => Connect(services));

        if (!settings.DisableTracing)
        {
            builder.Services.TryAddSingleton<RedisTracing>();
            builder.Services.TryAddEnumerable(
                ServiceDescriptor.Singleton<IHostedService, RedisTracing>(services => services.GetRequiredService<RedisTracing>()));
            builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource(RedisTracing.SourceName));
        }

        if (!settings.DisableAutoActivation)
            builder.Services.AddSingleton<IHostedService>(services => new RedisActivation(() => Resolve(services)));

        if (!settings.DisableHealthChecks)
        {
            // Degraded, not unhealthy: all that Redis holds can be rebuilt, so a program goes on without it.
            builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
                key is null ? "redis" : $"redis_{key}", services => new RedisHealthCheck(() => Resolve(services)),
                HealthStatus.Degraded, tags: null, HealthTimeout));
        }

        IConnectionMultiplexer Resolve(IServiceProvider services) => key is null
            ? services.GetRequiredService<IConnectionMultiplexer>()
            : services.GetRequiredKeyedService<IConnectionMultiplexer>(key);

        ConnectionMultiplexer Connect(IServiceProvider services)
        {
            if (string.IsNullOrEmpty(connectionString))
            {
                throw new InvalidOperationException(
                    $"ConnectionString is missing. It should be provided in 'ConnectionStrings:{connectionName}' or under the " +
                    $"'ConnectionString' key in '{DefaultSection}' or '{DefaultSection}:{connectionName}' configuration section.");
            }

            var options = ConfigurationOptions.Parse(connectionString);
            options.AbortOnConnectFail = false;
            // The first connection blocks its thread: one attempt, then it goes on in the background.
            options.ConnectRetry = 1;
            builder.Configuration.GetSection($"{DefaultSection}:ConfigurationOptions").Bind(options);
            builder.Configuration.GetSection($"{DefaultSection}:{connectionName}:ConfigurationOptions").Bind(options);
            configureOptions?.Invoke(options);

            var redis = ConnectionMultiplexer.Connect(options);
            services.GetService<RedisTracing>()?.Follow(redis);
            RedisConnectionLog.Follow(redis, connectionName, services.GetRequiredService<ILogger<ConnectionMultiplexer>>());
            return redis;
        }
    }

    private static StackExchangeRedisSettings Read(IConfiguration configuration, string name)
    {
        var settings = new StackExchangeRedisSettings();
        configuration.GetSection(DefaultSection).Bind(settings);
        configuration.GetSection($"{DefaultSection}:{name}").Bind(settings);
        if (configuration.GetConnectionString(name) is { Length: > 0 } connectionString)
            settings.ConnectionString = connectionString;
        return settings;
    }
}
