using Microsoft.Extensions.DependencyInjection;
using PlanetarySurvival.AppHost.Launch;

namespace PlanetarySurvival.AppHost.Watching;

internal static class WatchingSetup
{
    /// <summary>Starts again what crashed, and reports the death of game servers to the coordinators (rule L5 of the leases).</summary>
    public static void AddWatching(
        this IDistributedApplicationBuilder builder,
        IReadOnlyList<IResourceBuilder<ProjectResource>> coordinators,
        IReadOnlyList<IResourceBuilder<ProjectResource>> gameServers,
        IResourceBuilder<ParameterResource> meshSecret,
        LocalLaunch launch)
    {
        var incarnations = new Incarnations();
        var addresses = coordinators.Select(c => c.GetEndpoint("grpc")).ToList();

        builder.Services.AddSingleton(incarnations);
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<ExitReporter>(services, addresses, meshSecret.Resource));
        builder.Services.AddHostedService(services => services.GetRequiredService<ExitReporter>());
        builder.Services.AddHostedService<Watcher>();

        foreach (var program in coordinators.Concat(gameServers))
            program.WithKill();

        foreach (var server in gameServers)
        {
            server.WithEnvironment(context =>
            {
                if (context.ExecutionContext.IsRunMode)
                    context.EnvironmentVariables[Incarnations.Variable] = incarnations.Begin(server.Resource.Name).ToString();
            });
        }
    }
}
