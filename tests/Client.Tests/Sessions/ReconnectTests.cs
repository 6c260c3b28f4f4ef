using PlanetarySurvival.Client.Sessions;
using PlanetarySurvival.Client.Tests.Stages;
using PlanetarySurvival.Contracts.Protocol;

namespace PlanetarySurvival.Client.Tests.Sessions;

public sealed class ReconnectTests
{
    [Fact]
    public async Task A_client_without_a_standby_comes_back_through_the_gateway_and_goes_on()
    {
        using var stage = new Stage();
        var first = await stage.PlayAsync();
        first.MakesSafe = false;
        stage.Run(60);
        var saved = first.Acting!.Copy();
        stage.Run(20);
        var second = stage.Server("game-server-1");
        second.Begin = () =>
        {
            saved.PlayerEpoch++;
            return saved;
        };
        stage.Gateway.Target = null;
        first.Kill();
        stage.RunUntil(() => stage.Client.State == ClientState.Reconnecting);
        stage.RunUntil(() => stage.Client.Problem.Contains("moving", StringComparison.Ordinal));
        stage.Gateway.Target = second;
        stage.RunUntil(() => stage.Client.State == ClientState.Playing);
        stage.Run(60);

        stage.AssertAllArrived(second);
        Assert.Equal([ConnectReason.Resume], second.Reasons);
        Assert.Equal((0, 1), (stage.Client.Statistics.Transfers, stage.Client.Statistics.SessionsLost));
    }

    [Fact]
    public async Task A_server_that_read_the_player_from_the_database_is_sent_new_inputs_only()
    {
        using var stage = new Stage();
        var first = await stage.PlayAsync();
        stage.Run(700);
        stage.Settle(first);
        var saved = first.Acting!.Copy();
        var second = stage.Server("game-server-1");
        second.Begin = () => new TestPlayer { Region = saved.Region, Body = saved.Body, Inventory = saved.Inventory, PlayerEpoch = 2 };
        stage.Gateway.Target = second;
        first.Kill();
        stage.RunUntil(() => stage.Client.State == ClientState.Reconnecting);
        var made = stage.Made.Count;
        stage.RunUntil(() => stage.Client.State == ClientState.Playing);
        stage.Run(60);
        stage.RunUntil(() => stage.Client.Statistics.InputsApplied == stage.Made.Count, stepping: false);

        Assert.Equal(stage.Made.Skip(made), second.Acting!.History);
        Assert.Equal(0u, second.Gap);
        Assert.Equal(stage.Made.Count, stage.Client.Statistics.InputsMade);
    }

    [Fact]
    public async Task A_new_login_gives_up_the_connections_of_the_old_one()
    {
        using var stage = new Stage();
        var first = await stage.PlayAsync();
        var (standby, second) = (stage.Server("game-server-1"), stage.Server("game-server-2"));
        first.Offer(standby);
        stage.RunUntil(() => standby.Peer is not null);
        second.Begin = () => new TestPlayer { Region = first.Acting!.Region, Body = first.Acting.Body, PlayerEpoch = 2 };
        stage.Gateway.Session = 2;
        stage.Gateway.Target = second;
        first.Mute = true;
        stage.RunUntil(() => stage.Client.Server == second.Name && stage.Client.State == ClientState.Playing);
        stage.RunUntil(() => standby.Peer is null && first.Peer is null);

        Assert.Equal(0, stage.Client.StandbyCount);
        Assert.Equal(1, stage.Client.Statistics.SessionsLost);
    }

    [Fact]
    public async Task A_quiet_server_that_speaks_again_keeps_its_player()
    {
        using var stage = new Stage();
        var server = await stage.PlayAsync();
        stage.Gateway.Target = null;
        server.Mute = true;
        stage.RunUntil(() => stage.Client.State == ClientState.Reconnecting);
        stage.Run(200);
        server.Mute = false;
        stage.RunUntil(() => stage.Client.State == ClientState.Playing);
        stage.Run(60);

        stage.AssertAllArrived(server);
        Assert.Equal(0, stage.Client.Statistics.SessionsLost);
        Assert.Equal([ConnectReason.Join], server.Reasons);
    }

    [Fact]
    public async Task A_resume_to_the_same_server_replaces_the_quiet_connection()
    {
        using var stage = new Stage();
        var server = await stage.PlayAsync();
        stage.Run(30);
        server.Mute = true;
        stage.RunUntil(() => server.Reasons.Count == 2);
        server.Mute = false;
        stage.RunUntil(() => stage.Client.State == ClientState.Playing);
        stage.Run(60);

        stage.AssertAllArrived(server);
        Assert.Equal([ConnectReason.Join, ConnectReason.Resume], server.Reasons);
        Assert.Equal(1, stage.Client.Statistics.SessionsLost);
    }

    [Theory]
    [InlineData(DenyReason.Elsewhere)]
    [InlineData(DenyReason.Unavailable)]
    [InlineData(DenyReason.ShuttingDown)]
    [InlineData(DenyReason.Full)]
    [InlineData(DenyReason.TicketExpired)]
    public async Task A_refusal_that_may_pass_leads_to_the_gateway_again(DenyReason reason)
    {
        using var stage = new Stage();
        var (full, free) = (stage.Server("game-server-0"), stage.Server("game-server-1"));
        full.Deny = reason;
        stage.Gateway.Target = full;
        await stage.GatewayClient.CreateAccountAsync("ada", "a long password", TestContext.Current.CancellationToken);
        stage.Client.Connect();
        stage.RunUntil(() => stage.Client.Denied == reason);
        stage.Gateway.Target = free;
        stage.RunUntil(() => stage.Client.State == ClientState.Playing);
        Assert.Equal("game-server-1", stage.Client.Server);
        Assert.Equal(0, stage.Client.Statistics.SessionsLost);
    }

    [Theory]
    [InlineData(DenyReason.Version)]
    [InlineData(DenyReason.TicketInvalid)]
    [InlineData(DenyReason.Replaced)]
    public async Task A_refusal_that_stays_fails_with_a_clear_error(DenyReason reason)
    {
        using var stage = new Stage();
        var server = stage.Server("game-server-0");
        server.Deny = reason;
        stage.Gateway.Target = server;
        await stage.GatewayClient.CreateAccountAsync("ada", "a long password", TestContext.Current.CancellationToken);
        stage.Client.Connect();
        stage.RunUntil(() => stage.Client.State == ClientState.Failed);
        Assert.Equal(reason, stage.Client.Denied);
        Assert.StartsWith("game-server-0 refused the player: ", stage.Client.Problem, StringComparison.Ordinal);
        Assert.False(stage.Client.Step(default));
    }

    [Fact]
    public async Task A_player_who_connects_elsewhere_ends_this_client()
    {
        using var stage = new Stage();
        var server = await stage.PlayAsync();
        server.Disconnect(DenyReason.Replaced);
        stage.RunUntil(() => stage.Client.State == ClientState.Failed);
        Assert.Contains("played from somewhere else", stage.Client.Problem, StringComparison.Ordinal);
        Assert.Equal(1, stage.Client.Statistics.SessionsLost);
    }

    [Fact]
    public async Task A_mesh_that_stays_away_is_given_up_with_the_reason()
    {
        using var stage = new Stage();
        var server = await stage.PlayAsync();
        stage.Gateway.Target = null;
        server.Kill();
        stage.RunUntil(() => stage.Client.State == ClientState.Failed);
        Assert.Contains("503: The player is moving.", stage.Client.Problem, StringComparison.Ordinal);
        Assert.Equal(1, stage.Client.Statistics.SessionsLost);
    }

    [Fact]
    public async Task A_wrong_password_fails_at_once()
    {
        using var stage = new Stage();
        await stage.GatewayClient.CreateAccountAsync("ada", "another password", TestContext.Current.CancellationToken);
        stage.Client.Connect();
        stage.RunUntil(() => stage.Client.State == ClientState.Failed);
        Assert.Contains("401", stage.Client.Problem, StringComparison.Ordinal);
    }
}
