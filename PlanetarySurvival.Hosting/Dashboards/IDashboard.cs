namespace PlanetarySurvival.Hosting.Dashboards;

/// <summary>The page that shows the running application. Its assembly is named by the build of the AppHost.</summary>
public interface IDashboard : IAsyncDisposable
{
    /// <summary>Opens the page and the doors for telemetry.</summary>
    /// <param name="settings">Where, and for whom.</param>
    /// <param name="services">The services of the application: what it shows.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task StartAsync(DashboardSettings settings, IServiceProvider services, CancellationToken cancellationToken);
}
