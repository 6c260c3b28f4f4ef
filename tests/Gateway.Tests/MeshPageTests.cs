using System.Net;
using System.Net.Http.Headers;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text.Json;
using PlanetarySurvival.Contracts.Mesh;
using PlanetarySurvival.Gateway.Tests.Mesh;

namespace PlanetarySurvival.Gateway.Tests;

[Collection(GatewayCollection.Name)]
public sealed class MeshPageTests(GatewayFixture fixture)
{
    [Fact]
    public async Task The_page_shows_leader_servers_regions_and_totals_as_numbers()
    {
        var gateway = fixture.Gateway;
        fixture.Mesh.Reset();
        fixture.Mesh.Change(map => map.Regions[2].Backup = "");
        fixture.Mesh.Count(players: 12, transfers: 34, disconnects: 1);
        await gateway.FollowsAsync(fixture.Mesh);
        await Wait.UntilAsync(async () => (await gateway.MeshAsync()).GetProperty("transfers").GetUInt64() == 34, "the totals arrive");

        var mesh = await gateway.MeshAsync();

        Assert.Equal("mesh-coordinator-0", mesh.GetProperty("leader").GetString());
        Assert.Equal((12UL, 34UL, 1UL), (
            mesh.GetProperty("players").GetUInt64(), mesh.GetProperty("transfers").GetUInt64(), mesh.GetProperty("disconnects").GetUInt64()));
        Assert.Equal(
            ["game-server-0 ready 5 1", "game-server-1 ready 5 1", "game-server-2 ready 5 1"],
            mesh.GetProperty("servers").EnumerateArray().Select(server =>
                $"{server.GetProperty("name")} {server.GetProperty("state")} {server.GetProperty("players").GetInt32()} " +
                $"{server.GetProperty("regions").GetInt32()}"));
        var last = mesh.GetProperty("regions").EnumerateArray().Single(region => region.GetProperty("id").GetString() == "0:0,3,-1");
        Assert.Equal("game-server-2", last.GetProperty("owner").GetString());
        Assert.Equal(JsonValueKind.Null, last.GetProperty("backup").ValueKind);
        Assert.Equal((1, 4), (last.GetProperty("epoch").GetInt32(), last.GetProperty("players").GetInt32()));
    }

    [Fact]
    public async Task A_server_that_came_back_shows_once_and_one_that_did_not_shows_dead()
    {
        var gateway = fixture.Gateway;
        fixture.Mesh.Reset();
        fixture.Mesh.Change(map =>
        {
            var former = map.Servers[0].Clone();
            former.State = ServerState.Dead;
            former.Incarnation = Google.Protobuf.ByteString.CopyFrom(Guid.NewGuid().ToByteArray());
            map.Servers.Insert(0, former);
            map.Servers[2].State = ServerState.Dead;
        });
        await gateway.FollowsAsync(fixture.Mesh);

        var servers = (await gateway.MeshAsync()).GetProperty("servers").EnumerateArray();

        Assert.Equal(
            ["game-server-0 ready", "game-server-1 dead", "game-server-2 ready"],
            servers.Select(server => $"{server.GetProperty("name")} {server.GetProperty("state")}"));
    }

    [Fact]
    public async Task The_page_survives_its_coordinators_and_shows_the_next_leader()
    {
        await using var mesh = await FakeMesh.StartAsync();
        mesh.Count(players: 24, transfers: 7, disconnects: 0);
        await using var gateway = await GatewayUnderTest.StartAsync(mesh, fixture.Database.ConnectionString);
        await Wait.UntilAsync(async () => (await gateway.MeshAsync()).GetProperty("players").GetInt32() == 24, "the totals arrive");

        await mesh.Coordinators[0].DisposeAsync();
        mesh.Lead("mesh-coordinator-2", term: 2);
        await Wait.UntilAsync(async () => (await LeaderAsync()) == "mesh-coordinator-2", "the next leader shows");
        Assert.Equal(24, (await gateway.MeshAsync()).GetProperty("players").GetInt32());

        await mesh.Coordinators[1].DisposeAsync();
        await mesh.Coordinators[2].DisposeAsync();
        await Wait.UntilAsync(async () => (await LeaderAsync()) is null, "nobody leads any more");
        var last = await gateway.MeshAsync();
        Assert.Equal((24, 3, 3), (
            last.GetProperty("players").GetInt32(), last.GetProperty("servers").GetArrayLength(), last.GetProperty("regions").GetArrayLength()));

        // A mesh that begins again counts its revisions from the start.
        mesh.Coordinators[1] = await FakeCoordinator.StartAsync(
            mesh, "mesh-coordinator-1", mesh.Coordinators[1].Grpc, mesh.Coordinators[1].Http);
        mesh.Change(map => (map.Revision, _) = (0, map.Regions.Remove(map.Regions[0])));
        mesh.Lead("mesh-coordinator-1", term: 1);
        await Wait.UntilAsync(async () => (await LeaderAsync()) == "mesh-coordinator-1", "the new mesh shows");
        await gateway.FollowsAsync(mesh);
        Assert.Equal(2, (await gateway.MeshAsync()).GetProperty("regions").GetArrayLength());

        async Task<string?> LeaderAsync() => (await gateway.MeshAsync()).GetProperty("leader").GetString();
    }

    [Fact]
    public async Task From_elsewhere_the_page_needs_a_token_in_Development_too()
    {
        var here = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));
        SystemPart.Require(here is not null, "A network besides loopback");
        fixture.Mesh.Reset();
        await using var gateway = await GatewayUnderTest.StartAsync(
            fixture.Mesh, fixture.Database.ConnectionString, new Dictionary<string, string> { ["Endpoints__Host"] = "*" });
        var (_, token) = await gateway.LogInAsync(fixture.NewName());

        await AssertNeedsTokenAsync($"http://{here}:{gateway.Http}", token);
    }

    [Fact]
    public async Task In_production_the_page_needs_a_token_on_loopback_too()
    {
        fixture.Mesh.Reset();
        await using var gateway = await GatewayUnderTest.StartAsync(
            fixture.Mesh, fixture.Database.ConnectionString,
            new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Production", ["DOTNET_ENVIRONMENT"] = "Production" });
        var (_, token) = await gateway.LogInAsync(fixture.NewName());

        await AssertNeedsTokenAsync($"http://127.0.0.1:{gateway.Http}", token);
    }

    private static async Task AssertNeedsTokenAsync(string address, string token)
    {
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        string[] paths = ["/v1/mesh", "/api/whoami", "/coordinator/whoami"];
        foreach (var path in paths)
        {
            using var without = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        }

        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var path in paths)
        {
            using var with = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, with.StatusCode);
        }
    }
}
