using PlanetarySurvival.AppHost.Cache;
using PlanetarySurvival.AppHost.Coordinators;
using PlanetarySurvival.AppHost.Crowds;
using PlanetarySurvival.AppHost.Database;
using PlanetarySurvival.AppHost.Deployments;
using PlanetarySurvival.AppHost.GameServers;
using PlanetarySurvival.AppHost.Gateways;
using PlanetarySurvival.AppHost.Launch;
using PlanetarySurvival.AppHost.Secrets;
using PlanetarySurvival.AppHost.Watching;

if (EmbeddedCache.IsWanted(args))
    return EmbeddedCache.Run(args);

try
{
    var builder = DistributedApplication.CreateBuilder(LaunchArguments.From(args));
    var launch = builder.AddLaunch();
    builder.AddCluster(launch);

    var meshSecret = builder.AddGeneratedSecret("mesh-secret", launch);
    var ticketSecret = builder.AddGeneratedSecret("ticket-secret", launch);
    var jwtKey = builder.AddGeneratedSecret("jwt-key", launch);

    var world = builder.AddWorldDatabase("world", launch);
    var cache = builder.AddCache("cache", launch);

    var coordinators = builder.AddCoordinators<Projects.MeshCoordinator>("mesh-coordinator", launch.Coordinators, launch, coordinator => coordinator
        .WithReference(world)
        .WithMeshSecret(meshSecret)
        .WaitFor(world));

    var gameServers = builder.AddGameServers<Projects.GameServer>("game-server", launch.GameServers, launch, server => server
        .WithReference(world)
        .WithReference(cache)
        .WithCoordinators(coordinators)
        .WithMeshSecret(meshSecret)
        .WithTicketSecret(ticketSecret)
        .WaitFor(world)
        .WaitFor(cache)
        .WaitForAll(coordinators));

    var gateway = builder.AddGateway<Projects.Gateway>("gateway", launch)
        .WithReference(world)
        .WithReference(cache)
        .WithCoordinators(coordinators)
        .WithCoordinatorHttp(coordinators)
        .WithMeshSecret(meshSecret)
        .WithTicketSecret(ticketSecret)
        .WithJwtKey(jwtKey)
        .WaitFor(world)
        .WaitFor(cache)
        .WaitForAll(coordinators);

    if (builder.ExecutionContext.IsRunMode)
    {
        if (launch.Bots > 0)
        {
            builder.AddBots<Projects.Bots>("bots", launch.Bots)
                .WithGateway(gateway)
                .WaitFor(gateway)
                .WaitForAll(gameServers);
        }

        builder.AddWatching(coordinators, gameServers, meshSecret, launch);
    }

    builder.Build().Run();
    return 0;
}
catch (DistributedApplicationException problem)
{
    Console.Error.WriteLine(problem.Message);
    return 1;
}
