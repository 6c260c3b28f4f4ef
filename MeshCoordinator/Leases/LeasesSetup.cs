namespace PlanetarySurvival.MeshCoordinator.Leases;

internal static class LeasesSetup
{
    /// <summary>Permissions to act, and the fences that take-overs wait for.</summary>
    public static void AddLeases(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<LeaderDesk>();
        builder.Services.AddHostedService<FenceLoop>();
    }
}
