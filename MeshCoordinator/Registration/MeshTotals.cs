using PlanetarySurvival.MeshCoordinator.Leases;
using PlanetarySurvival.MeshCoordinator.Mesh;
using Wire = PlanetarySurvival.Contracts.Mesh;

namespace PlanetarySurvival.MeshCoordinator.Registration;

/// <summary>Adds up what the servers reported to the leader.</summary>
internal static class MeshTotals
{
    /// <summary>Whether every live server was heard since the election: before that the totals would be too low.</summary>
    public static bool AreComplete(MeshState state, LeaderMemory memory) =>
        state.Servers.Values.All(server => !server.IsLive || server.Leaving || memory.Reports.Of(server.Incarnation) is not null);

    /// <summary>Players now, and what all incarnations past and present have counted.</summary>
    public static Wire.MeshTotals Of(MeshState state, LeaderMemory memory, TimeSpan now)
    {
        var totals = new Wire.MeshTotals();
        var counters = state.PastCounters;

        // By id: on the way between two servers a player is named by both, and is one.
        var playing = new HashSet<ulong>();
        foreach (var (_, server) in state.Servers)
        {
            var report = memory.Reports.Of(server.Incarnation);
            if (server.State != ServerState.Dead)
                counters += ServerCounters.Max(server.Counters, report?.Counters ?? default);

            if (!server.IsLive || report is null)
                continue;

            playing.UnionWith(report.Playing);
            totals.Servers.Add(new Wire.ServerLoad
            {
                Server = server.Name,
                HeartbeatAgeMilliseconds = (ulong)Math.Max(0, (now - report.At).TotalMilliseconds),
                Load = new Wire.Load
                {
                    Players = report.Load.Players,
                    TickMillisecondsP99 = report.Load.TickMillisecondsP99,
                    Cpu = report.Load.Cpu,
                    MemoryMegabytes = report.Load.MemoryMegabytes,
                },
            });
        }

        foreach (var (id, region) in state.Regions)
            totals.Regions.Add(new Wire.RegionLoad { Region = id.Packed, Players = memory.Reports.Held(region)?.Players ?? 0 });

        totals.Players = (ulong)playing.Count;
        (totals.Transfers, totals.Disconnects) = (counters.Transfers, counters.Disconnects);
        return totals;
    }
}
