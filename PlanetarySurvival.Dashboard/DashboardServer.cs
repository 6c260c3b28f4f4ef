using Aspire.Hosting.ApplicationModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PlanetarySurvival.Dashboard.Access;
using PlanetarySurvival.Dashboard.Logs;
using PlanetarySurvival.Dashboard.Pages;
using PlanetarySurvival.Dashboard.Resources;
using PlanetarySurvival.Hosting.Dashboards;

namespace PlanetarySurvival.Dashboard;

/// <summary>
/// The page that shows the running application: every resource with its state, health and links, its live log, and buttons to start, stop
/// and restart it. Answers on loopback only.
/// </summary>
public sealed class DashboardServer : IDashboard
{
    private WebApplication? _app;

    /// <inheritdoc/>
    public async Task StartAsync(Uri address, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (!address.IsLoopback)
            throw new ArgumentException($"The dashboard answers on loopback only; {address} is not.", nameof(address));

        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = Environments.Production });
        builder.Logging.ClearProviders();

        // CreateSlimBuilder reads ASPNETCORE_URLS too; the address given here is the one that counts.
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, null);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 4096);
        builder.Services.AddSingleton(services.GetRequiredService<ResourceNotificationService>());
        builder.Services.AddSingleton(services.GetRequiredService<ResourceLoggerService>());
        builder.Services.AddSingleton(services.GetRequiredService<ResourceCommandService>());
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));

        _app = builder.Build();
        _app.Urls.Clear();
        _app.Urls.Add(address.GetLeftPart(UriPartial.Authority));
        _app.UseLoopbackOnly();
        _app.MapPages();
        _app.MapResources();
        _app.MapLogs();
        await _app.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync().ConfigureAwait(false);
    }
}
