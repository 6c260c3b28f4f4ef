using Grpc.Core;
using PlanetarySurvival.Dashboard.Telemetry.Wire;

namespace PlanetarySurvival.Dashboard.Telemetry.Receiving;

/// <summary>Takes logs by gRPC.</summary>
internal sealed class LogsReceiver(Intake intake) : LogsService.LogsServiceBase
{
    public override Task<ExportLogsServiceResponse> Export(ExportLogsServiceRequest request, ServerCallContext context) =>
        Task.FromResult(new ExportLogsServiceResponse { PartialSuccess = Answers.For(intake.Add(request)) });
}

/// <summary>Takes spans by gRPC.</summary>
internal sealed class TracesReceiver(Intake intake) : TraceService.TraceServiceBase
{
    public override Task<ExportTraceServiceResponse> Export(ExportTraceServiceRequest request, ServerCallContext context) =>
        Task.FromResult(new ExportTraceServiceResponse { PartialSuccess = Answers.For(intake.Add(request)) });
}

/// <summary>Takes values by gRPC.</summary>
internal sealed class MetricsReceiver(Intake intake) : MetricsService.MetricsServiceBase
{
    public override Task<ExportMetricsServiceResponse> Export(ExportMetricsServiceRequest request, ServerCallContext context) =>
        Task.FromResult(new ExportMetricsServiceResponse { PartialSuccess = Answers.For(intake.Add(request)) });
}

/// <summary>Tells senders what was left out.</summary>
internal static class Answers
{
    public static PartialSuccess? For(long lost) =>
        lost == 0 ? null : new PartialSuccess { Rejected = lost, ErrorMessage = "Some were malformed, or beyond what the dashboard keeps." };
}
