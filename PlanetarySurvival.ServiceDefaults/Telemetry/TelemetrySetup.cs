using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace PlanetarySurvival.ServiceDefaults;

/// <summary>Logs to the console and all three signals to OpenTelemetry. Meters and sources of ours begin with <c>PlanetarySurvival</c>.</summary>
internal static class TelemetrySetup
{
    private const string OursPattern = "PlanetarySurvival*";
    private const string MetricsPath = "/metrics";

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
        });
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });

        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => Name(resource, builder))
            .WithMetrics(metrics => metrics
                .AddMeter(OursPattern)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddPrometheusExporter(prometheus =>
                {
                    // The specification fixes names such as authority_transfer_count: no suffix may be added to them.
                    prometheus.TranslationStrategy = PrometheusAspNetCoreTranslationStrategy.UnderscoreEscapingWithoutSuffixes;
                    prometheus.ScopeInfoEnabled = false;
                }))
            .WithTracing(tracing => tracing
                .AddSource(OursPattern)
                .AddSource(builder.Environment.ApplicationName)
                .AddAspNetCoreInstrumentation(options => options.Filter = context => IsWorthATrace(context.Request.Path))
                .AddHttpClientInstrumentation(options =>
                    options.FilterHttpRequestMessage = request => IsWorthATrace(request.RequestUri?.AbsolutePath)));

        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            telemetry.UseOtlpExporter();
    }

    public static void UseMetrics(this WebApplication app)
    {
        var endpoints = app.Services.GetRequiredService<IOptions<EndpointOptions>>().Value;
        var port = endpoints.Telemetry ?? endpoints.Http;

        app.UseOpenTelemetryPrometheusScrapingEndpoint(context =>
            context.Connection.LocalPort == port && context.Request.Path == MetricsPath);

        if (endpoints.Telemetry is { } telemetry)
        {
            app.UseWhen(context => context.Connection.LocalPort == telemetry, branch => branch.Run(context =>
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }));
        }
    }

    private static void Name(ResourceBuilder resource, IHostApplicationBuilder builder)
    {
        // OTEL_SERVICE_NAME is read by the SDK itself.
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_SERVICE_NAME"]))
            resource.AddService(builder.Configuration["Mesh:Name"] ?? builder.Environment.ApplicationName, autoGenerateServiceInstanceId: false);
    }

    // Probes, scrapes and the mesh's own pulse (several a second from every process) would drown the rest.
    private static bool IsWorthATrace(string? path) =>
        path is null or not (MetricsPath or HealthSetup.LivePath or HealthSetup.ReadyPath
            or "/planetary.mesh.v1.MeshCoordinator/Heartbeat" or "/planetary.mesh.v1.MeshCoordinator/GetMap");
}
