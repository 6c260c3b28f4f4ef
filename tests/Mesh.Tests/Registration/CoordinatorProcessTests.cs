using System.Diagnostics;
using System.Net;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Npgsql;
using PlanetarySurvival.Testing;
using Wire = PlanetarySurvival.Contracts.Mesh;

namespace PlanetarySurvival.Mesh_Tests.Registration;

/// <summary>Three real coordinators with a real database; the game servers are played.</summary>
public sealed class CoordinatorProcessTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Three_servers_share_the_spawn_regions_and_each_has_a_synced_backup_elsewhere()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var cluster = await CoordinatorCluster.StartAsync(database.ConnectionString);
        var servers = await StartServersAsync(cluster);

        var map = await SettledAsync(cluster, servers);

        Assert.Equal(8, map.Regions.Count);
        Assert.All(map.Regions, region => Assert.NotEqual(region.Owner, region.Backup));
        Assert.Equal(3, map.Regions.Select(region => region.Owner).Distinct().Count());
        await StopAsync(servers);
    }

    [Fact]
    public async Task A_reported_death_moves_the_regions_to_their_synced_backups_without_a_wait()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var cluster = await CoordinatorCluster.StartAsync(database.ConnectionString);
        var servers = await StartServersAsync(cluster);
        var before = await SettledAsync(cluster, servers);

        await servers[1].KillAsync();
        var leader = await cluster.LeaderAsync();
        var since = Stopwatch.StartNew();
        var reply = await cluster.Client(leader).ReportExitAsync(
            new() { Server = servers[1].Name, Incarnation = ByteString.CopyFrom(servers[1].Incarnation), ExitCode = 137 });
        Assert.True(reply.Ok);
        await UntilMapAsync(cluster, leader, map => map.Regions.All(r => r.Open && r.Owner != servers[1].Name), "every region is open elsewhere");
        output.WriteLine($"From the report to open: {since.ElapsedMilliseconds} ms");

        var after = (await cluster.TryGetMapAsync(leader))!.Map;
        foreach (var old in before.Regions.Where(r => r.Owner == servers[1].Name))
        {
            var next = after.Regions.Single(r => r.Region == old.Region);
            Assert.Equal(old.Backup, next.Owner);
            Assert.True(next.Epoch > old.Epoch);
        }

        await StopAsync(servers);
    }

    [Fact]
    public async Task The_next_leader_has_the_map_and_its_totals_do_not_fall()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var cluster = await CoordinatorCluster.StartAsync(database.ConnectionString);
        var servers = await StartServersAsync(cluster);
        servers[0].Transfers = 40;
        servers[2].Transfers = 2;
        servers[1].Players = 7;
        var before = await SettledAsync(cluster, servers);
        var leader = await cluster.LeaderAsync();
        await Wait.UntilAsync(async () => (await cluster.TryGetMapAsync(leader))?.Totals?.Transfers == 42, "the leader heard the counters");

        var since = Stopwatch.StartNew();
        await cluster.KillAsync(leader);
        var next = await cluster.LeaderAsync();
        output.WriteLine($"From the kill to the next leader's totals: {since.ElapsedMilliseconds} ms");

        var reply = (await cluster.TryGetMapAsync(next))!;
        Assert.NotEqual(leader, next);
        Assert.Equal($"mesh-coordinator-{next}", reply.Leadership.Leader);
        Assert.Equal(cluster.GrpcAddress(next), reply.Leadership.LeaderAddress);
        Assert.Equal(42UL, reply.Totals.Transfers);
        Assert.Equal(7UL, reply.Totals.Players);
        Assert.Equal(
            before.Regions.Select(r => (r.Region, r.Epoch, r.Owner)).Order(), reply.Map.Regions.Select(r => (r.Region, r.Epoch, r.Owner)).Order());
        await StopAsync(servers);
    }

    [Fact]
    public async Task All_coordinators_killed_and_started_again_go_on_with_the_map_that_they_had()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var cluster = await CoordinatorCluster.StartAsync(database.ConnectionString);
        var servers = await StartServersAsync(cluster);
        var before = await SettledAsync(cluster, servers);

        for (var i = 0; i < 3; i++)
            await cluster.KillAsync(i);
        for (var i = 0; i < 3; i++)
            cluster.Start(i);
        var leader = await cluster.LeaderAsync();

        var after = (await cluster.TryGetMapAsync(leader))!.Map;
        Assert.True(after.Revision >= before.Revision);
        Assert.Equal(
            before.Regions.Select(r => (r.Region, r.Epoch, r.Owner)).Order(), after.Regions.Select(r => (r.Region, r.Epoch, r.Owner)).Order());
        await Wait.UntilAsync(() => servers.All(s => s.HoldsItsRegions), "the servers are granted their regions again");
        await StopAsync(servers);
    }

    [Fact]
    public async Task A_server_that_falls_silent_loses_its_regions_and_a_new_start_of_it_gets_some_again()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var cluster = await CoordinatorCluster.StartAsync(database.ConnectionString);
        var servers = await StartServersAsync(cluster);
        await SettledAsync(cluster, servers);
        var leader = await cluster.LeaderAsync();

        await servers[0].KillAsync();
        await UntilMapAsync(cluster, leader, map => map.Regions.All(r => r.Open && r.Owner != "game-server-0"), "its regions are open elsewhere");

        var again = await new FakeGameServer(cluster, "game-server-0").StartAsync();
        await Wait.UntilAsync(() => again.HoldsItsRegions, "the new start holds a region");
        Assert.False((await servers[0].RegisterAsync()).Ok);
        await StopAsync([again, .. servers[1..]]);
    }

    [Fact]
    public async Task Regions_open_without_their_fences_while_the_database_is_away_and_are_fenced_when_it_is_back()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var cluster = await CoordinatorCluster.StartAsync(database.ConnectionString);
        var servers = await StartServersAsync(cluster);
        await SettledAsync(cluster, servers);
        var leader = await cluster.LeaderAsync();

        await database.StopAsync();
        await servers[2].KillAsync();
        Assert.True((await cluster.Client(leader).ReportExitAsync(
            new() { Server = servers[2].Name, Incarnation = ByteString.CopyFrom(servers[2].Incarnation) })).Ok);
        await UntilMapAsync(cluster, leader, map => map.Regions.All(r => r.Open && r.Owner != servers[2].Name), "proof of death opens the regions");

        await database.ResumeAsync();
        await Wait.UntilAsync(
            async () => await cluster.TryGetMapAsync(leader) is { } reply && Same(await ReadFencesAsync(database), reply.Map),
            "the fences stand at the epochs of the map");
        await StopAsync(servers[..2]);

        // The map may go on meanwhile; what counts is that its fences follow.
        static bool Same(Dictionary<long, long> rows, Wire.MeshMap map) => map.Regions.All(r => rows.GetValueOrDefault((long)r.Region) == (long)r.Epoch);
    }

    [Fact]
    public async Task A_draining_server_is_left_alone_and_a_leaving_one_is_forgotten()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var cluster = await CoordinatorCluster.StartAsync(database.ConnectionString);
        var servers = await StartServersAsync(cluster);
        servers[1].Transfers = 5;
        await SettledAsync(cluster, servers);
        var leader = await cluster.LeaderAsync();

        servers[1].Draining = true;
        await UntilMapAsync(
            cluster, leader, map => map.Regions.All(r => r is { Open: true, BackupSynced: true } && r.Owner != servers[1].Name && r.Backup != servers[1].Name),
            "everything is moved away");

        await servers[1].KillAsync();
        var leave = new Wire.ReleaseRequest
        {
            Server = servers[1].Name,
            Incarnation = ByteString.CopyFrom(servers[1].Incarnation),
            Leaving = true,
            Counters = new() { Transfers = 6 }
        };
        Assert.True((await cluster.Client(leader).ReleaseAsync(leave)).Ok);
        var reply = (await cluster.TryGetMapAsync(leader))!;
        Assert.DoesNotContain(reply.Map.Servers, s => s.Name == servers[1].Name);
        Assert.Equal(6UL, reply.Totals.Transfers);
        await StopAsync([servers[0], servers[2]]);
    }

    [Fact]
    public async Task Callers_without_the_secret_are_turned_away_and_malformed_requests_are_named()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var cluster = await CoordinatorCluster.StartAsync(database.ConnectionString);
        var leader = await cluster.LeaderAsync();

        using var stranger = GrpcChannel.ForAddress(cluster.GrpcAddress(leader));
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await new Wire.MeshCoordinator.MeshCoordinatorClient(stranger).GetMapAsync(new()));
        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);

        var malformed = await Assert.ThrowsAsync<RpcException>(
            async () => await cluster.Client(leader).HeartbeatAsync(new() { Server = "x", Incarnation = ByteString.CopyFromUtf8("short") }));
        Assert.Equal(StatusCode.InvalidArgument, malformed.StatusCode);
    }

    [Fact]
    public async Task Every_coordinator_is_ready_and_shows_the_map_and_its_metrics()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var cluster = await CoordinatorCluster.StartAsync(database.ConnectionString);
        var servers = await StartServersAsync(cluster);
        await SettledAsync(cluster, servers);

        using var http = new HttpClient();
        for (var i = 0; i < 3; i++)
        {
            var address = cluster.HttpAddress(i);
            await Wait.UntilAsync(async () => (await http.GetAsync(address + "/ready")).StatusCode == HttpStatusCode.OK, "the coordinator is ready");
            Assert.Contains("\"0:0,4,0\"", await http.GetStringAsync(address + "/v1/mesh/map"), StringComparison.Ordinal);
            var metrics = await http.GetStringAsync(address + "/metrics");
            foreach (var name in (string[])["coordinator_is_leader", "coordinator_term", "coordinator_commits_total",
                "coordinator_servers", "coordinator_regions"])
                Assert.Contains($"\n{name}{{}} ", metrics, StringComparison.Ordinal);
        }

        await StopAsync(servers);
    }

    private static async Task<FakeGameServer[]> StartServersAsync(CoordinatorCluster cluster)
    {
        var servers = Enumerable.Range(0, 3).Select(i => new FakeGameServer(cluster, $"game-server-{i}")).ToArray();
        foreach (var server in servers)
            await server.StartAsync();
        return servers;
    }

    /// <summary>Waits until each server holds its regions and nothing is left to move or sync.</summary>
    private static async Task<Wire.MeshMap> SettledAsync(CoordinatorCluster cluster, FakeGameServer[] servers)
    {
        var leader = await cluster.LeaderAsync();
        try
        {
            return await UntilMapAsync(
                cluster, leader,
                map => map.Regions.Count == 8 && map.Regions.All(r => r is { Open: true, Moving: false, BackupSynced: true }) &&
                    map.Regions.GroupBy(r => r.Owner).All(g => g.Count() is 2 or 3) && servers.All(s => s.HoldsItsRegions && s.Map.Revision == map.Revision),
                "the mesh is settled");
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{exception.Message}\n{(await cluster.TryGetMapAsync(leader))?.Map}\n{cluster.Output}", exception);
        }
    }

    private static async Task<Wire.MeshMap> UntilMapAsync(CoordinatorCluster cluster, int leader, Func<Wire.MeshMap, bool> holds, string what)
    {
        var newest = new Wire.MeshMap();
        await Wait.UntilAsync(
            async () => await cluster.TryGetMapAsync(leader) is { Map: { } map } && holds(newest = map), what, TimeSpan.FromSeconds(40));
        return newest;
    }

    private static async Task<Dictionary<long, long>> ReadFencesAsync(PostgresServer database)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand("SELECT region, epoch FROM region_fences");
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new Dictionary<long, long>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetInt64(0), reader.GetInt64(1));
        return rows;
    }

    private static Task StopAsync(IEnumerable<FakeGameServer> servers) => Task.WhenAll(servers.Select(s => s.KillAsync()));
}
