using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using Grpc.Core;
using PlanetarySurvival.Contracts.Mesh;
using PlanetarySurvival.Gateway.Tests.Mesh;
using PlanetarySurvival.ServiceDefaults;

namespace PlanetarySurvival.Gateway.Tests;

[Collection(GatewayCollection.Name)]
public sealed class DefaultsTests(GatewayFixture fixture)
{
    [Fact]
    public async Task Metrics_are_on_the_telemetry_port_and_nothing_else_is()
    {
        fixture.Mesh.Reset();
        var telemetry = FreePorts.Next();
        await using var gateway = await GatewayUnderTest.StartAsync(
            fixture.Mesh, fixture.Database.ConnectionString, new Dictionary<string, string> { ["Endpoints__Telemetry"] = $"{telemetry}" });
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{telemetry}") };
        var (_, token) = await gateway.LogInAsync(fixture.NewName());
        using var ticket = await gateway.PostAsync("/v1/tickets", null, token);
        Assert.Equal(HttpStatusCode.OK, ticket.StatusCode);

        using var metrics = await client.GetAsync("/metrics");
        Assert.Equal(HttpStatusCode.OK, metrics.StatusCode);
        var text = await metrics.Content.ReadAsStringAsync();
        Assert.Matches("(?m)^gateway_tickets_issued_total(\\{\\})? 1 ?\\d*$", text);
        Assert.DoesNotContain("otel_scope", text, StringComparison.Ordinal);
        foreach (var path in new[] { "/", "/health", "/v1/mesh" })
        {
            using var elsewhere = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
        }

        using var onHttp = await gateway.Client.GetAsync("/metrics");
        Assert.Equal(HttpStatusCode.NotFound, onHttp.StatusCode);
    }

    [Fact]
    public async Task Without_a_telemetry_port_metrics_are_on_the_http_port()
    {
        using var metrics = await fixture.Gateway.Client.GetAsync("/metrics");

        Assert.Equal(HttpStatusCode.OK, metrics.StatusCode);
    }

    [Fact]
    public async Task Calls_of_the_inside_need_the_mesh_secret()
    {
        await using var server = await FakeGameServer.StartAsync("game-server-9");
        var address = $"http://127.0.0.1:{server.Grpc}";
        using var right = MeshChannel.Create(address, FakeMesh.Secret);
        using var wrong = MeshChannel.Create(address, FakeMesh.Secret + "x");
        using var plain = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        await new GameServer.GameServerClient(right).LocateAsync(new LocateRequest());
        var refusal = await Assert.ThrowsAsync<RpcException>(
            async () => await new GameServer.GameServerClient(wrong).LocateAsync(new LocateRequest()));
        using var without = await plain.GetAsync(address + "/whoami");

        Assert.Equal(StatusCode.Unauthenticated, refusal.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
    }

    [Theory]
    [InlineData("Mesh__Secret")]
    [InlineData("Tickets__Secret")]
    [InlineData("Jwt__Key")]
    public async Task A_program_without_its_secret_refuses_to_start_and_names_it(string key)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => GatewayUnderTest.StartAsync(
            fixture.Mesh, fixture.Database.ConnectionString, new Dictionary<string, string> { [key] = "" }));

        Assert.Contains(key.Replace("__", ":"), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Https_speaks_TLS_1_3_with_a_certificate_that_is_kept()
    {
        var folder = Directory.CreateTempSubdirectory("planetary-gateway-").FullName;
        var first = await ThumbprintAsync(folder);
        var second = await ThumbprintAsync(folder);
        Directory.Delete(folder, recursive: true);

        Assert.Equal(first, second);
    }

    private async Task<string> ThumbprintAsync(string folder)
    {
        var https = FreePorts.Next();
        await using var gateway = await GatewayUnderTest.StartAsync(fixture.Mesh, fixture.Database.ConnectionString,
            new Dictionary<string, string> { ["Endpoints__Https"] = $"{https}", ["Gateway__DataFolder"] = folder });

        var thumbprint = "";
        using var client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, _) => (thumbprint = certificate!.GetCertHashString()).Length > 0,
                EnabledSslProtocols = SslProtocols.Tls13,
            },
        });
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var page = await client.GetAsync($"https://127.0.0.1:{https}/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);

        using var old = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
                EnabledSslProtocols = SslProtocols.Tls12,
            },
        });
        await Assert.ThrowsAsync<HttpRequestException>(() => old.GetAsync($"https://127.0.0.1:{https}/"));
        return thumbprint;
    }
}
