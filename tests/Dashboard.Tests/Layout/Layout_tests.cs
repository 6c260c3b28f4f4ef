using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PlanetarySurvival.Dashboard.Tests.Browsers;

namespace PlanetarySurvival.Dashboard.Tests.Layout;

public sealed class Layout_tests(Chromium chromium) : IAsyncLifetime
{
    private readonly DashboardApplication _dashboard = new();

    public async ValueTask InitializeAsync()
    {
        _dashboard.AddShell("shell", "echo hello; exec sleep 1000");
        await _dashboard.StartAsync();
    }

    public ValueTask DisposeAsync() => _dashboard.DisposeAsync();

    [Fact]
    public async Task The_page_names_the_application()
    {
        await using var visit = await _dashboard.VisitAsync(chromium);

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Banner)).ToContainTextAsync("Little");
    }

    [Theory]
    [InlineData("c", "/consolelogs")]
    [InlineData("s", "/structuredlogs")]
    [InlineData("t", "/traces")]
    [InlineData("m", "/metrics")]
    public async Task A_key_opens_each_page_and_another_leads_back(string key, string address)
    {
        await using var visit = await _dashboard.VisitAsync(chromium);
        await Assertions.Expect(visit.Page.Locator("[data-resource=shell]")).ToBeVisibleAsync();

        await visit.Page.Keyboard.PressAsync(key);
        await Assertions.Expect(visit.Page).ToHaveURLAsync(new Regex(Regex.Escape(address)));
        await Assertions.Expect(visit.Page.Locator(".rail a.active")).ToHaveAttributeAsync("data-shortcut", key);
        await Assertions.Expect(visit.Page.Locator("h1")).ToBeVisibleAsync();

        await visit.Page.Keyboard.PressAsync("r");
        await Assertions.Expect(visit.Page.Locator("[data-resource=shell]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Letters_in_a_field_are_only_letters()
    {
        await using var visit = await _dashboard.VisitAsync(chromium, "/consolelogs/resource/shell");
        await Assertions.Expect(visit.Page.GetByText("hello")).ToBeVisibleAsync();

        await visit.Page.GetByLabel("Filter").PressSequentiallyAsync("metrics");

        await Assertions.Expect(visit.Page.GetByLabel("Filter")).ToHaveValueAsync("metrics");
        Assert.EndsWith("/consolelogs/resource/shell", visit.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_keys_are_listed()
    {
        await using var visit = await _dashboard.VisitAsync(chromium);
        await Assertions.Expect(visit.Page.Locator("[data-resource=shell]")).ToBeVisibleAsync();

        await visit.Page.Keyboard.PressAsync("?");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Console");

        await visit.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_theme_is_chosen_and_remembered()
    {
        await using var visit = await _dashboard.VisitAsync(chromium, options: new() { ColorScheme = ColorScheme.Light });
        var theme = visit.Page.GetByTestId("theme");
        await Assertions.Expect(visit.Page.Locator("[data-resource=shell]")).ToBeVisibleAsync();
        var light = await BackgroundAsync(visit);

        await theme.ClickAsync(); // light
        await Assertions.Expect(theme).ToHaveAttributeAsync("title", "Theme: light");
        await theme.ClickAsync(); // dark
        await Assertions.Expect(theme).ToHaveAttributeAsync("title", "Theme: dark");
        await Assertions.Expect(visit.Page.Locator("body")).Not.ToHaveCSSAsync("background-color", light);

        await visit.Page.ReloadAsync();
        await Assertions.Expect(theme).ToHaveAttributeAsync("title", "Theme: dark");
        await Assertions.Expect(visit.Page.Locator("body")).Not.ToHaveCSSAsync("background-color", light);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 255)]
    [InlineData(ColorScheme.Dark, 0)]
    public async Task Without_a_choice_the_theme_is_that_of_the_system(ColorScheme scheme, int near)
    {
        await using var visit = await _dashboard.VisitAsync(chromium, options: new() { ColorScheme = scheme });
        await Assertions.Expect(visit.Page.Locator("[data-resource=shell]")).ToBeVisibleAsync();

        var red = int.Parse(Regex.Match(await BackgroundAsync(visit), "[0-9]+").Value, null);
        Assert.InRange(Math.Abs(near - red), 0, 80);
    }

    [Fact]
    public async Task An_address_that_leads_nowhere_says_so()
    {
        await using var visit = await _dashboard.VisitAsync(chromium, "/nowhere");
        visit.ForgiveRefusals(); // the browser writes down that it was not found

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Nothing here" })).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/?view=graph")]
    [InlineData("/?resource=shell")]
    [InlineData("/consolelogs/resource/shell")]
    public async Task Each_page_fits_the_screen_of_a_laptop(string address)
    {
        await using var visit = await _dashboard.VisitAsync(chromium, address);
        await Assertions.Expect(visit.Page.Locator("h1")).ToBeVisibleAsync();

        Assert.True(await visit.Page.EvaluateAsync<bool>(
            "document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight"));
    }

    private static Task<string> BackgroundAsync(Visit visit) =>
        visit.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
}
