using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PlanetarySurvival.ServiceDefaults;

/// <summary>Healthy once the tables are up to date.</summary>
internal sealed class MigrationHealthCheck(MigrationGate gate) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(gate.IsOpen
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration.FailureStatus, "The tables are not up to date yet."));
}
