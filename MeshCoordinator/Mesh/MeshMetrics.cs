using System.Diagnostics.Metrics;
using PlanetarySurvival.MeshCoordinator.Consensus;

namespace PlanetarySurvival.MeshCoordinator.Mesh;

/// <summary>What a coordinator shows about itself. Names are final: no unit is set, since exporters would append it.</summary>
internal sealed class MeshMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "PlanetarySurvival.MeshCoordinator";

    private readonly Counter<long> _takeOvers;

    public MeshMetrics(IMeterFactory meters, IMeshLog log)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge("coordinator_is_leader", () => log.Leading is null ? 0 : 1, description: "1 on the leader, 0 elsewhere.");
        meter.CreateObservableGauge("coordinator_term", () => (long)log.Term, description: "The Raft term.");
        meter.CreateObservableCounter("coordinator_commits_total", () => log.EntriesApplied,
            description: "Log entries applied since the start of the process.");
        meter.CreateObservableGauge(
            "coordinator_servers", () => log.Applied.Servers.Values.Count(s => s.IsLive), description: "Game servers that are ready or draining.");
        meter.CreateObservableGauge("coordinator_regions", () => log.Applied.Regions.Count, description: "Active regions.");
        _takeOvers = meter.CreateCounter<long>(
            "coordinator_takeovers_total", description: "Changes of a region's owner that this coordinator led, planned moves included.");
    }

    /// <summary>A region has got its next epoch.</summary>
    public void TakeOver() => _takeOvers.Add(1);
}
