using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using PlanetarySurvival.Dashboard.Tests.Browsers;
using PlanetarySurvival.Hosting.Dashboards;
using PlanetarySurvival.Testing;

namespace PlanetarySurvival.Dashboard.Tests.Journeys;

/// <summary>The real system, as the AppHost describes it, seen through its dashboard.</summary>
[Collection<WholeSystem>]
public sealed class Mesh_tests(Chromium chromium)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly LocatorAssertionsToContainTextOptions Patiently = new() { Timeout = (float)Patience.TotalMilliseconds };

    [Fact]
    public async Task A_running_mesh_is_seen_and_a_part_of_it_started_again()
    {
        var browser = await chromium.GetAsync();
        var folder = Directory.CreateTempSubdirectory("dashboard-tests-");
        using var limit = new CancellationTokenSource(Patience);

        try
        {
            await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.PlanetarySurvival_AppHost>(
                ["--ports", "free", "--data", folder.FullName, "--bots", "6"], (options, _) => options.DisableDashboard = false, limit.Token);
            Configure(builder.Configuration);

            await using var application = await builder.BuildAsync(limit.Token);
            await application.StartAsync(limit.Token);

            var settings = application.Services.GetRequiredService<DashboardSettings>();
            await using var visit = await Visit.OpenAsync(browser, settings.Login);

            await SeeTheTableAsync(visit.Page);
            await SeeTheGraphAsync(visit.Page);
            await ReadTheLogOfAServerAsync(visit.Page);
            await GoFromATraceToItsLogsAsync(visit.Page);
            await SeeTheTicksOfAServerAsync(visit.Page);
            await StartTheGatewayAgainAsync(visit.Page);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Configure(Microsoft.Extensions.Configuration.IConfigurationManager configuration)
    {
        configuration["ASPNETCORE_URLS"] = $"http://localhost:{FreePorts.Next()}";
        configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = $"http://localhost:{FreePorts.Next()}";
        configuration["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = $"http://localhost:{FreePorts.Next()}";
    }

    private static async Task SeeTheTableAsync(IPage page)
    {
        foreach (var name in (string[])["world", "cache", "mesh-coordinator-0", "mesh-coordinator-1", "mesh-coordinator-2", "game-server-0", "gateway", "bots"])
            await Assertions.Expect(Row(page, name)).ToContainTextAsync("Running", Patiently);

        await Assertions.Expect(Row(page, "game-server-2")).ToContainTextAsync("healthy", Patiently);
    }

    private static async Task SeeTheGraphAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Graph" }).ClickAsync();

        await Assertions.Expect(page.Locator("[data-node=game-server-1]")).ToContainTextAsync("Running");
        await Assertions.Expect(page.Locator("[data-from=game-server-1][data-to=mesh-coordinator-0]")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("[data-from=bots][data-to=gateway]")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("[data-node=jwt-key]")).ToHaveCountAsync(0);

        // Nothing is cut off: all of it is in sight on a laptop's screen.
        await Assertions.Expect(page.Locator("[data-node=bots]")).ToBeInViewportAsync(new() { Ratio = 1 });
        await Assertions.Expect(page.Locator("[data-node=world]")).ToBeInViewportAsync(new() { Ratio = 1 });
    }

    private static async Task ReadTheLogOfAServerAsync(IPage page)
    {
        await page.Locator("[data-node=game-server-0] .name").ClickAsync();
        await page.GetByRole(AriaRole.Complementary).GetByRole(AriaRole.Link, new() { Name = "Console logs" }).ClickAsync();

        await Assertions.Expect(page.GetByTestId("resource")).ToHaveValueAsync("game-server-0");
        await Assertions.Expect(page.Locator(".line").First).ToBeVisibleAsync();
    }

    /// <summary>A walk over a border is one trace over two servers, and both write about it.</summary>
    private static async Task GoFromATraceToItsLogsAsync(IPage page)
    {
        await page.Keyboard.PressAsync("t");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Traces" })).ToBeFocusedAsync();
        await page.GetByLabel("Filter").FillAsync("transfer");

        // Whichever two servers it was between.
        var transfers = page.GetByRole(AriaRole.Table, new() { Name = "Traces" }).GetByRole(AriaRole.Row)
            .Filter(new() { HasTextRegex = new(@": transfer[\s\S]*game-server-\d \d[\s\S]*game-server-\d \d") });
        await transfers.First.GetByRole(AriaRole.Link).ClickAsync(new() { Timeout = Patiently.Timeout });

        var spans = page.GetByRole(AriaRole.Table, new() { Name = "Spans" });
        await Assertions.Expect(spans.Locator("[data-span=transfer]")).ToBeVisibleAsync();
        await Assertions.Expect(spans.Locator("[data-span=arrive]")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Logs of this trace" }).ClickAsync();

        var logs = page.GetByRole(AriaRole.Table, new() { Name = "Structured logs" });
        await Assertions.Expect(logs).ToContainTextAsync("game-server-");

        await logs.GetByRole(AriaRole.Link, new() { NameRegex = new("^Trace ") }).First.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Complementary)).ToContainTextAsync("Logs of this span");
    }

    private static async Task SeeTheTicksOfAServerAsync(IPage page)
    {
        await page.Keyboard.PressAsync("m");
        await page.GetByRole(AriaRole.Link, new() { Name = "game-server-2", Exact = true }).ClickAsync(new() { Timeout = Patiently.Timeout });
        await page.GetByRole(AriaRole.Link, new() { Name = "physics_step_ms", Exact = true }).ClickAsync();

        await Assertions.Expect(page.Locator("svg.chart")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".plot")).ToContainTextAsync("P99");
    }

    private static async Task StartTheGatewayAgainAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Resources", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Details of gateway" }).ClickAsync();

        var pid = page.GetByRole(AriaRole.Complementary).Locator("dt", new() { HasText = "executable.pid" }).Locator("+ dd");
        var before = await pid.InnerTextAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Restart gateway", Exact = true }).ClickAsync();

        await Assertions.Expect(pid).Not.ToHaveTextAsync(before, new() { Timeout = Patiently.Timeout });
        await Assertions.Expect(Row(page, "gateway")).ToContainTextAsync("healthy", Patiently);
    }

    private static ILocator Row(IPage page, string name) => page.Locator($"[data-resource={name}]");
}

/// <summary>Wants the machine for itself: nothing else of this assembly runs beside it.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class WholeSystem;
