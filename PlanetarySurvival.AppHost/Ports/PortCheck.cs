using PlanetarySurvival.AppHost.Launch;

namespace PlanetarySurvival.AppHost.Ports;

/// <summary>Refuses a start whose ports are taken, before anything is started.</summary>
internal static class PortCheck
{
    public static void AddPortCheck(this IDistributedApplicationBuilder builder, LocalLaunch launch) =>
        builder.Eventing.Subscribe<BeforeStartEvent>((_, _) =>
        {
            var taken = launch.Ports.Planned.Where(p => !PortPlan.IsFree(p.Port)).ToList();

            if (taken.Count == 0)
                return Task.CompletedTask;

            var lines = taken.Select(p => $"  port {p.Port} ({p.Resource}, {p.Endpoint}) is taken{PortHolder.Describe(p.Port)}");

            throw new DistributedApplicationException(
                "Nothing was started, because others listen where the mesh would:" + Environment.NewLine
                + string.Join(Environment.NewLine, lines) + Environment.NewLine
                + "Stop them, or start with --ports free (the addresses are then printed).");
        });
}
