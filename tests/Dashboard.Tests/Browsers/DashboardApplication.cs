using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using PlanetarySurvival.Hosting.Dashboards;
using PlanetarySurvival.Hosting.Tests.Applications;
using PlanetarySurvival.Testing;

namespace PlanetarySurvival.Dashboard.Tests.Browsers;

/// <summary>A small application and the dashboard over it.</summary>
internal sealed class DashboardApplication : IAsyncDisposable
{
    public const string Token = "0123456789abcdef";

    private readonly DashboardServer _dashboard = new();

    public DashboardSettings Settings { get; init; } = new()
    {
        ApplicationName = "Little",
        Page = new Uri($"http://localhost:{FreePorts.Next()}"),
        OtlpGrpc = new Uri($"http://localhost:{FreePorts.Next()}"),
        OtlpHttp = new Uri($"http://localhost:{FreePorts.Next()}"),
        BrowserToken = Token,
        OtlpApiKey = "key",
    };

    public TestApplication Test { get; } = new();

    /// <summary>Something of the dashboard's own.</summary>
    public T Get<T>() where T : notnull => _dashboard.Services.GetRequiredService<T>();

    public IDistributedApplicationBuilder Builder => Test.Builder;

    public IResourceBuilder<ExecutableResource> AddShell(string name, string script) => Test.AddShell(name, script);

    public async Task StartAsync()
    {
        await Test.StartAsync();
        await _dashboard.StartAsync(Settings, Test.Application.Services, CancellationToken.None);
    }

    /// <summary>Logs in and opens a page.</summary>
    public async Task<Visit> VisitAsync(Chromium chromium, string address = "/", BrowserNewContextOptions? options = null)
    {
        var login = new Uri(Settings.Page, $"/login?t={Token}&returnUrl={Uri.EscapeDataString(address)}");

        return await Visit.OpenAsync(await chromium.GetAsync(), login, options);
    }

    /// <summary>A client that keeps cookies and follows nothing.</summary>
    public HttpClient CreateClient() => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Settings.Page };

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await Test.DisposeAsync();
    }
}
