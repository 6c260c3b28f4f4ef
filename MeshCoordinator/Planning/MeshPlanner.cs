using PlanetarySurvival.MeshCoordinator.Mesh;

namespace PlanetarySurvival.MeshCoordinator.Planning;

/// <summary>Decides what should change in the mesh. Opening a region is not its business: the lease rules decide that.</summary>
internal static class MeshPlanner
{
    /// <summary>
    /// The commands that bring the mesh closer to: every active region has a live owner and a backup elsewhere, every ready server holds a
    /// region, and none holds many more than another. Each command fits the state that those before it leave. Nothing is planned twice
    /// once it is applied.
    /// </summary>
    public static IReadOnlyList<MeshCommand> Plan(MeshState state, MeshReports reports, PlanRules rules, TimeSpan now)
    {
        var plan = new MeshPlan(state, reports, rules, now);
        plan.JudgeServers();
        plan.ReplaceOwners();
        plan.RecordSyncedBackups();
        plan.ActivateRegions();
        plan.RetireQuietRegions();
        plan.NameBackups();
        plan.MoveOneRegion();
        return plan.Commands;
    }

    /// <summary>The counters that are newer than the committed ones, so that a leader's death costs the totals little.</summary>
    public static IEnumerable<MeshCommand> Count(MeshState state, MeshReports reports) =>
        from server in state.Servers.Values
        where server.State != ServerState.Dead
        let report = reports.Of(server.Incarnation)
        where report is not null && ServerCounters.Max(server.Counters, report.Counters) != server.Counters
        select new MeshCommand.Count(server.Incarnation, report.Counters);
}
