using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using LiteNetLib;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Tickets;

namespace PlanetarySurvival.Client.Connections;

internal delegate void MessageReceived(ServerConnection connection, ReadOnlySpan<byte> message);

internal delegate void ConnectionEnded(ServerConnection connection, bool byServer, DenyReason deny);

/// <summary>
/// All connections of one client over one socket, driven by whoever polls it: no thread of its own. At most one connection an endpoint.
/// </summary>
internal sealed class ServerConnections : INetEventListener, IDisposable
{
    // Lets a full snapshot go in one datagram from the first packet on; discovery would need seconds.
    private const int MtuBytes = 1400;

    private readonly NetManager _net;
    private readonly List<ServerConnection> _open = [];
    private readonly MessageReceived _received;
    private readonly ConnectionEnded _ended;
    private ExceptionDispatchInfo? _mistake;

    public ServerConnections(TimeSpan silenceMax, bool ipv6, MessageReceived received, ConnectionEnded ended)
    {
        (_received, _ended) = (received, ended);
        _net = new NetManager(this)
        {
            AutoRecycle = true,
            EnableStatistics = true,
            MtuOverride = MtuBytes,
            DisconnectTimeout = (int)silenceMax.TotalMilliseconds,
            IPv6Enabled = ipv6 && Socket.OSSupportsIPv6,
            PingInterval = 500,
        };
        if (!_net.StartInManualMode(0))
            throw new IOException("No UDP port could be opened for the client.");
    }

    public IReadOnlyList<ServerConnection> Open => _open;

    public NetStatistics Statistics => _net.Statistics;

    /// <summary>Reads what has arrived and tells the owner, on this thread.</summary>
    public void Receive()
    {
        _net.PollEvents();
        RethrowMistake();
    }

    /// <summary>Sends what is queued, repeats what was not answered and finds out who is gone.</summary>
    public void Update(TimeSpan elapsed)
    {
        _net.ManualUpdate((float)elapsed.TotalMilliseconds);
        RethrowMistake();
    }

    public ServerConnection? Find(IPEndPoint endpoint)
    {
        foreach (var connection in _open)
        {
            if (connection.Endpoint.Equals(endpoint))
                return connection;
        }

        return null;
    }

    /// <summary>Connects. The endpoint must have no connection.</summary>
    public ServerConnection Connect(string server, IPEndPoint endpoint, ConnectReason reason, ReadOnlySpan<byte> ticket, TimeSpan now)
    {
        if (Find(endpoint) is not null)
            throw new InvalidOperationException($"There is a connection to {server} at {endpoint} already.");

        Span<byte> request = stackalloc byte[ConnectRequest.SizeMax];
        var length = new ConnectRequest(ProtocolLimits.Version, reason, ticket[..Math.Min(ticket.Length, TicketSeal.SealedSizeMax)]).Write(request);
        var connection = new ServerConnection(server, endpoint, reason, now);
        connection.Peer = _net.Connect(endpoint, (ReadOnlySpan<byte>)request[..length]);
        connection.Peer.Tag = connection;
        _open.Add(connection);
        return connection;
    }

    /// <summary>Closes without telling the owner; the server is told if the connection stands.</summary>
    public void Close(ServerConnection connection)
    {
        if (!_open.Remove(connection) || connection.Peer is not { } peer)
            return;

        peer.Tag = null;
        if (peer.ConnectionState == ConnectionState.Connected)
            peer.Disconnect();
        else
            _net.DisconnectPeerForce(peer);
    }

    /// <summary>Closes everything, tells the servers, and gives up the socket.</summary>
    public void Dispose()
    {
        foreach (var connection in _open)
            connection.Peer!.Tag = null;
        _open.Clear();
        if (_net.IsRunning)
            _net.Stop(sendDisconnectMessages: true);
    }

    void INetEventListener.OnNetworkReceive(NetPeer peer, NetPacketReader reader, byte channelNumber, DeliveryMethod deliveryMethod)
    {
        if (peer.Tag is not ServerConnection connection)
            return;

        // The transport catches what a listener throws and only logs it; a mistake of ours must reach the owner.
        try
        {
            _received(connection, reader.GetRemainingBytesSpan());
        }
        catch (Exception exception)
        {
            _mistake ??= ExceptionDispatchInfo.Capture(exception);
        }
    }

    void INetEventListener.OnPeerDisconnected(NetPeer peer, DisconnectInfo disconnectInfo)
    {
        if (peer.Tag is not ServerConnection connection)
            return;

        peer.Tag = null;
        _open.Remove(connection);
        var byServer = disconnectInfo.Reason is DisconnectReason.RemoteConnectionClose or DisconnectReason.ConnectionRejected;
        try
        {
            _ended(connection, byServer, byServer ? ReadDeny(disconnectInfo.AdditionalData) : DenyReason.None);
        }
        catch (Exception exception)
        {
            _mistake ??= ExceptionDispatchInfo.Capture(exception);
        }
    }

    void INetEventListener.OnPeerConnected(NetPeer peer)
    {
    }

    // Nobody connects to a client.
    void INetEventListener.OnConnectionRequest(ConnectionRequest request) => request.RejectForce();

    // A send that fails is a lost packet; a peer that stays unreachable falls silent, and that is what is acted on.
    void INetEventListener.OnNetworkError(IPEndPoint endPoint, SocketError socketError)
    {
    }

    void INetEventListener.OnNetworkReceiveUnconnected(IPEndPoint remoteEndPoint, NetPacketReader reader, UnconnectedMessageType messageType)
    {
    }

    void INetEventListener.OnNetworkLatencyUpdate(NetPeer peer, int latency)
    {
    }

    private static DenyReason ReadDeny(NetPacketReader? reason) =>
        reason is { AvailableBytes: 1 } ? (DenyReason)reason.GetRemainingBytesSpan()[0] : DenyReason.None;

    private void RethrowMistake()
    {
        var mistake = _mistake;
        _mistake = null;
        mistake?.Throw();
    }
}
