using System.Net;
using System.Net.Http.Headers;
using PlanetarySurvival.Contracts.Mesh;

namespace PlanetarySurvival.Gateway.Tests;

[Collection(GatewayCollection.Name)]
public sealed class RouteTests(GatewayFixture fixture)
{
    [Fact]
    public async Task The_header_chooses_the_game_server()
    {
        await ResetAsync();

        foreach (var server in fixture.Mesh.Servers)
            Assert.StartsWith(server.Name, await (await GetAsync("/api/whoami", server.Name)).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var unknown = await GetAsync("/api/whoami", "game-server-99");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal("application/problem+json", unknown.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Without_the_header_any_server_in_service_answers_and_sees_no_token()
    {
        await ResetAsync();
        fixture.Mesh.Change(map => (map.Servers[0].State, map.Servers[1].State) = (ServerState.Suspect, ServerState.Dead));
        await fixture.Gateway.FollowsAsync(fixture.Mesh);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/whoami");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "whatever");
        using var answer = await fixture.Gateway.Client.SendAsync(request);

        Assert.Equal("game-server-2 authorization=", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Coordinators_are_reached_through_the_leader()
    {
        await ResetAsync();
        fixture.Mesh.Lead("mesh-coordinator-1", term: 9);
        await Wait.UntilAsync(
            async () => (await fixture.Gateway.MeshAsync()).GetProperty("leader").GetString() == "mesh-coordinator-1", "the leader shows");

        for (var i = 0; i < 5; i++)
            Assert.Equal("mesh-coordinator-1", await fixture.Gateway.Client.GetStringAsync("/coordinator/whoami"));

        fixture.Mesh.Lead("mesh-coordinator-0", term: 10);
    }

    [Fact]
    public async Task With_nobody_there_the_answer_is_to_come_back()
    {
        await ResetAsync();
        fixture.Mesh.Change(map => map.Servers.Clear());
        await fixture.Gateway.FollowsAsync(fixture.Mesh);

        using var answer = await GetAsync("/api/whoami", server: null);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Fact]
    public async Task The_front_page_names_the_rest()
    {
        var page = await fixture.Gateway.Client.GetStringAsync("/");

        Assert.Contains("/v1/mesh", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
    }

    private async Task ResetAsync()
    {
        var gateway = fixture.Gateway;
        fixture.Mesh.Reset();
        await gateway.FollowsAsync(fixture.Mesh);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string? server)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (server is not null)
            request.Headers.Add("X-Game-Server", server);
        return await fixture.Gateway.Client.SendAsync(request);
    }
}
