namespace PlanetarySurvival.MeshCoordinator.Planning;

internal static class PlanningSetup
{
    /// <summary>The leader's rounds of planning.</summary>
    public static void AddPlanning(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<PlanningOptions>().BindConfiguration(PlanningOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<PlanetOptions>().BindConfiguration(PlanetOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddHostedService<MeshLeader>();
    }
}
