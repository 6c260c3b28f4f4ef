using PlanetarySurvival.Client.Sessions;
using PlanetarySurvival.Client.Tests.Stages;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;

namespace PlanetarySurvival.Client.Tests.Sessions;

public sealed class PlayingTests
{
    [Fact]
    public async Task A_client_with_a_ticket_is_welcomed_and_plays()
    {
        using var stage = new Stage();
        var server = await stage.PlayAsync();
        stage.Run(30);

        Assert.Equal(ClientState.Playing, stage.Client.State);
        Assert.Equal("game-server-0", stage.Client.Server);
        Assert.Equal(Stage.Player, stage.Client.Player);
        Assert.Equal(server.Acting!.Region, stage.Client.Region);
        Assert.Equal([ConnectReason.Join], server.Reasons);
        Assert.Equal(new PlayerId(77), Assert.Single(stage.Client.Others.ToArray()).Id);
        Assert.True(server.SnapshotTickSeen > 0);
        Assert.True(stage.Client.Statistics is { BytesReceived: > 0, BytesSent: > 0, Snapshots: > 20 });
    }

    [Fact]
    public async Task Inputs_arrive_exactly_once_and_in_order_although_packets_are_lost()
    {
        using var stage = new Stage();
        var server = await stage.PlayAsync();
        server.LoseInputsEvery = 3;
        server.LoseSnapshotsEvery = 4;
        stage.Run(900);

        stage.AssertAllArrived(server);
        Assert.Equal(0, stage.Client.Statistics.SessionsLost);
    }

    [Fact]
    public async Task Client_and_server_that_run_the_same_steps_agree_to_the_bit()
    {
        using var stage = new Stage();
        var server = await stage.PlayAsync();
        server.LoseInputsEvery = 5;
        stage.Run(900);
        stage.Settle(server);
        stage.Run(3, stepping: false);

        Assert.Equal(server.Acting!.Body, stage.Client.Body);
        Assert.Equal(server.Acting.Inventory, stage.Client.Inventory);
        Assert.Equal(0, stage.Client.Statistics.CorrectionMetresMax);
        Assert.True(stage.Client.Inventory.Total > 0, "Nothing was gathered.");
    }

    [Fact]
    public async Task A_player_that_the_server_pushes_is_corrected_once_and_agrees_again()
    {
        using var stage = new Stage();
        var server = await stage.PlayAsync();
        stage.Run(90);
        server.Acting!.Body.Position += new System.Numerics.Vector3(2, 0, 0);
        stage.Run(20);
        var corrections = stage.Client.Statistics.Corrections;
        stage.Run(90);

        Assert.InRange(stage.Client.Statistics.CorrectionMetresMax, 1, 3);
        Assert.InRange(corrections, 1, 20);
        Assert.Equal(corrections, stage.Client.Statistics.Corrections);
    }

    [Fact]
    public async Task A_full_ring_of_unsafe_inputs_makes_the_player_wait_until_they_are_safe()
    {
        using var stage = new Stage();
        var server = await stage.PlayAsync();
        server.MakesSafe = false;
        stage.Run(ProtocolLimits.InputsOutstandingMax + 100);

        Assert.Equal(ClientState.Waiting, stage.Client.State);
        Assert.Equal(stage.Made.Count, stage.Client.Statistics.InputsMade);
        Assert.Equal(ProtocolLimits.InputsOutstandingMax, stage.Client.Statistics.InputsMade - stage.Client.Statistics.InputsSafe);
        Assert.NotEmpty(stage.Client.Problem);

        server.MakesSafe = true;
        stage.RunUntil(() => stage.Client.State == ClientState.Playing);
        stage.Run(30);
        stage.AssertAllArrived(server);
    }

    [Fact]
    public async Task A_server_that_waits_for_its_permission_makes_the_player_wait_and_keeps_it()
    {
        using var stage = new Stage();
        var server = await stage.PlayAsync();
        server.Mute = true;
        stage.Run(3);
        server.SendWait();
        stage.RunUntil(() => stage.Client.State == ClientState.Waiting);
        var made = stage.Made.Count;
        stage.Run(5 * ProtocolLimits.TickRate);
        Assert.Equal(ClientState.Waiting, stage.Client.State);
        Assert.Equal(made, stage.Made.Count);

        server.Mute = false;
        stage.RunUntil(() => stage.Client.State == ClientState.Playing);
        stage.Run(30);
        stage.AssertAllArrived(server);
        Assert.Equal(0, stage.Client.Statistics.SessionsLost);
    }

    [Fact]
    public async Task Malformed_messages_are_counted_and_change_nothing()
    {
        using var stage = new Stage();
        var server = await stage.PlayAsync();
        byte[][] messages =
        [
            [(byte)MessageKind.Snapshot], [(byte)MessageKind.Welcome, 1, 2, 3], [(byte)MessageKind.StandbyOffer, 0, 0, 255],
            [(byte)MessageKind.Wait, 0], [0], [255, 255], new byte[1100],
        ];
        foreach (var message in messages)
            server.SendRaw(message);
        server.SendWelcomeTo(new PlayerId(5));
        stage.RunUntil(() => stage.Client.Statistics.Malformed == messages.Length + 1);
        stage.Run(30);

        Assert.Equal(ClientState.Playing, stage.Client.State);
        stage.AssertAllArrived(server);
    }

    [Fact]
    public async Task Leaving_is_told_to_the_server_and_ends_the_client()
    {
        using var stage = new Stage();
        var server = await stage.PlayAsync();
        stage.Run(30);
        stage.Client.Leave();
        stage.RunUntil(() => stage.Client.State == ClientState.Left, stepping: false);

        Assert.True(server.LeaveSeen);
        Assert.Equal(0, stage.Client.Statistics.SessionsLost);
        stage.Client.Poll();
        Assert.Equal(ClientState.Left, stage.Client.State);
    }

    [Fact]
    public async Task Leaving_is_told_to_the_servers_that_stand_by_too()
    {
        using var stage = new Stage();
        var server = await stage.PlayAsync();
        var standby = stage.Server("game-server-1");
        server.Offer(standby);
        stage.RunUntil(() => standby.Peer is not null && stage.Client.StandbyCount == 1);
        stage.Run(10);
        stage.Client.Leave();
        stage.RunUntil(() => stage.Client.State == ClientState.Left, stepping: false);
        Assert.True(server.LeaveSeen && standby.LeaveSeen);
    }

    [Fact]
    public async Task Leaving_a_dead_server_takes_no_longer_than_the_goodbye_may()
    {
        using var stage = new Stage();
        var server = await stage.PlayAsync();
        server.Kill();
        stage.Client.Leave();
        stage.Run(ProtocolLimits.TickRate, stepping: false);
        Assert.Equal(ClientState.Leaving, stage.Client.State);
        stage.Run(ProtocolLimits.TickRate, stepping: false);
        Assert.Equal(ClientState.Left, stage.Client.State);
    }

    [Fact]
    public async Task A_player_who_played_before_goes_on_with_the_next_sequence()
    {
        using var stage = new Stage();
        var server = stage.Server("game-server-0");
        server.Begin = () =>
        {
            var player = TestGameServer.AtSpawn(Stage.Player);
            player.Applied = player.Safe = 5000;
            return player;
        };
        stage.Gateway.Target = server;
        await stage.GatewayClient.CreateAccountAsync("ada", "a long password", TestContext.Current.CancellationToken);
        stage.Client.Connect();
        stage.RunUntil(() => stage.Client.State == ClientState.Playing);
        stage.Run(60);
        stage.RunUntil(() => server.Acting!.History.Count == stage.Made.Count, stepping: false);

        Assert.Equal(0u, server.Gap);
        Assert.Equal(stage.Made, server.Acting!.History);
    }
}
