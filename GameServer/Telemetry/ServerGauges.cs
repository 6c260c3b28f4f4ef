using System.Diagnostics.Metrics;
using PlanetarySurvival.GameServer.Connections;
using PlanetarySurvival.GameServer.Peers;
using PlanetarySurvival.GameServer.Simulation;

namespace PlanetarySurvival.GameServer.Telemetry;

/// <summary>What is measured when someone asks; see <see cref="ServerMetrics"/>.</summary>
internal sealed class ServerGauges
{
    public ServerGauges(
        IMeterFactory meters, TickMeter ticks, ProcessLoad load, Simulation.Simulation simulation, ClientConnections connections, PeerLinks peers)
    {
        var meter = meters.Create(ServerMetrics.MeterName);
        meter.CreateObservableGauge(
            "server_fps_avg", () => ticks.TicksPerSecond(MonotonicClock.NowMicroseconds), description: "Ticks a second, over five seconds.");
        meter.CreateObservableGauge(
            "server_cpu_usage", () => load.Read(0).Cpu, description: "Cores that were busy with this process.");
        meter.CreateObservableGauge(
            "server_memory_mb", () => load.Read(0).MemoryMegabytes, description: "Working set in megabytes.");
        meter.CreateObservableGauge(
            "active_players", () => simulation.Status.Players, description: "Players that this server acts for and that see it.");
        meter.CreateObservableGauge(
            "active_regions", () => simulation.Status.Regions.Count(region => region.Acting), description: "Regions that this server acts for.");
        meter.CreateObservableGauge(
            "terrain_chunks_loaded", () => simulation.Status.Chunks, description: "Chunks of terrain in memory.");
        meter.CreateObservableCounter(
            "bytes_sent_total", () => connections.BytesSent, description: "UDP payload bytes sent to clients.");
        meter.CreateObservableCounter(
            "bytes_received_total", () => connections.BytesReceived, description: "UDP payload bytes received from clients.");
        meter.CreateObservableGauge(
            "avg_inter_server_latency_ms", () => LatencyMilliseconds(peers), description: "Round trip to the linked servers, on average.");
        meter.CreateObservableGauge("ticks_late", () => ticks.Late, description: "Ticks since the start that began a whole period late.");
        meter.CreateObservableGauge("ticks_skipped", () => ticks.Skipped, description: "Ticks since the start that were left out.");
        meter.CreateObservableGauge("connected_clients", () => connections.Count, description: "Connections of clients, standby ones included.");
    }

    private static double LatencyMilliseconds(PeerLinks peers) => peers.Links
        .Select(link => link.RoundTrip?.TotalMilliseconds)
        .Average() ?? 0;
}
