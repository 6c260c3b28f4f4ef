using Microsoft.Extensions.Diagnostics.HealthChecks;
using PlanetarySurvival.GameServer.Simulation;

namespace PlanetarySurvival.GameServer.Mesh;

/// <summary>Ready is who may act: registered, warm, and with permission for at least one region.</summary>
internal sealed class MeshReadiness(MeshLink mesh, TickLoop ticks, Simulation.Simulation simulation) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Problem() is { } problem ? HealthCheckResult.Unhealthy(problem) : HealthCheckResult.Healthy());

    private string? Problem()
    {
        if (!ticks.Warm.IsCompletedSuccessfully)
            return "The first tick is being prepared.";
        if (mesh.IsDraining)
            return "This server is being emptied.";
        if (!mesh.IsRegistered)
            return "No coordinator knows this server yet.";
        return simulation.Status.Regions.Any(region => region.Acting) ? null : "No region may be acted for.";
    }
}
