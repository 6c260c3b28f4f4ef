using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.GameServer.Simulation;
using PlanetarySurvival.GameServer.Storage;

namespace PlanetarySurvival.GameServer.Tests.Storage;

/// <summary>The players' rows on a real PostgreSQL.</summary>
public sealed class PlayerTableTests(WorldDatabase world) : IClassFixture<WorldDatabase>
{
    private static readonly RegionId Region = new(0, -1, 4, 0);
    private static ulong s_nextPlayer = 1000;

    private readonly PlayerId _player = new(Interlocked.Increment(ref s_nextPlayer));

    [Fact]
    public async Task A_new_player_is_claimed_with_nothing_and_found_again_as_saved()
    {
        var (server, table) = Server();

        var first = await table.ClaimAsync(Load(session: 1), NobodyLives, default);
        await Fence(Region, 1, server);
        var saved = await table.SaveAsync(Save(1, first.Epoch, online: false), default);
        var second = await table.ClaimAsync(Load(session: 2), NobodyLives, default);

        Assert.Equal((LoadOutcome.Claimed, 1ul, (WorldPosition?)null), (first.Outcome, first.Epoch, first.Place));
        Assert.Equal(SaveOutcome.Committed, saved.Outcome);
        Assert.Empty(saved.Stale);
        Assert.Equal((LoadOutcome.Claimed, 2ul), (second.Outcome, second.Epoch));
        Assert.Equal(new WorldPosition(-5, 8_200_000, 7), second.Place);
        Assert.Equal(uint.MaxValue, second.Inventory[3]);
        Assert.Equal(second.Place, (await table.ReadAsync(_player, default)).Place);
    }

    [Fact]
    public async Task Of_two_servers_that_claim_at_once_one_gets_the_player()
    {
        var (_, a) = Server();
        var (_, b) = Server();

        for (ulong session = 1; session <= 20; session++)
        {
            var load = Load(session);
            var outcomes = await Task.WhenAll(a.ClaimAsync(load, EverybodyLives, default), b.ClaimAsync(load, EverybodyLives, default));

            // Who had the player from the round before may claim again; the other one never may.
            Assert.Equal(1, outcomes.Count(outcome => outcome.Outcome == LoadOutcome.Claimed));
            Assert.Equal(1, outcomes.Count(outcome => outcome.Outcome == LoadOutcome.Elsewhere));
        }
    }

    [Fact]
    public async Task A_player_of_a_dead_process_can_be_claimed_and_the_dead_one_cannot_write_any_more()
    {
        var (dead, deadTable) = Server();
        var (_, heir) = Server();
        var old = await deadTable.ClaimAsync(Load(session: 1), NobodyLives, default);
        var other = new RegionId(0, 9, 9, 9);
        await Fence(other, 1, dead);

        var elsewhere = await heir.ClaimAsync(Load(session: 1), incarnation => incarnation == dead, default);
        var claimed = await heir.ClaimAsync(Load(session: 1), NobodyLives, default);
        var late = await deadTable.SaveAsync(Save(1, old.Epoch, online: true, region: other), default);

        Assert.Equal(LoadOutcome.Elsewhere, elsewhere.Outcome);
        Assert.Equal((LoadOutcome.Claimed, old.Epoch + 1), (claimed.Outcome, claimed.Epoch));
        Assert.Equal([_player], late.Stale);
    }

    [Fact]
    public async Task An_older_session_does_not_get_the_player_back()
    {
        var (_, table) = Server();
        await table.ClaimAsync(Load(session: 5), NobodyLives, default);

        Assert.Equal(LoadOutcome.Replaced, (await table.ClaimAsync(Load(session: 4), NobodyLives, default)).Outcome);
        Assert.Equal(LoadOutcome.Claimed, (await table.ClaimAsync(Load(session: 5), NobodyLives, default)).Outcome);
    }

    [Fact]
    public async Task A_save_raises_a_lower_fence_and_is_refused_by_a_higher_one_or_anothers()
    {
        var region = new RegionId(0, 1, 2, 3);
        var (older, a) = Server();
        var (newer, b) = Server();
        var epoch = (await a.ClaimAsync(Load(session: 1), NobodyLives, default)).Epoch;

        Assert.Equal(SaveOutcome.Committed, (await a.SaveAsync(Save(3, epoch, online: true, region), default)).Outcome);
        Assert.Equal(SaveOutcome.Fenced, (await b.SaveAsync(Save(3, epoch, online: true, region), default)).Outcome);
        Assert.Equal(SaveOutcome.Committed, (await b.SaveAsync(Save(4, epoch + 1, online: true, region), default)).Outcome);
        Assert.Equal(SaveOutcome.Fenced, (await a.SaveAsync(Save(3, epoch + 9, online: true, region), default)).Outcome);

        Assert.NotEqual(older, newer);
        Assert.Equal((long)epoch + 1, await world.ScalarAsync<long>($"SELECT epoch FROM players WHERE player = {_player.Value}"));
        Assert.Equal(newer, await world.ScalarAsync<Guid>($"SELECT incarnation FROM region_fences WHERE region = {(long)region.Packed}"));
    }

    [Fact]
    public async Task A_fenced_save_writes_nothing_and_stale_players_do_not_hold_up_the_others()
    {
        var region = new RegionId(0, 4, 4, 4);
        var (_, table) = Server();
        var mine = (await table.ClaimAsync(Load(session: 1), NobodyLives, default)).Epoch;
        var lost = new PlayerId(Interlocked.Increment(ref s_nextPlayer));
        await table.ClaimAsync(new LoadPlayer(1, lost, 1), NobodyLives, default);
        await table.ClaimAsync(new LoadPlayer(1, lost, 2), NobodyLives, default);

        var result = await table.SaveAsync(
            new SavePlayers(region, 1, 42, [Row(lost, 1, true, region), Row(_player, mine, true, region)]), default);

        Assert.Equal((SaveOutcome.Committed, 42ul), (result.Outcome, result.Number));
        Assert.Equal([lost], result.Stale);
        Assert.Equal(7, await world.ScalarAsync<long>($"SELECT z FROM players WHERE player = {_player.Value}"));
    }

    [Fact]
    public async Task Owners_that_save_one_region_at_once_never_both_succeed_after_the_higher_epoch_did()
    {
        var region = new RegionId(0, 5, 5, 5);
        var (_, a) = Server();
        var (_, b) = Server();
        await a.ClaimAsync(Load(session: 1), NobodyLives, default);

        for (ulong epoch = 10; epoch < 40; epoch += 2)
        {
            var results = await Task.WhenAll(
                a.SaveAsync(Save(epoch, 1, true, region), default), b.SaveAsync(Save(epoch + 1, 1, true, region), default));
            Assert.Equal(SaveOutcome.Committed, results[1].Outcome);
            Assert.Equal(SaveOutcome.Fenced, (await a.SaveAsync(Save(epoch, 1, true, region), default)).Outcome);
        }
    }

    [Fact]
    public async Task An_inventory_from_before_materials_were_added_has_none_of_the_new_ones()
    {
        var (_, table) = Server();
        await table.ClaimAsync(Load(session: 1), NobodyLives, default);
        await world.ExecuteAsync($"UPDATE players SET inventory = '\\x010000000200000003000000ffffffff' WHERE player = {_player.Value}");

        var loaded = (await table.ClaimAsync(Load(session: 2), NobodyLives, default)).Inventory;

        Assert.Equal([1, 2, 3, uint.MaxValue, 0, 0, 0, 0], ((ReadOnlySpan<uint>)loaded).ToArray());
    }

    private static bool NobodyLives(Guid incarnation) => false;

    private static bool EverybodyLives(Guid incarnation) => true;

    private (Guid Incarnation, PlayerTable Table) Server()
    {
        var incarnation = Guid.NewGuid();
        return (incarnation, new PlayerTable(world.Source, incarnation));
    }

    private LoadPlayer Load(ulong session) => new(1, _player, session);

    private SavePlayers Save(ulong regionEpoch, ulong epoch, bool online, RegionId region = default)
    {
        region = region.IsNone ? Region : region;
        return new SavePlayers(region, regionEpoch, 1, [Row(_player, epoch, online, region)]);
    }

    private static PlayerSave Row(PlayerId player, ulong epoch, bool online, RegionId region)
    {
        var inventory = new Inventory();
        inventory[3] = uint.MaxValue;
        return new PlayerSave(player, epoch, 1, region, new WorldPosition(-5, 8_200_000, 7), inventory, online);
    }

    private Task Fence(RegionId region, ulong epoch, Guid incarnation) => world.ExecuteAsync(
        $"""
        INSERT INTO region_fences VALUES ({(long)region.Packed}, {epoch}, '{incarnation}', now())
        ON CONFLICT (region) DO UPDATE SET epoch = excluded.epoch, incarnation = excluded.incarnation
        """);
}
