namespace PlanetarySurvival.GameServer.Telemetry;

/// <summary>Adds metrics and the HTTP API.</summary>
internal static class TelemetrySetup
{
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ProcessLoad>();
        builder.Services.AddSingleton<ServerMetrics>();
        builder.Services.AddSingleton<ServerGauges>();
        builder.Services.AddSingleton<ServerReporter>();
        builder.Services.AddSingleton<TransferTraces>();
        builder.Services.AddHostedService(services => services.GetRequiredService<TransferTraces>());
        return builder;
    }

    public static WebApplication MapTelemetry(this WebApplication app)
    {
        // Nobody asks for the gauges; they exist to be read.
        app.Services.GetRequiredService<ServerGauges>();
        app.MapGet("/v1/server", (ServerReporter reporter) => reporter.Report());
        return app;
    }
}
