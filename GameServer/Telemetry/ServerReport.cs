using PlanetarySurvival.GameServer.Connections;
using PlanetarySurvival.GameServer.Mesh;
using PlanetarySurvival.GameServer.Simulation;

namespace PlanetarySurvival.GameServer.Telemetry;

/// <summary>This server in a few numbers: <c>GET /v1/server</c>.</summary>
/// <param name="Name">The resource's name.</param>
/// <param name="Incarnation">This start of the process.</param>
/// <param name="Tick">Of the simulation.</param>
/// <param name="TicksPerSecond">Over the last five seconds.</param>
/// <param name="TickMillisecondsP50">Half of the last ticks took no longer.</param>
/// <param name="TickMillisecondsP99">Nearly all of the last ticks took no longer.</param>
/// <param name="LateTicks">Since the start.</param>
/// <param name="SkippedTicks">Since the start.</param>
/// <param name="MapRevision">Of the map that is acted by.</param>
/// <param name="Registered">Whether a coordinator knows this incarnation.</param>
/// <param name="Draining">Whether it wants to be emptied.</param>
/// <param name="Players">Players with a client that sees them.</param>
/// <param name="Entities">Players that are simulated.</param>
/// <param name="Clients">Connections, standby ones included.</param>
/// <param name="Transfers">Players that came from another process.</param>
/// <param name="Disconnects">Sessions that were lost.</param>
/// <param name="Regions">The map gives these to this process.</param>
internal sealed record ServerReport(
    string Name, Guid Incarnation, uint Tick, double TicksPerSecond, double TickMillisecondsP50, double TickMillisecondsP99,
    long LateTicks, long SkippedTicks, ulong MapRevision, bool Registered, bool Draining, int Players, int Entities, int Clients,
    ulong Transfers, ulong Disconnects, IReadOnlyList<RegionReport> Regions);

/// <summary>A region in a <see cref="ServerReport"/>.</summary>
/// <param name="Id">level:x,y,z.</param>
/// <param name="Epoch">The epoch that is held or asked for.</param>
/// <param name="Acting">Whether permission stands.</param>
/// <param name="Players">Players with a client.</param>
/// <param name="BackupSynced">Whether another server holds everything.</param>
internal sealed record RegionReport(string Id, ulong Epoch, bool Acting, int Players, bool BackupSynced);

/// <summary>Makes <see cref="ServerReport"/>s.</summary>
internal sealed class ServerReporter(
    ServerIdentity identity, Simulation.Simulation simulation, TickMeter ticks, MeshLink mesh, ClientConnections connections)
{
    /// <summary>As it is now.</summary>
    public ServerReport Report()
    {
        var status = simulation.Status;
        return new ServerReport(
            identity.Name, identity.Incarnation, status.Tick,
            Math.Round(ticks.TicksPerSecond(MonotonicClock.NowMicroseconds), 2), ticks.DurationMilliseconds(0.5), ticks.DurationMilliseconds(0.99),
            ticks.Late, ticks.Skipped, status.MapRevision, mesh.IsRegistered, mesh.IsDraining, status.Players, status.Entities,
            connections.Count, status.Transfers, status.Disconnects,
            [.. status.Regions.Select(region => new RegionReport(
                region.Region.ToString(), region.Epoch, region.Acting, region.Players, region.SyncedBackup != default))]);
    }
}
