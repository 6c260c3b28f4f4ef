using Microsoft.Extensions.Diagnostics.HealthChecks;
using PlanetarySurvival.MeshCoordinator.Consensus;
using PlanetarySurvival.MeshCoordinator.Leases;

namespace PlanetarySurvival.MeshCoordinator.Registration;

/// <summary>Ready: knows a leader and has applied what it knows to be committed. Degraded: leads, but regions wait for a database that does
/// not answer.</summary>
internal sealed class MeshHealthCheck(IMeshLog log, LeaderDesk desk) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        if (log.LeaderIndex is null)
            return HealthCheckResult.Unhealthy("No leader is known: a majority of the coordinators has to be reached.");

        if (!log.IsCaughtUp)
            return HealthCheckResult.Unhealthy("The log is still being applied.");

        var waiting = 0;
        desk.TryLead((state, memory, _) =>
        {
            if (!memory.Reports.FencesWritable)
                waiting = state.Regions.Values.Count(r => !r.Open);
        });
        return waiting == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded($"{waiting} regions wait for a database that does not answer.");
    }
}
