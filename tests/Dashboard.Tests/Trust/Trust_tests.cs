using System.Net;
using System.Net.WebSockets;
using PlanetarySurvival.Dashboard.Tests.Browsers;

namespace PlanetarySurvival.Dashboard.Tests.Trust;

public sealed class Trust_tests : IAsyncLifetime
{
    private readonly DashboardApplication _dashboard = new();
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _client;

    public Trust_tests() => _client = new(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = _cookies })
    {
        BaseAddress = _dashboard.Settings.Page,
    };

    public async ValueTask InitializeAsync()
    {
        await _dashboard.StartAsync();
        await _client.GetAsync(_dashboard.Settings.Login); // whoever is refused below has a cookie
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _dashboard.DisposeAsync();
    }

    [Theory]
    [InlineData("rebound.example")]
    [InlineData("localhost.rebound.example")]
    [InlineData("localhost:1")]
    public async Task Another_name_for_loopback_is_refused(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = host } };

        Assert.Equal(HttpStatusCode.Forbidden, (await _client.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("http://elsewhere.example")]
    [InlineData("http://localhost:1")]
    public async Task A_post_of_another_page_is_refused(string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        if (origin is not null)
            request.Headers.Add("Origin", origin);

        Assert.Equal(HttpStatusCode.Forbidden, (await _client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task A_post_of_its_own_page_is_taken()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", Own);

        Assert.Equal(HttpStatusCode.OK, (await _client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task A_socket_of_another_page_is_refused()
    {
        var address = new UriBuilder(new Uri(_dashboard.Settings.Page, "/_blazor")) { Scheme = "ws" }.Uri;

        using var theirs = Socket("http://elsewhere.example");
        await Assert.ThrowsAsync<WebSocketException>(() => theirs.ConnectAsync(address, CancellationToken.None));
        Assert.Equal(HttpStatusCode.Forbidden, theirs.HttpStatusCode);

        using var ours = Socket(Own);
        await ours.ConnectAsync(address, CancellationToken.None);
        Assert.Equal(WebSocketState.Open, ours.State);
    }

    [Fact]
    public async Task Scripts_come_from_the_dashboard_alone_and_nobody_frames_it()
    {
        var answer = await _client.GetAsync("/");
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));

        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.DoesNotContain("Server", answer.Headers.Select(h => h.Key));
    }

    private string Own => _dashboard.Settings.Page.GetLeftPart(UriPartial.Authority);

    private ClientWebSocket Socket(string origin)
    {
        var socket = new ClientWebSocket { Options = { Cookies = _cookies, CollectHttpResponseDetails = true } };
        socket.Options.SetRequestHeader("Origin", origin);
        return socket;
    }
}
