namespace PlanetarySurvival.MeshCoordinator.Consensus;

internal static class ConsensusSetup
{
    /// <summary>The agreed log. It starts before whatever is registered after it.</summary>
    public static void AddConsensus(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<RaftOptions>().BindConfiguration(RaftOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<RaftLog>();
        builder.Services.AddSingleton<IMeshLog>(services => services.GetRequiredService<RaftLog>());
        builder.Services.AddHostedService(services => services.GetRequiredService<RaftLog>());
    }
}
