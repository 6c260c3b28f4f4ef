using System.Net;
using Microsoft.Playwright;
using PlanetarySurvival.Dashboard.Tests.Browsers;
using PlanetarySurvival.Hosting.Dashboards;
using PlanetarySurvival.Testing;

namespace PlanetarySurvival.Dashboard.Tests.Login;

public sealed class Login_tests(Chromium chromium) : IAsyncLifetime
{
    private readonly DashboardApplication _dashboard = new();

    public async ValueTask InitializeAsync()
    {
        _dashboard.AddShell("shell", "sleep 1000");
        await _dashboard.StartAsync();
    }

    public ValueTask DisposeAsync() => _dashboard.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/consolelogs/resource/shell")]
    [InlineData("/structuredlogs")]
    [InlineData("/traces")]
    [InlineData("/metrics")]
    public async Task Nothing_is_shown_without_a_login(string address)
    {
        using var client = _dashboard.CreateClient();

        var answer = await client.GetAsync(address);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("/login", answer.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_page_becomes_live_without_a_login()
    {
        using var client = _dashboard.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", _dashboard.Settings.Page.GetLeftPart(UriPartial.Authority));

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task The_health_of_the_dashboard_is_open()
    {
        using var client = _dashboard.CreateClient();

        Assert.Equal("Healthy", await client.GetStringAsync("/health"));
    }

    [Fact]
    public async Task The_printed_address_gives_a_cookie_for_this_page_alone()
    {
        using var client = _dashboard.CreateClient();

        var answer = await client.GetAsync(_dashboard.Settings.Login);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/", answer.Headers.Location!.ToString());

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/")).StatusCode);
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("")]
    [InlineData(DashboardApplication.Token + "0")]
    public async Task A_wrong_token_is_refused(string token)
    {
        using var client = _dashboard.CreateClient();

        var answer = await client.GetAsync($"/login?t={token}");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Who_guesses_is_stopped()
    {
        using var client = _dashboard.CreateClient();
        var answers = new List<HttpStatusCode>();

        for (var i = 0; i < 30; i++)
            answers.Add((await client.GetAsync($"/login?t={i}")).StatusCode);

        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.Contains(HttpStatusCode.Unauthorized, answers);
    }

    [Theory]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("https://elsewhere.example/")]
    public async Task A_login_leads_to_no_other_page(string returnUrl)
    {
        using var client = _dashboard.CreateClient();

        var answer = await client.GetAsync($"/login?t={DashboardApplication.Token}&returnUrl={Uri.EscapeDataString(returnUrl)}");

        Assert.Equal("/", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task The_token_can_be_pasted_and_the_page_that_was_asked_for_opens()
    {
        await using var visit = await Visit.OpenAsync(
            await chromium.GetAsync(), new Uri(_dashboard.Settings.Page, "/consolelogs/resource/shell"));
        visit.ForgiveRefusals();

        await visit.Page.GetByLabel("Token").FillAsync("no");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();

        await visit.Page.GetByLabel("Token").FillAsync(DashboardApplication.Token);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();

        await Assertions.Expect(visit.Page.GetByTestId("resource")).ToHaveValueAsync("shell");
        Assert.EndsWith("/consolelogs/resource/shell", visit.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_signs_out_must_log_in_again()
    {
        await using var visit = await _dashboard.VisitAsync(chromium);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByLabel("Token")).ToBeVisibleAsync();

        await visit.Page.GotoAsync("/");
        await Assertions.Expect(visit.Page.GetByLabel("Token")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Without_a_token_everybody_on_this_machine_is_let_in()
    {
        await using var open = new DashboardApplication { Settings = Anonymous() };
        await open.StartAsync();
        using var client = open.CreateClient();

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/")).StatusCode);
    }

    private DashboardSettings Anonymous() => _dashboard.Settings with
    {
        Page = new Uri($"http://localhost:{FreePorts.Next()}"),
        OtlpGrpc = new Uri($"http://localhost:{FreePorts.Next()}"),
        OtlpHttp = new Uri($"http://localhost:{FreePorts.Next()}"),
        AllowAnonymous = true,
    };
}
