using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using PlanetarySurvival.AppHost.Deployments;
using PlanetarySurvival.AppHost.Engines;
using PlanetarySurvival.AppHost.Launch;

namespace PlanetarySurvival.AppHost.Cache;

internal static class CacheSetup
{
    private const int Port = 6379;
    private const string Image = "redis";
    private const string ImageTag = "8.2";
    private const string Volume = "planetary-survival-redis";
    private const string DeployedStorage = "20Gi";

    /// <summary>
    /// Adds the cache, as a connection string of that name: Redis in a container where an engine runs, else the machine's redis-server, else a
    /// server of this program's own. It keeps nothing on disk: all that is in it can be rebuilt.
    /// </summary>
    public static IResourceBuilder<ConnectionStringResource> AddCache(this IDistributedApplicationBuilder builder, string name, LocalLaunch launch)
    {
        if (builder.ExecutionContext.IsPublishMode)
            return builder.Connect(name, builder.AddDeployedCache(launch));

        var port = launch.Ports.TakeOrMove("cache", "tcp", Port);

        if (launch.Ports.HasMoved(port, Port))
            launch.Remarks.Add($"The cache listens on port {port}, since {Port} is taken.");

        if (ContainerEngines.Answers)
            return builder.Connect(name, builder.AddContainer("redis", Image, ImageTag).WithEndpoint(port, Port, "tcp", "tcp", isProxied: false));

        var (command, arguments) = LocalServer(port, launch);

        return builder.Connect(name, builder.AddExecutable("redis", command, "/", arguments).WithEndpoint(port, port, "tcp", "tcp", isProxied: false));
    }

    /// <summary>Deployed it keeps what it holds, as the specification wants it: what can be rebuilt need not be.</summary>
    private static IResourceBuilder<ContainerResource> AddDeployedCache(this IDistributedApplicationBuilder builder, LocalLaunch launch) =>
        builder.AddContainer("redis", Image, ImageTag)
            .WithEndpoint(Port, Port, "tcp", "tcp", isProxied: false)
            .WithArgs("--save", "60", "1", "--appendonly", "yes")
            .WithVolume(Volume, "/data")
            .OnKubernetes(launch, resource =>
            {
                resource.BecomeStatefulSet("redis-headless", Volume, DeployedStorage);
                resource.AlsoKnownAs("redis-headless", "tcp").OfPods();
                resource.AlsoKnownAs("redis-master", "tcp");
            });

    private static (string Command, string[] Arguments) LocalServer(int port, LocalLaunch launch)
    {
        var number = port.ToString(CultureInfo.InvariantCulture);

        if (ContainerEngines.FindCommand("redis-server") is { } redis)
        {
            launch.Remarks.Add($"Cache: Redis of this machine ({redis}).");
            return (redis, ["--port", number, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", Path.GetTempPath()]);
        }

        launch.Remarks.Add("Cache: embedded (Garnet).");
        return (EmbeddedCache.Command, EmbeddedCache.Arguments(port));
    }

    private static IResourceBuilder<ConnectionStringResource> Connect<T>(this IDistributedApplicationBuilder builder, string name, IResourceBuilder<T> server)
        where T : class, IResourceWithEndpoints, IResourceWithWaitSupport
    {
        var endpoint = server.GetEndpoint("tcp");
        var host = builder.ExecutionContext.IsRunMode ? EndpointProperty.IPV4Host : EndpointProperty.Host;
        var connection = builder.AddConnectionString(name, ReferenceExpression.Create($"{endpoint.Property(host)}:{endpoint.Property(EndpointProperty.Port)}"));
        var key = $"{server.Resource.Name}_answers";

        builder.Services.AddHealthChecks().AddAsyncCheck(key, token => CacheHealthCheck.CheckAsync(endpoint, token));
        server.WithHealthCheck(key);

        return connection.WaitFor(server).WithParentRelationship(server);
    }
}
