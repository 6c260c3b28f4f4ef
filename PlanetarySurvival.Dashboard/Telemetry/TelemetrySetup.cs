using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using PlanetarySurvival.Dashboard.Telemetry.Logs;
using PlanetarySurvival.Dashboard.Telemetry.Metrics;
using PlanetarySurvival.Dashboard.Telemetry.Receiving;
using PlanetarySurvival.Dashboard.Telemetry.Traces;
using PlanetarySurvival.Dashboard.Telemetry.Wire;
using PlanetarySurvival.Hosting.Dashboards;

namespace PlanetarySurvival.Dashboard.Telemetry;

/// <summary>Opens the doors for telemetry (OTLP 1.x by gRPC and by HTTP) on ports of their own, for programs that have the key.</summary>
internal static class TelemetrySetup
{
    private const string KeyHeader = "x-otlp-api-key";
    private const string MediaType = "application/x-protobuf";

    public static void AddTelemetry(this WebApplicationBuilder builder, DashboardSettings settings)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = TelemetryLimits.MessageSizeMax;
            kestrel.ListenLocalhost(settings.OtlpGrpc.Port, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.ListenLocalhost(settings.OtlpHttp.Port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<LogStore>();
        builder.Services.AddSingleton<TraceStore>();
        builder.Services.AddSingleton<MetricStore>();
        builder.Services.AddSingleton<Intake>();
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = TelemetryLimits.MessageSizeMax);
        builder.Services.AddRequestDecompression();
    }

    /// <summary>The pages are served on their port alone, and telemetry on its own alone. Call it before anything else looks at a request.</summary>
    public static void UseTelemetryPorts(this WebApplication app, DashboardSettings settings)
    {
        var key = SHA256.HashData(Encoding.UTF8.GetBytes(settings.OtlpApiKey));

        app.Use((context, next) =>
        {
            var isPage = context.Connection.LocalPort == settings.Page.Port;

            if (isPage == IsTelemetry(context.Request.Path))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }

            if (isPage || CryptographicOperations.FixedTimeEquals(key, SHA256.HashData(Encoding.UTF8.GetBytes(context.Request.Headers[KeyHeader].ToString()))))
                return next(context);

            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        });

        app.UseWhen(context => context.Connection.LocalPort == settings.OtlpHttp.Port, http => http.UseRequestDecompression());
    }

    public static void MapTelemetry(this WebApplication app)
    {
        app.MapGrpcService<LogsReceiver>().AllowAnonymous();
        app.MapGrpcService<TracesReceiver>().AllowAnonymous();
        app.MapGrpcService<MetricsReceiver>().AllowAnonymous();

        app.MapPost("/v1/logs", (HttpContext context, Intake intake) => TakeAsync(
            context, ExportLogsServiceRequest.Parser, request => new ExportLogsServiceResponse { PartialSuccess = Answers.For(intake.Add(request)) }))
            .AllowAnonymous();
        app.MapPost("/v1/traces", (HttpContext context, Intake intake) => TakeAsync(
            context, ExportTraceServiceRequest.Parser, request => new ExportTraceServiceResponse { PartialSuccess = Answers.For(intake.Add(request)) }))
            .AllowAnonymous();
        app.MapPost("/v1/metrics", (HttpContext context, Intake intake) => TakeAsync(
            context, ExportMetricsServiceRequest.Parser, request => new ExportMetricsServiceResponse { PartialSuccess = Answers.For(intake.Add(request)) }))
            .AllowAnonymous();
    }

    private static bool IsTelemetry(PathString path) =>
        path.StartsWithSegments("/v1") || path.Value?.StartsWith("/opentelemetry.proto.collector.", StringComparison.Ordinal) == true;

    private static async Task<IResult> TakeAsync<TRequest>(HttpContext context, MessageParser<TRequest> parser, Func<TRequest, IMessage> take)
        where TRequest : IMessage<TRequest>
    {
        if (context.Request.ContentType?.StartsWith(MediaType, StringComparison.OrdinalIgnoreCase) != true)
            return Results.Text($"Telemetry is taken as {MediaType}.", statusCode: StatusCodes.Status415UnsupportedMediaType);

        using var body = new MemoryStream();

        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            return Results.Bytes(take(parser.ParseFrom(body.GetBuffer().AsSpan(0, (int)body.Length))).ToByteArray(), MediaType);
        }
        catch (InvalidProtocolBufferException problem)
        {
            return Results.Text($"This is no message of OTLP: {problem.Message}", statusCode: StatusCodes.Status400BadRequest);
        }
        catch (InvalidDataException problem)
        {
            return Results.Text($"The body cannot be unpacked: {problem.Message}", statusCode: StatusCodes.Status400BadRequest);
        }
    }
}
