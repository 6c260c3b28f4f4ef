using Aspire.Hosting.ApplicationModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.FluentUI.AspNetCore.Components;
using PlanetarySurvival.Dashboard.Assets;
using PlanetarySurvival.Dashboard.Layout;
using PlanetarySurvival.Dashboard.Login;
using PlanetarySurvival.Dashboard.Resources;
using PlanetarySurvival.Dashboard.Telemetry;
using PlanetarySurvival.Dashboard.Trust;
using PlanetarySurvival.Hosting.Dashboards;

namespace PlanetarySurvival.Dashboard;

/// <summary>Serves the pages that show the running application: its resources, what they write, and the telemetry that they send.</summary>
public sealed class DashboardServer : IDashboard
{
    private static readonly TimeSpan PagesMayTake = TimeSpan.FromMilliseconds(200);

    private WebApplication? _app;

    /// <summary>What the pages are made of.</summary>
    internal IServiceProvider Services => _app?.Services ?? throw new InvalidOperationException("The dashboard is not open.");

    /// <summary>Opens the pages on loopback, whatever host the addresses name; only their ports count.</summary>
    public async Task StartAsync(DashboardSettings settings, IServiceProvider services, CancellationToken cancellationToken)
    {
        var assets = new EmbeddedAssets();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(DashboardServer).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });

        // What is named by the application's name is looked for among these too.
        builder.Environment.WebRootFileProvider = assets;

        // The screen of the AppHost is not for the requests of a page, but for its failures.
        builder.Logging.AddProvider(new PassedOn(services.GetRequiredService<ILoggerFactory>()));
        builder.Logging.SetMinimumLevel(LogLevel.Error);

        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenLocalhost(settings.Page.Port);
        });

        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(services.GetRequiredService<ResourceNotificationService>());
        builder.Services.AddSingleton(services.GetRequiredService<ResourceLoggerService>());
        builder.Services.AddSingleton(services.GetRequiredService<ResourceCommandService>());
        builder.Services.AddSingleton(services.GetRequiredService<DistributedApplicationModel>());
        builder.Services.AddSingleton<CircuitCount>();
        builder.Services.AddScoped<CircuitHandler, CircuitLimit>();
        builder.Services.AddRouting();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents(circuits => circuits.DisconnectedCircuitMaxRetained = 4);
        builder.Services.AddFluentUIComponents();
        builder.AddLogin(settings);
        builder.AddResources();
        builder.AddTelemetry(settings);

        _app = builder.Build();
        _app.UseTelemetryPorts(settings);
        _app.UseOwnOriginOnly(settings);
        _app.UseStaticFiles(new StaticFileOptions { FileProvider = assets });
        _app.UseRouting();
        _app.UseRateLimiter();
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.UseAntiforgery();
        _app.MapGet("/health", () => "Healthy").AllowAnonymous();
        _app.MapLogin();
        _app.MapTelemetry();
        _app.MapRazorComponents<Document>().AddInteractiveServerRenderMode(
            mode => mode.ContentSecurityFrameAncestorsPolicy = null); // OwnOriginOnly says it for all pages
        _app.MapFallback(() => new RazorComponentResult<Document> { StatusCode = StatusCodes.Status404NotFound });

        await _app.StartAsync(cancellationToken);
    }

    /// <summary>Closes the pages.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_app is null)
            return;

        // Open pages are not waited for.
        using var now = new CancellationTokenSource(PagesMayTake);

        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    /// <summary>Gives what is logged here to the loggers of the application.</summary>
    private sealed class PassedOn(ILoggerFactory loggers) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => loggers.CreateLogger(categoryName);

        public void Dispose()
        {
            // The loggers belong to the application.
        }
    }
}
