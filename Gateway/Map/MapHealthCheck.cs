using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PlanetarySurvival.Gateway.Map;

/// <summary>Healthy once a map is known. It stays so when coordinators go: the last map serves on.</summary>
internal sealed class MapHealthCheck(MeshBoard board) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(board.Current.Revision > 0
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration.FailureStatus, "No coordinator has sent a map yet."));
}
