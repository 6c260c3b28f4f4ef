using System.Reflection;
using Aspire.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PlanetarySurvival.Hosting.Dashboards;

/// <summary>Finds the dashboard and keeps it open while the application runs.</summary>
internal sealed partial class DashboardHost(
    string assemblyName, DashboardSettings settings, IServiceProvider services, ILogger<DistributedApplication> logger) : IHostedLifecycleService
{
    /// <summary>The build of the AppHost stamps the name of the dashboard's assembly under this key.</summary>
    public const string MetadataKey = "PlanetarySurvival.Hosting.Dashboard";

    private IDashboard? _dashboard;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var type = Assembly.Load(assemblyName).GetExportedTypes().FirstOrDefault(t => t.IsAssignableTo(typeof(IDashboard)) && !t.IsAbstract)
            ?? throw new DistributedApplicationException($"The assembly '{assemblyName}' has no dashboard.");

        _dashboard = (IDashboard)Activator.CreateInstance(type)!;
        await _dashboard.StartAsync(settings, services, cancellationToken).ConfigureAwait(false);

        if (!settings.AllowAnonymous)
            Log.Login(logger, settings.Login.ToString());
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Closes it once everything else has stopped: programs that end say a last time what they measured, and try for ten seconds where nobody hears
    /// them.
    /// </summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (_dashboard is not null)
            await _dashboard.DisposeAsync().ConfigureAwait(false);
    }

    private static partial class Log
    {
        // Tools that open a browser look for this very sentence.
        [LoggerMessage(Level = LogLevel.Information, Message = "Login to the dashboard at {Url}")]
        public static partial void Login(ILogger logger, string url);
    }
}
