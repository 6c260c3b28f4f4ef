using PlanetarySurvival.Client.Sessions;

namespace PlanetarySurvival.Integration.Tests;

/// <summary>What players and operators live through, on the real graph with real processes. One mesh for all: they take turns.</summary>
[Collection("whole mesh")]
public class JourneyTests(MeshApplication mesh) : IClassFixture<MeshApplication>
{
    [Fact]
    public async Task A_player_walks_from_server_to_server_and_not_one_input_is_lost()
    {
        var before = await mesh.MeshAsync();
        await using var walker = await Walker.EnterAsync(mesh, "wanderer");
        walker.Behaviour = Walker.AroundThePole;
        await walker.UntilAsync(client => client.Statistics.Transfers >= 3, "has been on several servers", 180);
        await walker.SettleAsync();

        var seen = walker.Read(client => client.Statistics);
        Assert.Equal(seen.InputsMade, seen.InputsApplied);
        Assert.Equal(0, seen.InputsLost);
        Assert.Equal(0, seen.InputsSafeBroken);
        Assert.Equal(0, seen.SessionsLost);
        var after = await mesh.UntilAsync(now => now.Transfers - before.Transfers >= seen.Transfers, "the servers confirm the transfers");
        Assert.Equal(before.Disconnects, after.Disconnects);
    }

    [Fact]
    public async Task After_the_death_of_the_leading_coordinator_another_leads_and_no_player_notices()
    {
        await using var walker = await Walker.EnterAsync(mesh, "citizen");
        walker.Behaviour = Walker.AroundThePole;
        var before = await mesh.UntilAsync(now => now is { Leader: not null, Players: 1 }, "a leader and a player");

        mesh.Kill(before.Leader!);

        var after = await mesh.UntilAsync(now => now.Leader is not null && now.Leader != before.Leader && now.Players == 1, "a new leader");
        Assert.True(after.Term > before.Term);
        await walker.SettleAsync();
        Assert.Equal(ClientState.Playing, walker.Read(client => client.State));
        Assert.Equal(0, walker.Read(client => client.Statistics.SessionsLost));
        Assert.Equal(before.Disconnects, (await mesh.MeshAsync()).Disconnects);
        await mesh.App.ResourceNotifications.WaitForResourceHealthyAsync(before.Leader!).WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task After_the_death_of_a_game_server_its_player_is_back_where_it_was_with_what_it_had()
    {
        await using var walker = await Walker.EnterAsync(mesh, "survivor");
        walker.Behaviour = Walker.AroundThePole;
        await walker.UntilAsync(client => client.Inventory.Total >= 3, "has gathered something");
        await walker.SettleAsync();
        var before = await mesh.UntilAsync(now => now.Players == 1, "one player");
        var (server, place, inventory) = walker.Read(client => (client.Server, client.Position, client.Inventory));

        mesh.Kill(server);

        await walker.UntilAsync(client => client.State == ClientState.Playing && client.Server != server && client.Server.Length > 0,
            "plays on another server");
        Assert.True(walker.Read(client => client.Position).DistanceMetres(place) < 0.01);
        Assert.Equal(inventory, walker.Read(client => client.Inventory));
        Assert.Equal(0, walker.Read(client => client.Statistics.InputsSafeBroken));
        var after = await mesh.UntilAsync(now => now.Players == 1 && now.Disconnects == before.Disconnects + 1, "one lost session is counted");

        // The server comes back and is given a region again; the players on it do not lose their sessions by that.
        await mesh.UntilAsync(now => now.Servers.Count(other => other is { State: "ready", Regions: > 0 }) == 3, "three ready servers with regions");
        await walker.SettleAsync();
        Assert.Equal(after.Disconnects, (await mesh.MeshAsync()).Disconnects);
    }

    [Fact]
    public async Task Who_comes_back_finds_what_was_left_behind()
    {
        var walker = await Walker.EnterAsync(mesh, "returner");
        await using (walker)
        {
            walker.Behaviour = Walker.AroundThePole;
            await walker.UntilAsync(client => client.Inventory.Total >= 2, "has gathered something");
            await walker.SettleAsync();
        }

        var (place, inventory) = (walker.Client.Position, walker.Client.Inventory);
        await using var again = await Walker.EnterAsync(mesh, "returner");
        Assert.True(again.Read(client => client.Position).DistanceMetres(place) < 0.01);
        Assert.Equal(inventory, again.Read(client => client.Inventory));
    }
}
