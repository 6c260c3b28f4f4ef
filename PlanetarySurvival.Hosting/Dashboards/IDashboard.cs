namespace PlanetarySurvival.Hosting.Dashboards;

/// <summary>The page that shows the running application. Its assembly is named by the build of the AppHost.</summary>
public interface IDashboard : IAsyncDisposable
{
    /// <summary>Opens the page.</summary>
    /// <param name="address">Where: an HTTP address on loopback.</param>
    /// <param name="services">The services of the application: what it shows.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task StartAsync(Uri address, IServiceProvider services, CancellationToken cancellationToken);
}
