using System.Reflection;
using Aspire.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace PlanetarySurvival.Hosting.Dashboards;

/// <summary>Finds the dashboard and keeps it open while the application runs.</summary>
internal sealed class DashboardHost(string assemblyName, IConfiguration configuration, IServiceProvider services) : IHostedService
{
    /// <summary>The build of the AppHost stamps the name of the dashboard's assembly under this key.</summary>
    public const string MetadataKey = "PlanetarySurvival.Hosting.Dashboard";

    private const string DefaultAddress = "http://localhost:15888";

    private IDashboard? _dashboard;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var type = Assembly.Load(assemblyName).GetExportedTypes().FirstOrDefault(t => t.IsAssignableTo(typeof(IDashboard)) && !t.IsAbstract)
            ?? throw new DistributedApplicationException($"The assembly '{assemblyName}' has no dashboard.");

        // The same setting as the real one's.
        var address = configuration["ASPNETCORE_URLS"]?.Split(';')[0] ?? DefaultAddress;

        _dashboard = (IDashboard)Activator.CreateInstance(type)!;
        await _dashboard.StartAsync(new Uri(address), services, cancellationToken).ConfigureAwait(false);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_dashboard is not null)
            await _dashboard.DisposeAsync().ConfigureAwait(false);
    }
}
