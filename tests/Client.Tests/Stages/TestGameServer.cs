using System.Net;
using System.Net.Sockets;
using LiteNetLib;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.Client.Tests.Stages;

/// <summary>What a server knows of the one player of a stage; copied from server to server.</summary>
internal sealed class TestPlayer
{
    public ulong PlayerEpoch { get; set; } = 1;

    public ulong RegionEpoch { get; set; } = 1;

    public RegionId Region { get; set; }

    public uint Applied { get; set; }

    public uint Safe { get; set; }

    public PlayerBody Body;

    public Inventory Inventory;

    /// <summary>The inputs that made this state, in order: the first has sequence 1.</summary>
    public List<PlayerInput> History { get; init; } = [];

    public TestPlayer Copy() => new()
    {
        PlayerEpoch = PlayerEpoch,
        RegionEpoch = RegionEpoch,
        Region = Region,
        Applied = Applied,
        Safe = Safe,
        Body = Body,
        Inventory = Inventory,
        History = [.. History],
    };
}

/// <summary>A small server for one player that speaks the real messages over a real socket, ticked by the stage.</summary>
internal sealed class TestGameServer : INetEventListener, IDisposable
{
    public const ulong Seed = 20261123;
    public const int RadiusMetres = 8000;
    public static readonly Planet Planet = new(Seed, RadiusMetres);

    private readonly PlayerInput[] _read = new PlayerInput[ProtocolLimits.InputsPerPacketMax];
    private readonly VoxelField _field = new(Planet);
    private readonly byte[] _buffer = new byte[2048];
    private readonly SortedDictionary<uint, PlayerInput> _waiting = [];
    private readonly NetManager _net;
    private readonly PlayerId _player;
    private uint _tick = 1;
    private int _inputPackets;
    private int _snapshots;

    public TestGameServer(string name, PlayerId player, int port = 0)
    {
        (Name, _player) = (name, player);
        _net = new NetManager(this) { AutoRecycle = true, MtuOverride = 1400, IPv6Enabled = false, DisconnectTimeout = 15_000 };
        if (!_net.StartInManualMode(IPAddress.Loopback, IPAddress.IPv6Loopback, port))
            throw new InvalidOperationException($"Port {port} cannot be opened.");
    }

    public string Name { get; }

    public ushort Port => (ushort)_net.LocalPort;

    public Guid Incarnation { get; } = Guid.NewGuid();

    /// <summary>The player that this server acts for; null if it only stands by.</summary>
    public TestPlayer? Acting { get; set; }

    /// <summary>A player that joins begins with this.</summary>
    public Func<TestPlayer>? Begin { get; set; }

    public NetPeer? Peer { get; private set; }

    public List<ConnectReason> Reasons { get; } = [];

    public DenyReason? Deny { get; set; }

    public bool LeaveSeen { get; private set; }

    /// <summary>Every nth input packet is lost; 0 loses none.</summary>
    public int LoseInputsEvery { get; set; }

    /// <summary>Every nth snapshot is lost; 0 loses none.</summary>
    public int LoseSnapshotsEvery { get; set; }

    /// <summary>Whether the server answers pings but sends nothing of its own.</summary>
    public bool Mute { get; set; }

    /// <summary>Whether applied inputs become safe at once.</summary>
    public bool MakesSafe { get; set; } = true;

    public uint SnapshotTickSeen { get; private set; }

    /// <summary>Sequence that was missing when a later one had to be applied; stays 0.</summary>
    public uint Gap { get; private set; }

    public static TestPlayer AtSpawn(PlayerId player)
    {
        var place = Planet.SpawnPlace(player);
        var region = RegionId.At(place);
        return new TestPlayer { Region = region, Body = new PlayerBody { Position = place.RelativeTo(region.Origin) } };
    }

    public void Tick()
    {
        if (!_net.IsRunning)
            return;

        _net.PollEvents();
        if (Acting is { } player)
        {
            ApplyInputs(player);
            SendSnapshot(player);
        }

        _tick++;
        _net.ManualUpdate(1000f / ProtocolLimits.TickRate);
    }

    /// <summary>Begins to act and says so over the connection that stands.</summary>
    public void TakeOver(TestPlayer player)
    {
        Acting = player;
        _waiting.Clear();
        SendWelcome(player, _player);
    }

    /// <summary>A welcome that is meant for somebody else.</summary>
    public void SendWelcomeTo(PlayerId stranger) => SendWelcome(Acting!, stranger);

    public void Offer(TestGameServer other) =>
        SendReliable(new StandbyOffer(other.Name, "127.0.0.1", other.Port, new byte[] { 1, 2, 3 }).Write(_buffer));

    public void SendWait()
    {
        _buffer[0] = (byte)MessageKind.Wait;
        SendReliable(1);
    }

    public void SendRaw(byte[] bytes) => Peer!.Send(bytes, DeliveryMethod.ReliableOrdered);

    public void Disconnect(DenyReason reason) => Peer!.Disconnect([(byte)reason]);

    /// <summary>As kill -9 does: nobody is told.</summary>
    public void Kill()
    {
        _net.Stop(sendDisconnectMessages: false);
        (Acting, Peer) = (null, null);
    }

    public void Dispose() => _net.Stop(sendDisconnectMessages: false);

    void INetEventListener.OnConnectionRequest(ConnectionRequest request)
    {
        if (!ConnectRequest.TryRead(request.Data.GetRemainingBytesSpan(), out var connect) || connect.Version != ProtocolLimits.Version)
        {
            request.Reject([(byte)DenyReason.Malformed]);
            return;
        }

        Reasons.Add(connect.Reason);
        if (Deny is { } deny)
        {
            request.Reject([(byte)deny]);
            return;
        }

        Peer = request.Accept();
        if (connect.Reason != ConnectReason.Standby)
            TakeOver(Acting ?? Begin!());
    }

    void INetEventListener.OnNetworkReceive(NetPeer peer, NetPacketReader reader, byte channelNumber, DeliveryMethod deliveryMethod)
    {
        var bytes = reader.GetRemainingBytesSpan();
        if (bytes is [(byte)MessageKind.Leave])
        {
            LeaveSeen = true;
            peer.Disconnect([(byte)DenyReason.Left]);
            return;
        }

        if (++_inputPackets % Math.Max(LoseInputsEvery, 1) == 0 && LoseInputsEvery > 0)
            return;

        Assert.True(InputPacket.TryRead(bytes, _read, out var packet));
        SnapshotTickSeen = Math.Max(SnapshotTickSeen, packet.SnapshotTick);
        for (var i = 0; i < packet.Inputs.Length; i++)
            _waiting[packet.FirstSequence + (uint)i] = packet.Inputs[i];
    }

    void INetEventListener.OnPeerDisconnected(NetPeer peer, DisconnectInfo disconnectInfo)
    {
        if (peer == Peer)
            Peer = null;
    }

    void INetEventListener.OnPeerConnected(NetPeer peer)
    {
    }

    void INetEventListener.OnNetworkError(IPEndPoint endPoint, SocketError socketError)
    {
    }

    void INetEventListener.OnNetworkReceiveUnconnected(IPEndPoint remoteEndPoint, NetPacketReader reader, UnconnectedMessageType messageType)
    {
    }

    void INetEventListener.OnNetworkLatencyUpdate(NetPeer peer, int latency)
    {
    }

    // A few a tick, so that what waited during an interruption is caught up.
    private void ApplyInputs(TestPlayer player)
    {
        for (var count = 0; count < 8 && _waiting.Count > 0; count++)
        {
            var (sequence, input) = _waiting.First();
            _waiting.Remove(sequence);
            if (sequence <= player.Applied)
                continue;

            if (sequence != player.Applied + 1)
                Gap = player.Applied + 1;
            PlayerStep.Apply(ref player.Body, ref player.Inventory, input, _field, player.Region.Origin);
            player.History.Add(input);
            player.Applied = sequence;
        }

        if (MakesSafe)
            player.Safe = player.Applied;
    }

    private void SendSnapshot(TestPlayer player)
    {
        if (Peer is null || Mute || (++_snapshots % Math.Max(LoseSnapshotsEvery, 1) == 0 && LoseSnapshotsEvery > 0))
            return;

        var other = new EntityState(new PlayerId(77), 1024, 2048, 3072, 0, EntityFlags.Ghost);
        var length = new Snapshot(
            _tick, player.Region, player.RegionEpoch, player.PlayerEpoch, player.Applied, player.Safe, player.Body, player.Inventory)
            .Write(_buffer, [other]);
        Peer.Send(_buffer.AsSpan(0, length), DeliveryMethod.Unreliable);
    }

    private void SendWelcome(TestPlayer state, PlayerId player) => SendReliable(new Welcome(
        _tick, state.Region, state.RegionEpoch, state.PlayerEpoch, state.Applied, player, Incarnation, Seed, RadiusMetres, Name).Write(_buffer));

    private void SendReliable(int length) => Peer!.Send(_buffer.AsSpan(0, length), DeliveryMethod.ReliableOrdered);
}
