using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using PlanetarySurvival.ServiceDefaults;

namespace Microsoft.Extensions.Hosting;

/// <summary>What each program gets for free: telemetry, health, service discovery and resilient HTTP clients.</summary>
public static class ServiceDefaultsSetup
{
    /// <summary>Logs, metrics, traces, health checks, service discovery, and retries and time-outs for every HttpClient of the factory.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        // First, so that whatever a program or an operator configures goes before it.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = QuietLogging });

        builder.AddEndpointOptions();
        builder.AddTelemetry();
        builder.AddHealth();

        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddStandardResilienceHandler();
            http.AddServiceDiscovery();
        });

        return builder;
    }

    /// <summary>
    /// Serves <c>/health</c> (checks tagged "live"), <c>/ready</c> (all checks), and <c>/metrics</c> on the telemetry port alone, or on the
    /// HTTP port if there is no telemetry port. Call it before other middleware, so that none of it runs on the telemetry port.
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.UseMetrics();
        app.MapHealth();
        return app;
    }

    private static readonly KeyValuePair<string, string?>[] QuietLogging =
    [
        new("Logging:LogLevel:Default", "Information"),
        new("Logging:LogLevel:Microsoft", "Warning"),
        new("Logging:LogLevel:Microsoft.Hosting.Lifetime", "Information"),
        // It warns at each start that ASPNETCORE_URLS is not used, which is meant so.
        new("Logging:LogLevel:Microsoft.AspNetCore.Server.Kestrel", "Error"),
        // A failing check is the answer of /ready; the part that failed logs why.
        new("Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks", "Critical"),
        new("Logging:LogLevel:System.Net.Http", "Warning"),
        new("Logging:LogLevel:Grpc", "Warning"),
        new("Logging:LogLevel:Polly", "Warning"),
        new("Logging:LogLevel:Yarp", "Warning"),
        new("Logging:LogLevel:Npgsql", "Warning"),
    ];
}
