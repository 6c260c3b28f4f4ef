using PlanetarySurvival.Client.Sessions;
using PlanetarySurvival.Client.Tests.Stages;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.Client.Tests.Sessions;

public sealed class TakeOverTests
{
    [Fact]
    public async Task A_transfer_to_a_standby_loses_no_input_and_no_session()
    {
        using var stage = new Stage();
        var (first, second) = await WithStandbyAsync(stage);
        for (var turn = 0; turn < 6; turn++)
        {
            stage.Run(40);
            var player = first.Acting!.Copy();
            player.PlayerEpoch++;
            player.RegionEpoch = (ulong)turn;
            first.Acting = null;
            stage.Run(turn);
            second.TakeOver(player);
            (first, second) = (second, first);
            stage.RunUntil(() => stage.Client.Server == first.Name);
        }

        stage.Run(2 * ProtocolLimits.TickRate);
        stage.AssertAllArrived(first);
        Assert.Equal(6, stage.Client.Statistics.Transfers);
        Assert.Equal(0, stage.Client.Statistics.SessionsLost);
        Assert.Equal(0, stage.Client.Statistics.Corrections);
    }

    [Fact]
    public async Task A_transfer_into_another_region_rebases_the_player()
    {
        using var stage = new Stage();
        var (first, second) = await WithStandbyAsync(stage);
        stage.Run(40);
        var player = first.Acting!.Copy();
        var neighbour = player.Region.Neighbour(player.Region.X < 0 ? 1 : -1, 0, 0);
        player.Body.Position = WorldPosition.Rebase(player.Body.Position, player.Region.Origin, neighbour.Origin);
        (player.Region, player.PlayerEpoch) = (neighbour, player.PlayerEpoch + 1);
        first.Acting = null;
        second.TakeOver(player);
        stage.Run(2 * ProtocolLimits.TickRate);

        stage.AssertAllArrived(second);
        Assert.Equal(neighbour, stage.Client.Region);
        Assert.InRange(stage.Client.Statistics.CorrectionMetresMax, 0, 0.01);
        Assert.Equal(1, stage.Client.Statistics.Transfers);
    }

    [Fact]
    public async Task A_backup_that_takes_over_from_a_killed_server_is_sent_the_inputs_that_it_lacks()
    {
        using var stage = new Stage();
        var (first, second) = await WithStandbyAsync(stage);
        first.MakesSafe = false;
        stage.Run(60);
        var backup = first.Acting!.Copy();
        stage.Run(40);
        first.Kill();
        stage.Run(90);
        backup.RegionEpoch++;
        backup.Safe = backup.Applied;
        second.TakeOver(backup);
        stage.RunUntil(() => stage.Client.Server == second.Name);
        stage.Run(5 * ProtocolLimits.TickRate);

        stage.AssertAllArrived(second);
        var statistics = stage.Client.Statistics;
        Assert.Equal((0, 1, 0, 0), (statistics.Transfers, statistics.SessionsLost, statistics.InputsSafeBroken, statistics.InputsLost));
    }

    [Fact]
    public async Task A_standby_that_welcomes_the_player_after_a_long_silence_counts_as_a_lost_session()
    {
        using var stage = new Stage();
        var (first, second) = await WithStandbyAsync(stage);
        stage.Run(60);
        var backup = first.Acting!.Copy();
        first.Kill();
        stage.RunUntil(() => stage.Client.State == ClientState.Reconnecting);
        backup.RegionEpoch++;
        second.TakeOver(backup);
        stage.RunUntil(() => stage.Client.State == ClientState.Playing);
        stage.Run(30);

        stage.AssertAllArrived(second);
        Assert.Equal((0, 1), (stage.Client.Statistics.Transfers, stage.Client.Statistics.SessionsLost));
        Assert.Equal(1, stage.Gateway.Tickets);
    }

    [Fact]
    public async Task An_older_authority_is_refused()
    {
        using var stage = new Stage();
        var (first, second) = await WithStandbyAsync(stage);
        first.Acting!.PlayerEpoch = 5;
        stage.Run(30);
        var old = first.Acting.Copy();
        old.PlayerEpoch = 4;
        second.TakeOver(old);
        stage.RunUntil(() => stage.Client.Statistics.Refused > 10);
        stage.Run(30);

        Assert.Equal(first.Name, stage.Client.Server);
        stage.AssertAllArrived(first);
        Assert.Equal(0, stage.Client.Statistics.Transfers);
    }

    [Fact]
    public async Task A_snapshot_of_a_newer_authority_is_followed_even_before_its_welcome()
    {
        using var stage = new Stage();
        var (first, second) = await WithStandbyAsync(stage);
        stage.Run(30);
        var player = first.Acting!.Copy();
        player.PlayerEpoch++;
        first.Acting = null;
        second.Acting = player;
        stage.RunUntil(() => stage.Client.Server == second.Name);
        stage.Run(60);
        stage.AssertAllArrived(second);
    }

    [Fact]
    public async Task No_more_connections_stand_by_than_the_bound_and_the_least_needed_go()
    {
        using var stage = new Stage();
        var server = await stage.PlayAsync();
        var others = Enumerable.Range(1, 5).Select(i => stage.Server($"game-server-{i}")).ToArray();
        foreach (var other in others)
        {
            server.Offer(other);
            server.Offer(other);
            stage.RunUntil(() => other.Peer is not null);
        }

        stage.RunUntil(() => others.Count(o => o.Peer is not null) == 3);
        Assert.Equal(3, stage.Client.StandbyCount);
        Assert.Equal([null, null], others[..2].Select(o => o.Peer));
        Assert.All(others, o => Assert.Equal([ConnectReason.Standby], o.Reasons));
        Assert.Equal(ClientState.Playing, stage.Client.State);
    }

    [Fact]
    public async Task A_standby_to_a_process_that_was_started_again_is_opened_again()
    {
        using var stage = new Stage();
        var (first, second) = await WithStandbyAsync(stage);
        second.Kill();
        var again = stage.Server("game-server-1", second.Port);
        stage.RunUntil(
            () =>
            {
                if (again.Peer is null)
                    first.Offer(again);
                return again.Reasons.Count > 0;
            });
        stage.Run(30);
        Assert.Equal(1, stage.Client.StandbyCount);
        Assert.Equal(ClientState.Playing, stage.Client.State);
    }

    private static async Task<(TestGameServer First, TestGameServer Second)> WithStandbyAsync(Stage stage)
    {
        var first = await stage.PlayAsync();
        var second = stage.Server("game-server-1");
        first.Offer(second);
        stage.RunUntil(() => second.Peer is not null && stage.Client.StandbyCount == 1);
        return (first, second);
    }
}
