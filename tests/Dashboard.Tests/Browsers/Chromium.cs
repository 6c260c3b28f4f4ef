using Microsoft.Playwright;
using PlanetarySurvival.Dashboard.Tests.Browsers;
using PlanetarySurvival.Testing;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace PlanetarySurvival.Dashboard.Tests.Browsers;

/// <summary>The machine's browser, without a window, for all tests.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    private static readonly string? Program = Names.Select(name => SystemPart.Find(name)).FirstOrDefault(path => path is not null);

    private readonly SemaphoreSlim _starting = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>The browser, started when it is first asked for. Skips the test if the machine has none.</summary>
    public async Task<IBrowser> GetAsync()
    {
        SystemPart.Require(Program is not null, "chromium");
        await _starting.WaitAsync();

        try
        {
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = Program,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
            });
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();

        _playwright?.Dispose();
        _starting.Dispose();
    }
}
