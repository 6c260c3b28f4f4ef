using Aspire.Hosting.ApplicationModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PlanetarySurvival.Dashboard.Logs;
using PlanetarySurvival.Dashboard.Page;
using PlanetarySurvival.Dashboard.Resources;
using PlanetarySurvival.Dashboard.Trust;
using PlanetarySurvival.Hosting.Dashboards;

namespace PlanetarySurvival.Dashboard;

/// <summary>Serves the page that shows the running application: its resources, their state and links, their logs, and their commands.</summary>
public sealed class DashboardServer : IDashboard
{
    private WebApplication? _app;

    /// <summary>Opens the page on loopback, whatever host the address names; only its port counts.</summary>
    public async Task StartAsync(DashboardSettings settings, IServiceProvider services, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();

        builder.Logging.ClearProviders(); // the screen of the AppHost is not for the requests of a page
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenLocalhost(settings.Page.Port);
        });
        builder.Services.AddSingleton(services.GetRequiredService<ResourceNotificationService>());
        builder.Services.AddSingleton(services.GetRequiredService<ResourceLoggerService>());
        builder.Services.AddSingleton(services.GetRequiredService<ResourceCommandService>());
        builder.Services.AddSingleton(services.GetRequiredService<DistributedApplicationModel>());
        builder.Services.AddSingleton<FollowerLimit>();

        _app = builder.Build();
        _app.UseOwnOriginOnly();
        _app.MapPage();
        _app.MapResources();
        _app.MapLogs();

        await _app.StartAsync(cancellationToken);
    }

    /// <summary>Closes the page.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_app is null)
            return;

        // Open streams of pages are not waited for.
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
