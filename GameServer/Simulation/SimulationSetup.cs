using Microsoft.Extensions.Options;
using PlanetarySurvival.GameServer.Mesh;
using PlanetarySurvival.GameServer.Telemetry;
using PlanetarySurvival.GameServer.Terrain;
using PlanetarySurvival.World;

namespace PlanetarySurvival.GameServer.Simulation;

/// <summary>Adds the simulation and the loop that runs it.</summary>
internal static class SimulationSetup
{
    public static WebApplicationBuilder AddSimulation(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<SimulationOptions>()
            .BindConfiguration(SimulationOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<PlanetOptions>()
            .BindConfiguration(PlanetOptions.Section).ValidateDataAnnotations().ValidateOnStart();

        builder.Services.AddSingleton(services =>
        {
            var planet = services.GetRequiredService<IOptions<PlanetOptions>>().Value;
            return new Planet(planet.Seed, planet.RadiusMetres);
        });
        builder.Services.AddSingleton(services =>
        {
            var identity = services.GetRequiredService<ServerIdentity>();
            return new Simulation(
                identity.Name, identity.Incarnation, services.GetRequiredService<Planet>(),
                services.GetRequiredService<IOptions<SimulationOptions>>().Value, services.GetRequiredService<IOptions<TerrainOptions>>().Value);
        });
        builder.Services.AddSingleton<TickMeter>();
        builder.Services.AddSingleton<ServerTick>();
        builder.Services.AddSingleton(services =>
        {
            var tick = services.GetRequiredService<ServerTick>();
            var planet = services.GetRequiredService<Planet>();
            return new TickLoop(
                tick.Run, () => Rehearsal.Run(planet), tick.RunLast, services.GetRequiredService<TickMeter>(),
                services.GetRequiredService<ServerMetrics>(), services.GetRequiredService<IHostApplicationLifetime>(),
                services.GetRequiredService<ILogger<TickLoop>>());
        });
        builder.Services.AddHostedService(services => services.GetRequiredService<TickLoop>());
        builder.Services.AddHealthChecks().AddCheck<TickHealth>("ticks", tags: ["live"]);
        return builder;
    }
}
