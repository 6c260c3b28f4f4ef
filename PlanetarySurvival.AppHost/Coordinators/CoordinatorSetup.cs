using System.Globalization;
using Aspire.Hosting.Kubernetes;
using PlanetarySurvival.AppHost.Deployments;
using PlanetarySurvival.AppHost.Launch;

namespace PlanetarySurvival.AppHost.Coordinators;

internal static class CoordinatorSetup
{
    private const int HttpPort = 8480;
    private const int GrpcPort = 9490;
    private const int RaftPort = 7946;
    private const int PortStep = 10;

    // What the specification says: each pod has all ports to itself.
    private const int DeployedHttpPort = 8080;
    private const int DeployedGrpcPort = 9090;
    private const string DeployedFolder = "/data";
    private const string DeployedStorage = "10Gi";
    private const string Role = "mesh-coordinator";

    /// <summary>Adds coordinators that know each other as members of one Raft group, in the order of their names.</summary>
    public static IReadOnlyList<IResourceBuilder<ProjectResource>> AddCoordinators<TProject>(
        this IDistributedApplicationBuilder builder, string name, int count, LocalLaunch launch, Action<IResourceBuilder<ProjectResource>> configure)
        where TProject : IProjectMetadata, new()
    {
        var coordinators = Enumerable.Range(0, count).Select(j => builder.AddCoordinator<TProject>($"{name}-{j}", j, launch)).ToList();

        foreach (var coordinator in coordinators)
        {
            coordinator.WithCoordinators(coordinators);

            for (var member = 0; member < coordinators.Count; member++)
                coordinator.WithEnvironment(string.Create(CultureInfo.InvariantCulture, $"Raft__Members__{member}"),
                    coordinators[member].GetEndpoint("raft").NumericAddress());

            configure(coordinator);
        }

        return coordinators;
    }

    /// <summary>Tells a program where the coordinators are.</summary>
    public static IResourceBuilder<ProjectResource> WithCoordinators(
        this IResourceBuilder<ProjectResource> program, IReadOnlyList<IResourceBuilder<ProjectResource>> coordinators)
    {
        for (var j = 0; j < coordinators.Count; j++)
            program.WithEnvironment(string.Create(CultureInfo.InvariantCulture, $"Mesh__Coordinators__{j}"), coordinators[j].GetEndpoint("grpc").NumericUrl());

        return program;
    }

    /// <summary>Tells the gateway where the coordinators' HTTP is.</summary>
    public static IResourceBuilder<ProjectResource> WithCoordinatorHttp(
        this IResourceBuilder<ProjectResource> gateway, IReadOnlyList<IResourceBuilder<ProjectResource>> coordinators)
    {
        for (var j = 0; j < coordinators.Count; j++)
            gateway.WithEnvironment(string.Create(CultureInfo.InvariantCulture, $"Mesh__CoordinatorHttp__{j}"),
                coordinators[j].GetEndpoint("http").NumericUrl());

        return gateway;
    }

    private static IResourceBuilder<ProjectResource> AddCoordinator<TProject>(
        this IDistributedApplicationBuilder builder, string name, int j, LocalLaunch launch)
        where TProject : IProjectMetadata, new()
    {
        var coordinator = builder.AddProgram<TProject>(name)
            .WithHttp(launch.Port(name, "http", HttpPort + PortStep * j, DeployedHttpPort))
            .WithGrpc(launch.Port(name, "grpc", GrpcPort + PortStep * j, DeployedGrpcPort))
            .WithTcp(launch.Port(name, "raft", RaftPort + PortStep * j, RaftPort), "raft")
            .WithProbes()
            .OnKubernetes(launch, resource => Shape(resource, isFirst: j == 0));

        return coordinator
            .WithEnvironment("Raft__Self", coordinator.GetEndpoint("raft").NumericAddress())
            .WithEnvironment("Raft__DataFolder", builder.ExecutionContext.IsRunMode ? launch.FolderOf(name) : DeployedFolder + "/raft");
    }

    /// <summary>A voter keeps its name, its address and its log; the voters find each other before any of them is ready.</summary>
    private static void Shape(KubernetesResource resource, bool isFirst)
    {
        resource.RunAsUser();
        resource.PlayRole(Role);
        resource.KeepStorage(DeployedFolder, DeployedStorage);
        resource.Service!.Spec.PublishNotReadyAddresses = true;

        if (isFirst)
            resource.AlsoKnownAs(Role, "http", "grpc").Spec.Selector = KubernetesShapes.OfRole(Role);
    }
}
