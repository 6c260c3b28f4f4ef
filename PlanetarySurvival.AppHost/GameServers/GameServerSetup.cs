using PlanetarySurvival.AppHost.Launch;

namespace PlanetarySurvival.AppHost.GameServers;

internal static class GameServerSetup
{
    private const int GamePort = 7777;
    private const int QueryPort = 7778;
    private const int GossipPort = 7779;
    private const int HttpPort = 8180;
    private const int TelemetryPort = 8181;
    private const int GrpcPort = 9190;
    private const int PortStep = 10;

    /// <summary>Adds game servers. Each is a resource of its own name with ports of its own, since clients address each individually.</summary>
    public static IReadOnlyList<IResourceBuilder<ProjectResource>> AddGameServers<TProject>(
        this IDistributedApplicationBuilder builder, string name, int count, LocalLaunch launch, Action<IResourceBuilder<ProjectResource>> configure)
        where TProject : IProjectMetadata, new()
    {
        var servers = Enumerable.Range(0, count).Select(i => builder.AddGameServer<TProject>($"{name}-{i}", i, launch)).ToList();

        servers.ForEach(configure);
        return servers;
    }

    private static IResourceBuilder<ProjectResource> AddGameServer<TProject>(
        this IDistributedApplicationBuilder builder, string name, int i, LocalLaunch launch)
        where TProject : IProjectMetadata, new() => builder.AddProgram<TProject>(name)
            .WithUdp(launch.Ports.Take(name, "game", GamePort + PortStep * i), "game", "Endpoints__Game")
            .WithTcp(launch.Ports.Take(name, "query", QueryPort + PortStep * i), "query", "Endpoints__Query")
            .WithUdp(launch.Ports.Take(name, "gossip", GossipPort + PortStep * i), "gossip", "Endpoints__Gossip")
            .WithHttp(launch.Ports.Take(name, "http", HttpPort + PortStep * i))
            .WithHttp(launch.Ports.Take(name, "telemetry", TelemetryPort + PortStep * i), "telemetry", "Endpoints__Telemetry")
            .WithGrpc(launch.Ports.Take(name, "grpc", GrpcPort + PortStep * i))
            .WithHttpHealthCheck("/ready", endpointName: "http");
}
