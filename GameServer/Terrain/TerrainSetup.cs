namespace PlanetarySurvival.GameServer.Terrain;

/// <summary>Adds the worker that generates chunks.</summary>
internal static class TerrainSetup
{
    public static WebApplicationBuilder AddTerrain(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<TerrainOptions>()
            .BindConfiguration(TerrainOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<ChunkWorker>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ChunkWorker>());
        return builder;
    }
}
