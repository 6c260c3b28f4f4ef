using Aspire.Npgsql;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using PlanetarySurvival.ServiceDefaults;

namespace Microsoft.Extensions.Hosting;

/// <summary>Stands in for the package Aspire.Npgsql: the same calls, settings and configuration keys.</summary>
public static class AspirePostgreSqlNpgsqlExtensions
{
    private const string DefaultSection = "Aspire:Npgsql";
    private static readonly TimeSpan HealthTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Registers a <see cref="NpgsqlDataSource"/> for <c>ConnectionStrings:NAME</c>. Nothing is connected before its first use.</summary>
    public static void AddNpgsqlDataSource(
        this IHostApplicationBuilder builder, string connectionName, Action<NpgsqlSettings>? configureSettings = null,
        Action<NpgsqlDataSourceBuilder>? configureDataSourceBuilder = null) =>
        Add(builder, connectionName, key: null, configureSettings, configureDataSourceBuilder);

    /// <summary>The same under a key, for a program with several databases.</summary>
    public static void AddKeyedNpgsqlDataSource(
        this IHostApplicationBuilder builder, string name, Action<NpgsqlSettings>? configureSettings = null,
        Action<NpgsqlDataSourceBuilder>? configureDataSourceBuilder = null) =>
        Add(builder, name, key: name, configureSettings, configureDataSourceBuilder);

    private static void Add(
        IHostApplicationBuilder builder, string connectionName, string? key, Action<NpgsqlSettings>? configureSettings,
        Action<NpgsqlDataSourceBuilder>? configureDataSourceBuilder)
    {
        var settings = Read(builder.Configuration, connectionName);
        configureSettings?.Invoke(settings);

        // Asked at the first use, not here: building a host without its connection strings (as tools do) must work.
        var connectionString = settings.ConnectionString;
        if (key is null)
            builder.Services.AddSingleton(_ => Create(connectionName, connectionString, configureDataSourceBuilder));
        else
            builder.Services.AddKeyedSingleton(key, (_, _) => Create(connectionName, connectionString, configureDataSourceBuilder));

        if (!settings.DisableHealthChecks)
        {
            builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
                key is null ? "database" : $"database_{key}",
                services => new NpgsqlHealthCheck(
                    key is null ? services.GetRequiredService<NpgsqlDataSource>() : services.GetRequiredKeyedService<NpgsqlDataSource>(key)),
                failureStatus: null, tags: null, HealthTimeout));
        }

        if (!settings.DisableTracing)
            builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddNpgsql());
        if (!settings.DisableMetrics)
            builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter("Npgsql"));
    }

    private static NpgsqlSettings Read(IConfiguration configuration, string name)
    {
        var settings = new NpgsqlSettings();
        configuration.GetSection(DefaultSection).Bind(settings);
        configuration.GetSection($"{DefaultSection}:{name}").Bind(settings);
        if (configuration.GetConnectionString(name) is { Length: > 0 } connectionString)
            settings.ConnectionString = connectionString;
        return settings;
    }

    private static NpgsqlDataSource Create(string name, string? connectionString, Action<NpgsqlDataSourceBuilder>? configure)
    {
        if (string.IsNullOrEmpty(connectionString))
        {
            throw new InvalidOperationException(
                $"ConnectionString is missing. It should be provided in 'ConnectionStrings:{name}' or under the 'ConnectionString' key in " +
                $"'{DefaultSection}' or '{DefaultSection}:{name}' configuration section.");
        }

        var dataSource = new NpgsqlDataSourceBuilder(connectionString);
        configure?.Invoke(dataSource);
        return dataSource.Build();
    }
}
