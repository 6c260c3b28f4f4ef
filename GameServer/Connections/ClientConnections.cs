using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using LiteNetLib;
using Microsoft.Extensions.Options;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Tickets;
using PlanetarySurvival.GameServer.Mesh;
using PlanetarySurvival.GameServer.Simulation;
using PlanetarySurvival.GameServer.Telemetry;
using PlanetarySurvival.ServiceDefaults;

namespace PlanetarySurvival.GameServer.Connections;

/// <summary>
/// The clients' UDP connections. The transport's threads check tickets and sort messages into a bounded queue; the tick thread drains it
/// and sends.
/// </summary>
internal sealed partial class ClientConnections : IHostedService, INetEventListener, IDisposable
{
    private readonly ConcurrentDictionary<int, ClientConnection> _connections = new();
    private readonly BoundedQueue<ClientEvent> _inbound = new(ConnectionLimits.MessagesQueuedMax);
    private readonly BufferPool _buffers = new();
    private readonly TicketGate _gate;
    private readonly TicketSeal _seal;
    private readonly NetManager _network;
    private readonly EndpointOptions _endpoints;
    private readonly int _connectionsMax;
    private readonly ServerMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<ClientConnections> _logger;
    private int _lastConnection;
    private bool _sent;

    public ClientConnections(
        ServerIdentity identity, IOptions<EndpointOptions> endpoints, IOptions<TicketOptions> tickets, IOptions<SimulationOptions> simulation,
        ServerMetrics metrics, TimeProvider time, TransportLog transport, ILogger<ClientConnections> logger)
    {
        _endpoints = endpoints.Value;
        // Each player may stand by and be about to be replaced by its own next connection.
        _connectionsMax = 2 * (simulation.Value.PlayersPerServerMax + simulation.Value.StandbyClientsMax);
        (_metrics, _time, _logger) = (metrics, time, logger);
        _gate = new TicketGate(identity.Name, tickets.Value.Secret);
        _seal = new TicketSeal(tickets.Value.Secret);
        NetDebug.Logger = transport;
        _network = new NetManager(this)
        {
            UnsyncedEvents = true,
            UnsyncedReceiveEvent = true,
            AutoRecycle = true,
            EnableStatistics = true,
            MtuOverride = ConnectionLimits.MtuBytes,
            MaxFragmentsCount = ConnectionLimits.FragmentsMax,
            DisconnectTimeout = (int)ConnectionLimits.DisconnectTimeout.TotalMilliseconds,
        };
    }

    /// <summary>Clients that are connected now.</summary>
    public int Count => _connections.Count;

    /// <summary>UDP payload bytes that were received.</summary>
    public long BytesReceived => _network.Statistics.BytesReceived;

    /// <summary>UDP payload bytes that were sent.</summary>
    public long BytesSent => _network.Statistics.BytesSent;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var (ipv4, ipv6) = Addresses(_endpoints.Host);
        _network.IPv6Enabled = ipv6 is not null;
        if (!_network.Start(ipv4 ?? IPAddress.Loopback, ipv6 ?? IPAddress.IPv6Loopback, _endpoints.Game))
        {
            throw new InvalidOperationException(
                $"UDP port {_endpoints.Game} on {_endpoints.Host} cannot be opened; is another game server running? " +
                $"Endpoints:Game sets another port.");
        }

        Log.Listening(_logger, _endpoints.Host, _endpoints.Game);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _network.Stop(sendDisconnectMessages: true);
        return Task.CompletedTask;
    }

    /// <summary>Gives the simulation what arrived since the last tick. Called by the tick thread.</summary>
    public void DrainInto(Simulation.Simulation simulation)
    {
        for (var i = 0; i < ConnectionLimits.MessagesPerTickMax && _inbound.TryDequeue(out var inbound); i++)
        {
            switch (inbound.Content)
            {
                case byte[] buffer:
                    Interlocked.Decrement(ref inbound.Connection.Queued);
                    simulation.ClientMessage(inbound.Connection.Id, buffer.AsSpan(0, inbound.Length));
                    _buffers.Return(buffer);
                    break;
                case Admission admission:
                    simulation.ClientConnected(inbound.Connection.Id, admission.Ticket, admission.Reason);
                    break;
                default:
                    simulation.ClientDisconnected(inbound.Connection.Id);
                    break;
            }
        }
    }

    /// <summary>Sends one message; nothing happens if the client is gone. Called by the tick thread, which calls <see cref="Flush"/> last.</summary>
    public void Send(int connection, ReadOnlySpan<byte> message, bool reliable)
    {
        if (!_connections.TryGetValue(connection, out var client))
            return;

        if (!reliable && message.Length > ProtocolLimits.DatagramBytesMax)
            throw new InvalidOperationException($"A message of {message.Length} bytes does not fit into a datagram.");

        client.Peer.Send(message, reliable ? DeliveryMethod.ReliableOrdered : DeliveryMethod.Unreliable);
        _sent = true;
    }

    /// <summary>Wakes the transport once for all that was sent. Called by the tick thread.</summary>
    public void Flush()
    {
        if (_sent)
            _network.TriggerUpdate();
        _sent = false;
    }

    /// <summary>Closes a connection and tells the client why. Called by the tick thread.</summary>
    public void Disconnect(DisconnectClient request)
    {
        if (_connections.TryGetValue(request.Connection, out var client))
            client.Peer.Disconnect([(byte)request.Reason]);
    }

    /// <summary>Mints a ticket for another server and offers it to the client. Called by the tick thread.</summary>
    public void Offer(OfferStandby request)
    {
        var ticket = new Ticket(
            request.Player, request.Session, _time.GetUtcNow() + Ticket.LifetimeMax, Guid.NewGuid(), Standby: true, request.Server, request.Name);
        Span<byte> message = stackalloc byte[StandbyOffer.SizeMax];
        var length = new StandbyOffer(request.Server, request.Host, request.Port, _seal.Seal(ticket)).Write(message);
        Send(request.Connection, message[..length], reliable: true);
    }

    /// <inheritdoc/>
    void INetEventListener.OnConnectionRequest(ConnectionRequest request)
    {
        var denied = _connections.Count >= _connectionsMax
            ? Deny(out var ticket, out var reason)
            : _gate.TryAdmit(request.Data.GetRemainingBytesSpan(), _time.GetUtcNow(), out ticket, out reason);
        if (denied != DenyReason.None)
        {
            // Without state on our side, and smaller than what came in: the address is not proven.
            request.RejectForce([(byte)denied]);
            _metrics.ConnectionRefused(denied);
            Log.Refused(_logger, request.RemoteEndPoint, denied);
            return;
        }

        // The tick may answer as soon as it hears of the client: all is in place by then.
        var peer = request.Accept();
        var client = new ClientConnection(Interlocked.Increment(ref _lastConnection), peer);
        peer.Tag = client;
        _connections[client.Id] = client;
        _inbound.EnqueueAlways(new ClientEvent(client, new Admission(ticket, reason), 0));
        Log.Admitted(_logger, ticket.Player, reason, client.Id, request.RemoteEndPoint);

        static DenyReason Deny(out Ticket ticket, out ConnectReason reason)
        {
            (ticket, reason) = (default, default);
            return DenyReason.Full;
        }
    }

    /// <inheritdoc/>
    void INetEventListener.OnNetworkReceive(NetPeer peer, NetPacketReader reader, byte channelNumber, DeliveryMethod deliveryMethod)
    {
        if (peer.Tag is not ClientConnection client)
            return;

        var message = reader.GetRemainingBytesSpan();
        if (Sort(client, message, deliveryMethod) is { } reason)
        {
            _metrics.PacketDropped(reason);
            return;
        }

        var buffer = _buffers.Rent(message.Length);
        message.CopyTo(buffer);
        Interlocked.Increment(ref client.Queued);
        if (_inbound.TryEnqueue(new ClientEvent(client, buffer, message.Length)))
            return;

        Interlocked.Decrement(ref client.Queued);
        _buffers.Return(buffer);
        _metrics.PacketDropped(DropReason.QueueFull);
    }

    /// <inheritdoc/>
    void INetEventListener.OnPeerDisconnected(NetPeer peer, DisconnectInfo disconnectInfo)
    {
        if (peer.Tag is ClientConnection client && _connections.TryRemove(client.Id, out _))
        {
            _inbound.EnqueueAlways(new ClientEvent(client, null, 0));
            Log.Gone(_logger, client.Id, disconnectInfo.Reason);
        }
    }

    /// <inheritdoc/>
    void INetEventListener.OnNetworkError(IPEndPoint endPoint, SocketError socketError) => _metrics.PacketDropped(DropReason.SocketError);

    /// <inheritdoc/>
    void INetEventListener.OnPeerConnected(NetPeer peer)
    {
        // The client counts from its admission.
    }

    /// <inheritdoc/>
    void INetEventListener.OnNetworkReceiveUnconnected(IPEndPoint remoteEndPoint, NetPacketReader reader, UnconnectedMessageType messageType) =>
        _metrics.PacketDropped(DropReason.Unconnected);

    /// <inheritdoc/>
    void INetEventListener.OnNetworkLatencyUpdate(NetPeer peer, int latency)
    {
    }

    /// <inheritdoc/>
    void INetEventListener.OnMessageDelivered(NetPeer peer, object userData)
    {
    }

    /// <inheritdoc/>
    void INetEventListener.OnNtpResponse(LiteNetLib.Utils.NtpPacket packet)
    {
    }

    /// <inheritdoc/>
    void INetEventListener.OnPeerAddressChanged(NetPeer peer, IPEndPoint previousAddress)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _network.Stop();
        _gate.Dispose();
        _seal.Dispose();
    }

    // Null if the message may go to the simulation.
    private static DropReason? Sort(ClientConnection client, ReadOnlySpan<byte> message, DeliveryMethod delivery)
    {
        var reliable = delivery is DeliveryMethod.ReliableOrdered or DeliveryMethod.ReliableUnordered or DeliveryMethod.ReliableSequenced;
        if (message.Length > (reliable ? ConnectionLimits.ReliableBytesMax : ProtocolLimits.DatagramBytesMax))
            return DropReason.TooLarge;
        if (message.IsEmpty || (MessageKind)message[0] is not (MessageKind.Input or MessageKind.Leave))
            return DropReason.UnknownKind;
        return Volatile.Read(ref client.Queued) >= ConnectionLimits.MessagesQueuedPerClientMax ? DropReason.ClientTooFast : null;
    }

    private static (IPAddress? Ipv4, IPAddress? Ipv6) Addresses(string host) => host switch
    {
        "*" => (IPAddress.Any, IPAddress.IPv6Any),
        "localhost" => (IPAddress.Loopback, null),
        _ when IPAddress.TryParse(host, out var ipv6) && ipv6.AddressFamily == AddressFamily.InterNetworkV6 => (null, ipv6),
        _ when IPAddress.TryParse(host, out var ipv4) => (ipv4, null),
        _ => throw new InvalidOperationException($"{EndpointOptions.Section}:Host is '{host}'; it must be an IP address, localhost or *."),
    };

    /// <summary>One client's connection. The id is never used again while the process lives.</summary>
    private sealed class ClientConnection(int id, NetPeer peer)
    {
        public readonly int Id = id;
        public readonly NetPeer Peer = peer;
        public int Queued;
    }

    /// <summary>Why a connection exists.</summary>
    private sealed record Admission(Ticket Ticket, ConnectReason Reason);

    /// <summary>Something for the tick thread: a message (bytes), an <see cref="Admission"/>, or null for the end.</summary>
    private readonly record struct ClientEvent(ClientConnection Connection, object? Content, int Length);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Clients are awaited on {Host}, UDP port {Port}.")]
        public static partial void Listening(ILogger logger, string host, int port);

        [LoggerMessage(LogLevel.Debug, "Player {Player} ({Reason}) is connection {Connection} from {Address}.")]
        public static partial void Admitted(
            ILogger logger, Contracts.Players.PlayerId player, ConnectReason reason, int connection, IPEndPoint address);

        [LoggerMessage(LogLevel.Debug, "A connection from {Address} was refused: {Reason}.")]
        public static partial void Refused(ILogger logger, IPEndPoint address, DenyReason reason);

        [LoggerMessage(LogLevel.Debug, "Connection {Connection} ended: {Reason}.")]
        public static partial void Gone(ILogger logger, int connection, DisconnectReason reason);
    }
}
