using System.Net;
using LiteNetLib;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Tickets;
using PlanetarySurvival.Testing;

namespace PlanetarySurvival.GameServer.Tests.Connections;

/// <summary>A client that connects over real UDP and remembers what happens to it.</summary>
internal sealed class UdpClient : IDisposable
{
    private readonly EventBasedNetListener _events = new();
    private readonly NetManager _network;
    private NetPeer? _peer;

    public UdpClient()
    {
        _network = new NetManager(_events) { UnsyncedEvents = true, MtuOverride = 1400, IPv6Enabled = false };
        _events.PeerConnectedEvent += _ => IsConnected = true;
        _events.PeerDisconnectedEvent += (_, info) =>
        {
            Denied = (DenyReason)(info.AdditionalData is { AvailableBytes: > 0 } data ? data.GetByte() : 0);
            IsDisconnected = true;
        };
        _network.Start();
    }

    public volatile bool IsConnected;
    public volatile bool IsDisconnected;

    public DenyReason Denied { get; private set; }

    public static byte[] Request(Ticket ticket, string secret = TestServer.TicketSecret, ushort version = ProtocolLimits.Version,
        ConnectReason reason = ConnectReason.Join)
    {
        using var seal = new TicketSeal(secret);
        var buffer = new byte[ConnectRequest.SizeMax];
        return buffer[..new ConnectRequest(version, reason, seal.Seal(ticket)).Write(buffer)];
    }

    public static Ticket Ticket(string server = "game-server-0", TimeSpan? lifetime = null, bool standby = false) => new(
        new PlayerId(77), 1, DateTimeOffset.UtcNow + (lifetime ?? TimeSpan.FromSeconds(20)), Guid.NewGuid(), standby, server, "Ada");

    public void Connect(int port, byte[] request) => _peer = _network.Connect(new IPEndPoint(IPAddress.Loopback, port), request.AsSpan());

    public void Send(byte[] message, DeliveryMethod delivery) => _peer!.Send(message, delivery);

    public void SendUnconnected(byte[] message, int port) =>
        _network.SendUnconnectedMessage(message, new IPEndPoint(IPAddress.Loopback, port));

    public async Task<DenyReason> OutcomeAsync(int port, byte[] request)
    {
        Connect(port, request);
        await Wait.UntilAsync(() => IsConnected || IsDisconnected, "an answer");
        return Denied;
    }

    public void Dispose() => _network.Stop();
}
