using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Tickets;
using PlanetarySurvival.GameServer.Simulation;
using PlanetarySurvival.World;

namespace PlanetarySurvival.GameServer.Tests.Simulation;

/// <summary>A client that keeps the protocol's rules, without a network: it checks what it is told, and remembers what was acknowledged.</summary>
internal sealed class OneThreadClient(OneThreadMesh mesh, PlayerId id, Planet planet)
{
    private readonly Dictionary<string, (OneThreadMesh.Node Node, int Connection)> _connections = [];
    private readonly List<PlayerInput> _inputs = [];
    private readonly EntityState[] _entities = new EntityState[ProtocolLimits.EntitiesPerSnapshotMax];
    private ulong _session;
    private (OneThreadMesh.Node Node, int Connection)? _primary;
    private uint _joinAfterTick;
    private uint _seenTick;
    private uint _heardTick;

    public PlayerId Id => id;

    /// <summary>Makes the next input.</summary>
    public Func<uint, PlayerInput> Behaviour { get; set; } = _ => default;

    public Snapshot Last { get; private set; }

    public int EntitiesSeen { get; private set; }

    public uint SafeMax { get; private set; }

    /// <summary>The gather count that went with the newest acknowledged input.</summary>
    public ulong SafeInventory { get; private set; }

    public int Switches { get; private set; }

    public int Losses { get; private set; }

    public int Made => _inputs.Count;

    public bool Playing => _primary is not null && mesh.Tick - _heardTick < 45;

    public bool Stopped { get; set; }

    private readonly Dictionary<uint, ulong> _inventoryAt = [];

    public void Step()
    {
        if (_primary is null && mesh.Tick >= _joinAfterTick)
            Join();
        if (!Stopped && _inputs.Count - SafeMax < ProtocolLimits.InputsOutstandingMax - 1)
            _inputs.Add(Behaviour((uint)_inputs.Count + 1));
        if (_primary is not { } primary || Last.Tick == 0)
            return;

        var first = Last.AppliedInput + 1;
        var waiting = _inputs.Skip((int)first - 1).Take(ProtocolLimits.InputsPerPacketMax).ToArray();
        if (waiting.Length == 0)
            return;

        var buffer = new byte[InputPacket.SizeMax];
        var length = new InputPacket(_seenTick, first, waiting).Write(buffer);
        mesh.ToServer(primary.Node, primary.Connection, buffer[..length]);
    }

    /// <summary>All connections end without a goodbye, as when the network is gone for a while.</summary>
    public void LoseEverything()
    {
        foreach (var (node, connection) in _connections.Values)
            mesh.Disconnect(node, connection);
        _connections.Clear();
        _primary = null;
        _joinAfterTick = mesh.Tick + 90;
        Losses++;
    }

    public void Leave()
    {
        Stopped = true;
        mesh.ToServer(_primary!.Value.Node, _primary.Value.Connection, [(byte)MessageKind.Leave]);
    }

    public void Receive(OneThreadMesh.Node node, int connection, byte[] bytes)
    {
        if (!_connections.ContainsValue((node, connection)))
            return;

        if (Welcome.TryRead(bytes, out var welcome))
        {
            Follow(node, connection, welcome.PlayerEpoch, welcome.RegionEpoch, welcome.Region, welcome.AppliedInput, welcome.Tick, null);
        }
        else if (Snapshot.TryRead(bytes, _entities, out var snapshot, out var count) &&
            Follow(node, connection, snapshot.PlayerEpoch, snapshot.RegionEpoch, snapshot.Region, snapshot.AppliedInput, snapshot.Tick, snapshot))
        {
            EntitiesSeen = count;
            _seenTick = snapshot.Tick;
            _inventoryAt[snapshot.AppliedInput] = snapshot.Inventory.Total;
            if (snapshot.SafeInput > SafeMax)
            {
                SafeMax = snapshot.SafeInput;
                SafeInventory = Math.Max(SafeInventory, _inventoryAt.GetValueOrDefault(SafeMax));
            }
        }
    }

    public void Offered(OfferStandby offer)
    {
        var node = mesh.Servers[offer.Server];
        if (_connections.TryGetValue(offer.Server, out var existing) && existing.Node == node)
            return;

        var ticket = new Ticket(id, offer.Session, DateTimeOffset.MaxValue, Guid.NewGuid(), true, offer.Server, "x");
        _connections[offer.Server] = (node, mesh.Connect(offer.Server, this, ticket, ConnectReason.Standby));
    }

    public void Disconnected(OneThreadMesh.Node node, int connection, DenyReason reason)
    {
        if (_connections.TryGetValue(node.Name, out var known) && known == (node, connection))
            _connections.Remove(node.Name);
        if (_primary != (node, connection))
            return;

        _primary = null;
        _joinAfterTick = mesh.Tick + 20;
        Stopped |= reason == DenyReason.Left;
    }

    public void ServerDied(OneThreadMesh.Node node)
    {
        if (!_connections.Remove(node.Name, out var known) || _primary != known)
            return;

        Losses++;
        _primary = null;
        _joinAfterTick = mesh.Tick + 300; // the stand-by connections come first
    }

    private void Join()
    {
        if (Stopped)
            return;

        _joinAfterTick = mesh.Tick + 40;
        var holder = mesh.Servers.Values.FirstOrDefault(node => node.Alive && node.Simulation.Status.Present.ContainsKey(id));
        var place = mesh.RowOf(id)?.Place ?? planet.SpawnPlace(id);
        var name = holder?.Name ?? mesh.RegionAt(place)?.Owner;
        if (name is null || !mesh.Servers[name].Alive)
            return;

        foreach (var (node, connection) in _connections.Values.ToArray())
            mesh.Disconnect(node, connection);
        _connections.Clear();
        var ticket = new Ticket(id, ++_session, DateTimeOffset.MaxValue, Guid.NewGuid(), false, name, "x");
        var made = mesh.Connect(name, this, ticket, Last.Tick == 0 ? ConnectReason.Join : ConnectReason.Resume);
        _connections[name] = (mesh.Servers[name], made);
    }

    private bool Follow(
        OneThreadMesh.Node node, int connection, ulong playerEpoch, ulong regionEpoch, Contracts.Space.RegionId region, uint applied,
            uint tick, Snapshot? snapshot)
    {
        var isNewer = playerEpoch > Last.PlayerEpoch ||
            (playerEpoch == Last.PlayerEpoch && region == Last.Region && regionEpoch >= Last.RegionEpoch);
        if (!isNewer)
            return false;

        // I2, I3: what was acknowledged stays applied, whoever acts now.
        Assert.True(applied >= SafeMax, $"{mesh.At}: {id} was told that input {SafeMax} is safe, and {node.Name} knows only {applied}");
        if (snapshot is { } now && applied == SafeMax)
            Assert.True(now.Inventory.Total >= SafeInventory, $"{mesh.At}: {id} had {SafeInventory} safely, and {node.Name} gives {now.Inventory.Total}");

        if (_primary != (node, connection))
        {
            Switches++;
            _primary = (node, connection);
            _seenTick = 0;
            Last = Last with { Tick = 0 };
        }
        else if (tick < Last.Tick)
        {
            return false;
        }

        _heardTick = mesh.Tick;
        Last = snapshot ?? Last with { Tick = tick, Region = region, RegionEpoch = regionEpoch, PlayerEpoch = playerEpoch, AppliedInput = applied };
        return true;
    }
}
