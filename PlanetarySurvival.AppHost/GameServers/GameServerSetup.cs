using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using PlanetarySurvival.AppHost.Deployments;
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

    // What the specification says: each pod has all ports to itself.
    private const int DeployedGossipPort = 7946;
    private const int DeployedHttpPort = 8080;
    private const int DeployedTelemetryPort = 8081;
    private const int DeployedGrpcPort = 9090;
    private const string DeployedFolder = "/data";
    private const string DeployedStorage = "50Gi";

    // To hand its players over and to save: at most 8 s and what the database takes.
    private const int SecondsToEnd = 60;

    /// <summary>
    /// Adds game servers. Run here, each is a resource of its own name with ports of its own, since clients address each individually; deployed,
    /// they are one resource with replicas, whose pods have names and addresses of their own.
    /// </summary>
    public static IReadOnlyList<IResourceBuilder<ProjectResource>> AddGameServers<TProject>(
        this IDistributedApplicationBuilder builder, string name, int count, LocalLaunch launch, Action<IResourceBuilder<ProjectResource>> configure)
        where TProject : IProjectMetadata, new()
    {
        List<IResourceBuilder<ProjectResource>> servers = launch.Publishes
            ? [builder.AddGameServer<TProject>(name, 0, launch).WithReplicas(count).OnKubernetes(launch, resource => Shape(resource, name))]
            : [.. Enumerable.Range(0, count).Select(i => builder.AddGameServer<TProject>($"{name}-{i}", i, launch))];

        servers.ForEach(configure);
        return servers;
    }

    private static IResourceBuilder<ProjectResource> AddGameServer<TProject>(
        this IDistributedApplicationBuilder builder, string name, int i, LocalLaunch launch)
        where TProject : IProjectMetadata, new() => builder.AddProgram<TProject>(name)
            .WithUdp(launch.Port(name, "game", GamePort + PortStep * i, GamePort), "game", "Endpoints__Game")
            .WithTcp(launch.Port(name, "query", QueryPort + PortStep * i, QueryPort), "query", "Endpoints__Query")
            .WithUdp(launch.Port(name, "gossip", GossipPort + PortStep * i, DeployedGossipPort), "gossip", "Endpoints__Gossip")
            .WithHttp(launch.Port(name, "http", HttpPort + PortStep * i, DeployedHttpPort))
            .WithHttp(launch.Port(name, "telemetry", TelemetryPort + PortStep * i, DeployedTelemetryPort), "telemetry", "Endpoints__Telemetry")
            .WithGrpc(launch.Port(name, "grpc", GrpcPort + PortStep * i, DeployedGrpcPort))
            .WithProbes();

    private static void Shape(KubernetesResource resource, string name)
    {
        const string volume = "data";
        var headless = $"{name}-headless";
        var set = resource.BecomeStatefulSet(headless, volume, DeployedStorage);

        set.Spec.PodManagementPolicy = "Parallel"; // they do not wait for each other
        set.Spec.Template.Spec.TerminationGracePeriodSeconds = SecondsToEnd;
        set.Spec.Template.Spec.Containers[0].VolumeMounts.Add(new VolumeMountV1 { Name = volume, MountPath = DeployedFolder });

        resource.RunAsUser();
        resource.Tell("Mesh__Name", "metadata.name");
        resource.Tell("Mesh__AdvertisedHost", "status.podIP");

        resource.AlsoKnownAs(headless, "game", "query", "http", "telemetry", "grpc", "gossip").OfPods();

        // UDP alone: not every cloud's load balancer takes both protocols at one address.
        var players = resource.AlsoKnownAs($"{name}-lb", "game");
        players.Spec.Type = "LoadBalancer";
        players.Spec.ExternalTrafficPolicy = "Local"; // addresses of players stay theirs
    }
}
