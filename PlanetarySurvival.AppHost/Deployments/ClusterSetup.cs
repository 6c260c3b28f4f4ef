using PlanetarySurvival.AppHost.Launch;

namespace PlanetarySurvival.AppHost.Deployments;

internal static class ClusterSetup
{
    /// <summary>Adds the cluster that a chart is written for. A manifest cannot say it, so it is left out there.</summary>
    public static void AddCluster(this IDistributedApplicationBuilder builder, LocalLaunch launch)
    {
        if (launch.IsForKubernetes)
        {
            builder.AddKubernetesEnvironment("kubernetes").WithDashboard(false).WithHelm(chart => chart
                .WithChartName("planetary-survival")
                .WithChartDescription("The mesh of game servers of Planetary Survival"));
        }
    }
}
