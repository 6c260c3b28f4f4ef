using System.Net;
using Microsoft.Extensions.Configuration;
using PlanetarySurvival.Dashboard;
using PlanetarySurvival.Hosting.Dashboards;
using PlanetarySurvival.Hosting.Tests.Applications;

namespace PlanetarySurvival.Hosting.Tests.Dashboards;

public sealed class Dashboard_tests : IAsyncLifetime
{
    private readonly TestApplication _test = new();
    private readonly DashboardServer _dashboard = new();
    private readonly HttpClient _client = new() { BaseAddress = new Uri($"http://localhost:{FreePort()}") };

    public async ValueTask InitializeAsync()
    {
        _test.AddShell("shell", "echo hello; sleep 1000");
        await _test.StartAsync();
        await _dashboard.StartAsync(DashboardSettings.From(new ConfigurationManager { ["ASPNETCORE_URLS"] = _client.BaseAddress!.ToString() }, "test"),
            _test.Application.Services, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _test.DisposeAsync();
        _client.Dispose();
    }

    [Fact]
    public async Task The_page_its_resources_and_their_logs_are_served()
    {
        Assert.Contains("<table>", await _client.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Contains("\"name\":\"shell\"", await ReadUntilAsync("/api/resources", "shell"), StringComparison.Ordinal);
        Assert.Contains("hello", await ReadUntilAsync("/api/logs/shell", "hello"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_name_for_loopback_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "rebound.example" } };

        Assert.Equal(HttpStatusCode.Forbidden, (await _client.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://elsewhere.example")]
    public async Task A_command_of_another_page_is_refused(string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/resources/shell/stop");
        if (origin is not null)
            request.Headers.Add("Origin", origin);

        Assert.Equal(HttpStatusCode.Forbidden, (await _client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task A_command_of_the_page_itself_is_carried_out()
    {
        await _test.WaitForAsync("shell", "Running");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/resources/shell/stop");
        request.Headers.Add("Origin", _client.BaseAddress!.GetLeftPart(UriPartial.Authority));

        Assert.Equal(HttpStatusCode.OK, (await _client.SendAsync(request)).StatusCode);
        await _test.WaitForAsync("shell", "Exited");
    }

    private async Task<string> ReadUntilAsync(string address, string wanted)
    {
        using var limit = new CancellationTokenSource(TestApplication.Patience);
        using var reader = new StreamReader(await _client.GetStreamAsync(address, limit.Token));

        while (await reader.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Contains(wanted, StringComparison.Ordinal))
                return line;
        }

        throw new InvalidOperationException($"'{wanted}' never came from {address}.");
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
