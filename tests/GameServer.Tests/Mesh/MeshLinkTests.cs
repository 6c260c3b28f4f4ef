using System.Net;
using PlanetarySurvival.GameServer.Mesh;
using PlanetarySurvival.GameServer.Simulation;
using PlanetarySurvival.GameServer.Tests.Storage;
using PlanetarySurvival.Testing;

namespace PlanetarySurvival.GameServer.Tests.Mesh;

public sealed class MeshLinkTests(WorldDatabase world) : IClassFixture<WorldDatabase>
{
    [Fact]
    public async Task A_server_with_permission_and_tables_is_ready_and_leaves_cleanly()
    {
        Assert.NotNull(world.Source);
        await using var coordinator = await OneHandCoordinator.StartAsync();
        await using var server = await TestServer.StartAsync(coordinators: [coordinator.Address], database: world.ConnectionString);
        using var http = new HttpClient { BaseAddress = server.Http };

        await Wait.UntilAsync(async () => (await http.GetAsync("/ready")).StatusCode == HttpStatusCode.OK, "readiness");
        Assert.True(server.Get<GameServer.Simulation.Simulation>().Status.Regions.Single().Acting);
        await server.StopAsync();

        var release = coordinator.Releases[^1];
        Assert.True(release.Leaving);
        Assert.Equal((OneHandCoordinator.Region.Packed, 1ul), release.Regions.Select(pair => (pair.Region, pair.Epoch)).Single());
        Assert.Null(server.Get<TickLoop>().Failure);
    }

    [Fact]
    public async Task A_server_that_stops_waits_until_its_regions_are_moved_away()
    {
        await using var coordinator = await OneHandCoordinator.StartAsync();
        coordinator.OtherServer = "game-server-9";
        await using var server = await TestServer.StartAsync(coordinators: [coordinator.Address]);
        await Wait.UntilAsync(() => server.Get<GameServer.Simulation.Simulation>().Status.Regions.Any(region => region.Acting), "permission");

        await server.StopAsync();

        Assert.True(coordinator.LastHeartbeat.Draining);
        Assert.Empty(coordinator.Releases[^1].Regions);
        Assert.Equal(2ul, server.Get<MeshInbox>().Map.Revision);
    }

    [Fact]
    public async Task The_leader_is_found_by_the_hint_of_another_coordinator_and_again_when_it_changes()
    {
        await using var a = await OneHandCoordinator.StartAsync();
        await using var b = await OneHandCoordinator.StartAsync();
        (a.Leads, a.LeaderAddress) = (false, b.Address);
        await using var server = await TestServer.StartAsync(
            coordinators: [$"http://127.0.0.1:{FreePorts.Next()}", a.Address, b.Address]);

        await Wait.UntilAsync(() => b.HeartbeatCount > 5, "heartbeats at b");
        Assert.Equal(0, a.HeartbeatCount);
        (a.Leads, b.Leads, b.LeaderAddress) = (true, false, a.Address);

        await Wait.UntilAsync(() => a.Registrations == 1 && a.HeartbeatCount > 5, "heartbeats at a");
    }

    [Fact]
    public async Task A_server_goes_on_when_its_leader_dies_and_registers_where_it_is_unknown()
    {
        var a = await OneHandCoordinator.StartAsync();
        await using var b = await OneHandCoordinator.StartAsync();
        await using var server = await TestServer.StartAsync(coordinators: [a.Address, b.Address]);
        await Wait.UntilAsync(() => server.Get<GameServer.Simulation.Simulation>().Status.Regions.Any(region => region.Acting), "permission");

        await a.DisposeAsync();

        await Wait.UntilAsync(() => b.Registrations == 1 && b.HeartbeatCount > 5, "heartbeats at b");
        Assert.True(server.Get<GameServer.Simulation.Simulation>().Status.Regions.Single().Acting);
    }

    [Fact]
    public async Task A_leader_that_forgot_the_server_gets_it_registered_again()
    {
        await using var coordinator = await OneHandCoordinator.StartAsync();
        await using var server = await TestServer.StartAsync(coordinators: [coordinator.Address]);
        await Wait.UntilAsync(() => coordinator.HeartbeatCount > 3, "heartbeats");

        coordinator.Forgets = true;

        await Wait.UntilAsync(() => coordinator.Registrations == 2 && server.Get<MeshLink>().IsRegistered, "the second registration");
    }

    [Fact]
    public async Task A_released_region_is_told_to_the_leader_until_it_takes_it()
    {
        await using var coordinator = await OneHandCoordinator.StartAsync();
        await using var server = await TestServer.StartAsync(coordinators: [coordinator.Address]);
        await Wait.UntilAsync(() => coordinator.HeartbeatCount > 3, "heartbeats");
        coordinator.Leads = false;

        server.Get<RegionReleases>().TryAdd(new ReleaseRegion(OneHandCoordinator.Region, 1));
        await Task.Delay(300);
        coordinator.Leads = true;

        await Wait.UntilAsync(() => coordinator.Releases.Count > 0, "the release");
        await Wait.UntilAsync(() => server.Get<RegionReleases>().Pending().Length == 0, "nothing to release");
        Assert.False(coordinator.Releases[0].Leaving);
    }
}
