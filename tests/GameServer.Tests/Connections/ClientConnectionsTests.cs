using LiteNetLib;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.GameServer.Connections;
using PlanetarySurvival.GameServer.Simulation;
using PlanetarySurvival.GameServer.Telemetry;
using PlanetarySurvival.Testing;

namespace PlanetarySurvival.GameServer.Tests.Connections;

public class ClientConnectionsTests
{
    [Fact]
    public async Task A_good_ticket_lets_in_once()
    {
        await using var server = await TestServer.StartAsync();
        var request = UdpClient.Request(UdpClient.Ticket(standby: true), reason: ConnectReason.Standby);
        using var first = new UdpClient();
        using var second = new UdpClient();

        Assert.Equal(DenyReason.None, await first.OutcomeAsync(server.GamePort, request));
        Assert.True(first.IsConnected);
        Assert.Equal(DenyReason.TicketUsed, await second.OutcomeAsync(server.GamePort, request));
        Assert.False(second.IsConnected);
    }

    [Fact]
    public async Task What_is_no_good_ticket_is_refused_with_its_reason()
    {
        await using var server = await TestServer.StartAsync(ticks: false);
        var good = UdpClient.Ticket();

        foreach (var (request, expected) in new (byte[], DenyReason)[]
        {
            (UdpClient.Request(good, secret: "somebody else's long secret"), DenyReason.TicketInvalid),
            (UdpClient.Request(UdpClient.Ticket(lifetime: TimeSpan.FromSeconds(-1))), DenyReason.TicketExpired),
            (UdpClient.Request(UdpClient.Ticket(lifetime: TimeSpan.FromHours(1))), DenyReason.TicketInvalid),
            (UdpClient.Request(UdpClient.Ticket(server: "game-server-1")), DenyReason.TicketElsewhere),
            (UdpClient.Request(good, version: ProtocolLimits.Version + 1), DenyReason.Version),
            (UdpClient.Request(good, reason: ConnectReason.Standby), DenyReason.TicketInvalid),
            (UdpClient.Request(UdpClient.Ticket(standby: true)), DenyReason.TicketInvalid),
            ([], DenyReason.Malformed),
            ([1, 2, 3], DenyReason.Malformed),
            (new byte[600], DenyReason.Malformed),
        })
        {
            using var client = new UdpClient();
            Assert.Equal(expected, await client.OutcomeAsync(server.GamePort, request));
            Assert.False(client.IsConnected);
        }

        Assert.Equal(0, server.Get<ClientConnections>().Count);
    }

    [Fact]
    public async Task The_simulation_may_close_a_connection_with_a_reason()
    {
        // No region is here: the simulation sends a player away.
        await using var server = await TestServer.StartAsync();
        await Wait.UntilAsync(() => server.Get<TickMeter>().Ticks > 1, "the first tick");
        using var client = new UdpClient();

        client.Connect(server.GamePort, UdpClient.Request(UdpClient.Ticket()));

        await Wait.UntilAsync(() => client.IsDisconnected, "the refusal");
        Assert.NotEqual(DenyReason.None, client.Denied);
        await Wait.UntilAsync(() => server.Get<ClientConnections>().Count == 0, "nobody connected");
    }

    [Fact]
    public async Task Messages_that_no_client_sends_are_dropped_and_counted()
    {
        await using var server = await TestServer.StartAsync(ticks: false);
        using var client = new UdpClient();
        await client.OutcomeAsync(server.GamePort, UdpClient.Request(UdpClient.Ticket()));
        await Wait.UntilAsync(() => client.IsConnected, "a connection");
        var metrics = server.Get<ServerMetrics>();

        client.Send([(byte)MessageKind.Snapshot, 1, 2], DeliveryMethod.Unreliable);
        client.Send([255], DeliveryMethod.ReliableOrdered);
        var large = new byte[1201];
        large[0] = (byte)MessageKind.Input;
        client.Send(large, DeliveryMethod.Unreliable);
        var larger = new byte[4097];
        larger[0] = (byte)MessageKind.Input;
        client.Send(larger, DeliveryMethod.ReliableOrdered);

        await Wait.UntilAsync(
            () => metrics.PacketsDropped(DropReason.UnknownKind) == 2 && metrics.PacketsDropped(DropReason.TooLarge) == 2, "four drops");
    }

    [Fact]
    public async Task A_client_that_sends_too_fast_fills_its_own_share_only()
    {
        await using var server = await TestServer.StartAsync(ticks: false);
        using var greedy = new UdpClient();
        await greedy.OutcomeAsync(server.GamePort, UdpClient.Request(UdpClient.Ticket()));
        await Wait.UntilAsync(() => greedy.IsConnected, "a connection");

        for (var i = 0; i < 300; i++)
            greedy.Send([(byte)MessageKind.Input, 0], DeliveryMethod.ReliableOrdered);

        await Wait.UntilAsync(
            () => server.Get<ServerMetrics>().PacketsDropped(DropReason.ClientTooFast) == 300 - ConnectionLimits.MessagesQueuedPerClientMax,
            "the rest to be dropped");
    }

    [Fact]
    public async Task A_flood_of_garbage_does_not_stop_the_ticks()
    {
        await using var server = await TestServer.StartAsync();
        var meter = server.Get<TickMeter>();
        await Wait.UntilAsync(() => meter.Ticks > 10, "the first ticks");
        using var client = new UdpClient();
        await client.OutcomeAsync(
            server.GamePort, UdpClient.Request(UdpClient.Ticket(standby: true), reason: ConnectReason.Standby));
        using var raw = new System.Net.Sockets.UdpClient("127.0.0.1", server.GamePort);
        var random = new Random(1);
        var garbage = new byte[1100];
        var (from, skipped) = (meter.Ticks, meter.Skipped);

        for (var i = 0; i < 20_000; i++)
        {
            random.NextBytes(garbage);
            raw.Send(garbage.AsSpan(0, random.Next(1, garbage.Length)));
            garbage[0] = (byte)(i % 2);
            client.Send(garbage[..random.Next(1, 1000)], DeliveryMethod.Unreliable);
        }

        await Wait.UntilAsync(() => meter.Ticks > from + 45, "more ticks");
        Assert.InRange(meter.Skipped - skipped, 0, 90);
        Assert.Null(server.Get<TickLoop>().Failure);
        using var next = new UdpClient();
        await next.OutcomeAsync(server.GamePort, UdpClient.Request(UdpClient.Ticket(standby: true), reason: ConnectReason.Standby));
        Assert.True(next.IsConnected);
    }
}
