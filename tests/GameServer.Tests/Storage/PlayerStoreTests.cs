using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.GameServer.Simulation;
using PlanetarySurvival.GameServer.Storage;
using PlanetarySurvival.GameServer.Transfers;
using PlanetarySurvival.Testing;

namespace PlanetarySurvival.GameServer.Tests.Storage;

public sealed class PlayerStoreTests(WorldDatabase world) : IClassFixture<WorldDatabase>
{
    [Fact]
    public async Task Requests_are_answered_while_the_database_is_away()
    {
        await using var server = await TestServer.StartAsync(ticks: false);
        var store = server.Get<PlayerStore>();

        for (var i = 0; i < StorageLimits.LoadsQueuedMax + 100; i++)
            store.Request(new LoadPlayer(i, new PlayerId(5), 1));
        store.Request(new SavePlayers(new RegionId(0, 0, 3, 0), 1, 1, []));

        await Wait.UntilAsync(() => store.Answers == StorageLimits.LoadsQueuedMax + 101, "an answer to each request");
        Assert.True(await store.SavedAsync(default));
        Assert.Null(await store.ReadPlaceAsync(new PlayerId(5), default));
    }

    [Fact]
    public async Task A_server_makes_its_tables_and_serves_loads_and_saves_from_them()
    {
        Assert.NotNull(world.Source);
        await using var server = await TestServer.StartAsync(ticks: false, database: world.ConnectionString);
        var store = server.Get<PlayerStore>();
        await Wait.UntilAsync(() => server.Get<ServiceDefaults.MigrationGate>().IsOpen, "the tables");

        store.Request(new LoadPlayer(1, new PlayerId(90), 1));
        store.Request(new SavePlayers(new RegionId(0, 0, 3, 0), 1, 1, []));

        await Wait.UntilAsync(() => store.Answers == 2, "two answers");
        Assert.True(store.Works);
        Assert.Equal(1, await world.ScalarAsync<long>("SELECT epoch FROM players WHERE player = 90"));
        Assert.NotNull(await store.ReadPlaceAsync(new PlayerId(90), default));
    }

    [Fact]
    public async Task Ended_transfers_are_written_down()
    {
        Assert.NotNull(world.Source);
        await using var server = await TestServer.StartAsync(ticks: false, database: world.ConnectionString);
        await Wait.UntilAsync(() => server.Get<ServiceDefaults.MigrationGate>().IsOpen, "the tables");
        var (source, target) = (new RegionId(0, 0, 3, 0), new RegionId(0, -1, 3, 0));

        server.Get<TransferLog>().Add(
            new TransferEnded(new TransferId(source, 3, 9), new PlayerId(1), target, "game-server-1", Arrived: true, IntentTicks: 3, Ticks: 9));

        await Wait.UntilAsync(
            async () => await world.ScalarAsync<long>("SELECT count(*) FROM authority_transfers WHERE duration_ms = 100 AND arrived") == 1,
            "the row");
    }
}
