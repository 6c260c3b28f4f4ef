using System.Net;
using System.Net.Sockets;
using PlanetarySurvival.Client.Gateway;
using PlanetarySurvival.Client.Tests.Stages;

namespace PlanetarySurvival.Client.Tests.Gateway;

public sealed class GatewayClientTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_account_is_made_once()
    {
        using var stage = new Stage();
        Assert.True(await stage.GatewayClient.CreateAccountAsync("ada", "a long password", Cancellation));
        Assert.False(await stage.GatewayClient.CreateAccountAsync("ada", "a long password", Cancellation));
    }

    [Fact]
    public async Task A_wrong_password_is_told_apart_from_trouble()
    {
        using var stage = new Stage();
        var failure = await Assert.ThrowsAsync<GatewayException>(() => stage.GatewayClient.LogInAsync("ada", "wrong", Cancellation));
        Assert.Equal(GatewayFailure.Unauthorized, failure.Failure);
        Assert.False(failure.Transient);
    }

    [Fact]
    public async Task A_player_on_the_move_is_asked_to_come_again_later()
    {
        using var stage = new Stage();
        await stage.GatewayClient.CreateAccountAsync("ada", "a long password", Cancellation);
        var failure = await Assert.ThrowsAsync<GatewayException>(() => stage.Login.RequestTicketAsync(Cancellation));
        Assert.Equal(GatewayFailure.Unavailable, failure.Failure);
        Assert.Equal(TimeSpan.FromSeconds(1), failure.RetryAfter);
        Assert.True(failure.Transient);
    }

    [Fact]
    public async Task A_session_that_the_gateway_forgot_is_renewed()
    {
        using var stage = new Stage();
        stage.Gateway.Target = stage.Server("game-server-0");
        await stage.GatewayClient.CreateAccountAsync("ada", "a long password", Cancellation);
        await stage.Login.LogInAsync(Cancellation);
        stage.Gateway.Token = "token-2";
        var ticket = await stage.Login.RequestTicketAsync(Cancellation);
        Assert.Equal("game-server-0", ticket.Server);
        Assert.Equal([1, 2, 3, 4], ticket.Ticket);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"server":"s","host":"h","port":70000,"ticket":"AQID","expires":"2026-01-01T00:00:00Z","player":"0000000000000001"}""")]
    [InlineData("""{"server":"s","host":"h","port":7777,"ticket":"%%%","expires":"2026-01-01T00:00:00Z","player":"0000000000000001"}""")]
    [InlineData("""{"server":"s","host":"h","port":7777,"ticket":"AQID","expires":"2026-01-01T00:00:00Z","player":"0"}""")]
    public async Task An_answer_that_is_no_ticket_is_an_error_and_no_crash(string body)
    {
        using var stage = new Stage();
        stage.Gateway.Target = stage.Server("game-server-0");
        stage.Gateway.TicketBody = body;
        await stage.GatewayClient.CreateAccountAsync("ada", "a long password", Cancellation);
        var failure = await Assert.ThrowsAsync<GatewayException>(() => stage.Login.RequestTicketAsync(Cancellation));
        Assert.Equal(GatewayFailure.Malformed, failure.Failure);
    }

    [Fact]
    public async Task A_gateway_that_is_not_there_is_unreachable()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var gateway = new GatewayClient(new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndPoint!).Port}"));
        var failure = await Assert.ThrowsAsync<GatewayException>(() => gateway.LogInAsync("ada", "a long password", Cancellation));
        Assert.Equal(GatewayFailure.Unreachable, failure.Failure);
    }
}
