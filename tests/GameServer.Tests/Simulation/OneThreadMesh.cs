using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.Contracts.Tickets;
using PlanetarySurvival.GameServer.Mesh;
using PlanetarySurvival.GameServer.Regions;
using PlanetarySurvival.GameServer.Simulation;
using PlanetarySurvival.GameServer.Terrain;
using PlanetarySurvival.GameServer.Transfers;
using PlanetarySurvival.World;

namespace PlanetarySurvival.GameServer.Tests.Simulation;

/// <summary>
/// Several real simulations and their clients in one thread, from a seed: links that delay and break, servers that die, a database that
/// answers late, and one hand that plays the coordinators. After each tick the invariants are checked from outside.
/// </summary>
internal sealed class OneThreadMesh
{
    private const long MicrosecondsPerTick = 11_111;
    private readonly HashSet<(TransferId Id, string Server)> _taken = [];
    private readonly Random _random;

    // Of its own, so that the ground changes nothing about what a seed does to the mesh.
    private readonly Random _terrain;
    private readonly int _seed;
    private readonly Planet _planet = new(7, 8000);
    private readonly SortedList<(uint Tick, long Order), Action> _later = [];
    private readonly HashSet<(string, string)> _cutLinks = [];
    private readonly Dictionary<PlayerId, Row> _rows = [];
    private readonly Dictionary<RegionId, (ulong Epoch, Guid Incarnation)> _fences = [];
    private readonly Dictionary<RegionId, RegionView> _regions = [];
    private ulong _revision;
    private long _order;
    private int _connections;

    public OneThreadMesh(int servers, int seed)
    {
        _seed = seed;
        _random = new Random(seed);
        _terrain = new Random(~seed);
        for (var i = 0; i < servers; i++)
            Start($"game-server-{i}");

        var pole = WorldPosition.FromMetres(0, _planet.RadiusMetres, 0);
        var index = 0;
        foreach (var (x, y, z) in from x in new[] { -1, 0 } from y in new[] { 3, 4 } from z in new[] { -1, 0 } select (x, y, z))
        {
            var owner = Servers.Values.ElementAt(index % servers);
            var backup = Servers.Values.ElementAt((index + 1) % servers);
            var region = new RegionId(0, x, y, z);
            Assert.True(region.DistanceMetres(pole) < 1);
            _regions[region] = new RegionView(
                region, 1, owner.Name, owner.Incarnation, servers > 1 ? backup.Name : null, servers > 1 ? backup.Incarnation : default, false, true, false);
            index++;
        }

        PublishMap();
    }

    public Dictionary<string, Node> Servers { get; } = [];

    public List<OneThreadClient> Clients { get; } = [];

    public uint Tick { get; private set; }

    public bool DatabaseAnswers { get; set; } = true;

    public int DatabaseTicksMax { get; set; } = 3;

    public int LinkTicksMax { get; set; } = 1;

    /// <summary>A map reaches each server by itself: one may hear of a move long after the other.</summary>
    public int MapTicksMax { get; set; } = 3;

    /// <summary>Bytes that the simulations' steps allocated.</summary>
    public long BytesAllocated { get; set; }

    /// <summary>Transfers that sources saw arrive, by whether they stayed on one server.</summary>
    public int TransfersBetweenServers { get; private set; }

    public string At => $"seed {_seed}, tick {Tick}";

    /// <summary>Called when a planned move is committed.</summary>
    public Action<RegionId>? Released { get; set; }

    public IEnumerable<RegionView> Regions => _regions.Values;

    public OneThreadClient Join(ulong id)
    {
        var client = new OneThreadClient(this, new PlayerId(id), _planet);
        Clients.Add(client);
        return client;
    }

    public void Start(string name)
    {
        var incarnation = Guid.NewGuid();
        var simulation = new GameServer.Simulation.Simulation(name, incarnation, _planet, new SimulationOptions(), new TerrainOptions());
        var node = new Node(name, incarnation, simulation);
        Servers[name] = node;
        foreach (var other in Servers.Values.Where(other => other.Alive && other.Name != name).ToArray())
            Link(name, other.Name);
    }

    /// <summary>Kill without warning, and what the coordinators then do: the synced backup goes on at the next epoch.</summary>
    public void Kill(string name)
    {
        var dead = Servers[name];
        dead.Alive = false;
        foreach (var other in Servers.Values.Where(other => other.Alive))
            other.Simulation.PeerDown(name, dead.Incarnation);
        foreach (var client in Clients)
            client.ServerDied(dead);
        After(_random.Next(5, 30), () => TakeOver(dead));
    }

    /// <summary>A planned move to the backup, as the coordinators order it.</summary>
    public void Move(RegionId region)
    {
        _regions[region] = _regions[region] with { Moving = true };
        PublishMap();
    }

    public void Cut(string a, string b, int ticks)
    {
        _cutLinks.Add((a, b));
        _cutLinks.Add((b, a));
        foreach (var (from, to) in new[] { (a, b), (b, a) })
        {
            if (Servers[from].Alive)
                Servers[from].Simulation.PeerDown(to, Servers[to].Incarnation);
        }

        After(ticks, () => Link(a, b));
    }

    public void Run(int ticks, Action? eachTick = null)
    {
        for (var i = 0; i < ticks; i++)
        {
            eachTick?.Invoke();
            Step();
        }
    }

    public int Connect(string server, OneThreadClient client, Ticket ticket, ConnectReason reason)
    {
        var connection = ++_connections;
        var node = Servers[server];
        After(1, () =>
        {
            if (node.Alive)
                node.Simulation.ClientConnected(connection, ticket, reason);
        });
        node.Connections[connection] = client;
        return connection;
    }

    public void ToServer(Node node, int connection, byte[] message) => After(1, () =>
    {
        if (node.Alive)
            node.Simulation.ClientMessage(connection, message);
    });

    public void Disconnect(Node node, int connection)
    {
        node.Connections.Remove(connection);
        After(1, () =>
        {
            if (node.Alive)
                node.Simulation.ClientDisconnected(connection);
        });
    }

    public RegionView? RegionAt(WorldPosition place) =>
        _regions.Values.FirstOrDefault(region => region.Region.Contains(place));

    public Row? RowOf(PlayerId player) => _rows.GetValueOrDefault(player);

    public void After(int ticks, Action action) => _later.Add((Tick + (uint)ticks, _order++), action);

    private void Step()
    {
        Tick++;
        while (_later.Count > 0 && _later.Keys[0].Tick <= Tick)
        {
            var action = _later.Values[0];
            _later.RemoveAt(0);
            action();
        }

        if (Tick % 9 == 0)
            Heartbeats();
        foreach (var node in Servers.Values.Where(node => node.Alive).ToArray())
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            node.Simulation.Step(Tick * MicrosecondsPerTick);
            BytesAllocated += GC.GetAllocatedBytesForCurrentThread() - before;
            HandOut(node);
        }

        foreach (var client in Clients)
            client.Step();
        CheckOneAuthority();
    }

    private void Heartbeats()
    {
        foreach (var node in Servers.Values.Where(node => node.Alive))
        {
            foreach (var region in node.Simulation.Status.Regions)
            {
                var view = _regions[region.Region];
                var isGranted = view.Open && view.OwnerIncarnation == node.Incarnation && view.Epoch == region.Epoch;
                var sent = (Tick - 1) * MicrosecondsPerTick;
                node.Simulation.LeaseAnswered(new LeaseGrant(
                    region.Region, region.Epoch, isGranted ? LeaseAnswer.Granted : LeaseAnswer.NotYet, sent));
                var isSynced = view.Backup is not null && region.SyncedBackup == view.BackupIncarnation;
                if (isGranted && isSynced != view.BackupSynced)
                {
                    _regions[region.Region] = view with { BackupSynced = isSynced, Moving = view.Moving && isSynced };
                    PublishMap();
                }
            }
        }
    }

    private void HandOut(Node node)
    {
        var output = node.Simulation.Output;
        foreach (var entry in output.Entries)
        {
            // As the tick loop does: what permission does not cover any more, or not yet, stays here.
            if (entry.Deadline <= Tick * MicrosecondsPerTick)
                continue;

            var bytes = output.Bytes(entry).ToArray();
            if (entry.Kind == OutputKind.Peer)
                ToPeer(node, entry.Peer!, bytes);
            else if (node.Connections.TryGetValue(entry.Connection, out var client))
                After(1, () => client.Receive(node, entry.Connection, bytes));
        }

        foreach (var request in output.Requests)
            Handle(node, request);
        output.Clear();
    }

    private void ToPeer(Node node, string peer, byte[] bytes)
    {
        if (_cutLinks.Contains((node.Name, peer)) || !Servers.TryGetValue(peer, out var target))
            return;

        // Reliable and in order: later ones never overtake earlier ones.
        node.LinkTick[peer] = Math.Max(node.LinkTick.GetValueOrDefault(peer), Tick + (uint)_random.Next(0, LinkTicksMax + 1));
        After((int)(node.LinkTick[peer] - Tick), () =>
        {
            if (target.Alive && Servers[peer] == target && !_cutLinks.Contains((node.Name, peer)))
                target.Simulation.PeerMessage(node.Name, node.Incarnation, bytes);
        });
    }

    private void Link(string a, string b)
    {
        _cutLinks.Remove((a, b));
        _cutLinks.Remove((b, a));
        if (!Servers[a].Alive || !Servers[b].Alive)
            return;

        Servers[a].Simulation.PeerUp(b, Servers[b].Incarnation);
        Servers[b].Simulation.PeerUp(a, Servers[a].Incarnation);
    }

    private void Handle(Node node, SimulationRequest request)
    {
        switch (request)
        {
            case DisconnectClient disconnect when node.Connections.Remove(disconnect.Connection, out var client):
                After(1, () => client.Disconnected(node, disconnect.Connection, disconnect.Reason));
                break;

            case OfferStandby offer when node.Connections.TryGetValue(offer.Connection, out var client):
                After(1, () => client.Offered(offer));
                break;

            case LoadPlayer load:
                Database(node, () => node.Simulation.PlayerLoaded(Load(node, load)));
                break;

            case SavePlayers save:
                Database(node, () => node.Simulation.PlayersSaved(Save(node, save)));
                break;

            case GenerateChunk { Blank: var chunk }:
                // Late at times: nothing may depend on when the ground comes.
                After(_terrain.Next(1, 40), () =>
                {
                    chunk.Generate(_planet);
                    node.Simulation.ChunkGenerated(chunk);
                });
                break;

            case ReleaseRegion release:
                After(2, () => Release(release));
                break;

            // Within one server too: the source's region may move on before it hears of the arrival, and its next owner asks from elsewhere.
            case TransferTaken { Arrived: true } taken:
                _taken.Add((taken.Id, node.Name));
                break;

            case TransferEnded { Arrived: true } ended when ended.TargetServer != node.Name:
                TransfersBetweenServers++;
                Assert.True(_taken.Contains((ended.Id, ended.TargetServer)), $"{At}: {ended.TargetServer} never said that it took {ended.Id} over");
                break;
        }
    }

    private void Database(Node node, Action answer) => After(_random.Next(1, DatabaseTicksMax + 1), () =>
    {
        if (node.Alive)
            answer();
    });

    private PlayerLoad Load(Node node, LoadPlayer load)
    {
        PlayerLoad Answer(LoadOutcome outcome, Row? row = null) => new(
            load.Connection, load.Player, load.Session, outcome, row?.Epoch ?? 0, row?.Place, row?.Inventory ?? default);

        if (!DatabaseAnswers)
            return Answer(LoadOutcome.Failed);
        if (!_rows.TryGetValue(load.Player, out var row))
            row = new Row(0, load.Session, null, default, null);
        if (row.Session > load.Session)
            return Answer(LoadOutcome.Replaced);
        if (row.Online is { } online && online != node.Incarnation && Servers.Values.Any(server => server.Alive && server.Incarnation == online))
            return Answer(LoadOutcome.Elsewhere);

        row = row with { Epoch = row.Epoch + 1, Session = load.Session, Online = node.Incarnation };
        _rows[load.Player] = row;
        return Answer(LoadOutcome.Claimed, row);
    }

    private SaveResult Save(Node node, SavePlayers save)
    {
        if (!DatabaseAnswers)
            return new SaveResult(save.Region, save.Epoch, save.Number, SaveOutcome.Failed, []);

        var fence = _fences.GetValueOrDefault(save.Region);
        if (fence.Epoch < save.Epoch)
            _fences[save.Region] = fence = (save.Epoch, node.Incarnation);
        if (fence != (save.Epoch, node.Incarnation))
            return new SaveResult(save.Region, save.Epoch, save.Number, SaveOutcome.Fenced, []);

        var stale = new List<PlayerId>();
        foreach (var player in save.Players)
        {
            var row = _rows[player.Player];
            if (row.Epoch > player.Epoch)
                stale.Add(player.Player);
            else
                _rows[player.Player] = row with
                {
                    Epoch = player.Epoch,
                    Place = player.Place,
                    Inventory = player.Inventory,
                    Online = player.Online ? node.Incarnation : null,
                };
        }

        return new SaveResult(save.Region, save.Epoch, save.Number, SaveOutcome.Committed, stale);
    }

    /// <summary>
    /// As <c>MeshState.TakeOver</c> and <c>MeshPlan.Successor</c> do it: the synced backup goes on, and whoever released is its synced backup;
    /// if the backup was lost meanwhile, whoever released goes on itself.
    /// </summary>
    /// <remarks>
    /// The coordinators commit the release and the take-over apart, raise the fence, and open the region up to 0.2 s later; here all is one
    /// moment. Nobody is suspected, drains or leaves here, and a backup is replaced only when it died.
    /// </remarks>
    private void Release(ReleaseRegion release)
    {
        var view = _regions[release.Region];
        if (view.Epoch != release.Epoch)
            return;

        var next = view with { Epoch = view.Epoch + 1, Moving = false };
        _regions[release.Region] = !view.BackupSynced ? next : next with
        {
            Owner = view.Backup,
            OwnerIncarnation = view.BackupIncarnation,
            Backup = view.Owner,
            BackupIncarnation = view.OwnerIncarnation,
        };
        Released?.Invoke(release.Region);
        PublishMap();
    }

    private void TakeOver(Node dead)
    {
        foreach (var view in _regions.Values.ToArray())
        {
            var alive = Servers.Values.Where(server => server.Alive).ToArray();
            if (alive.Length == 0)
                return;

            if (view.OwnerIncarnation == dead.Incarnation)
            {
                var backup = alive.FirstOrDefault(server => view.BackupSynced && server.Incarnation == view.BackupIncarnation);
                var owner = backup ?? alive[_random.Next(alive.Length)];
                _regions[view.Region] = WithBackup(view with
                {
                    Epoch = view.Epoch + 1,
                    Owner = owner.Name,
                    OwnerIncarnation = owner.Incarnation,
                    Moving = false,
                });
            }
            else if (view.BackupIncarnation == dead.Incarnation)
            {
                _regions[view.Region] = WithBackup(view with { Moving = false });
            }
        }

        PublishMap();
    }

    private RegionView WithBackup(RegionView view)
    {
        var backup = Servers.Values.FirstOrDefault(server => server.Alive && server.Name != view.Owner);
        return view with { Backup = backup?.Name, BackupIncarnation = backup?.Incarnation ?? default, BackupSynced = false };
    }

    private void PublishMap()
    {
        var map = new MeshView(
            ++_revision,
            Servers.Values.Select(node => new ServerView(node.Name, node.Incarnation, node.Alive, node.Alive, "127.0.0.1", 1, "")),
            _regions.Values);
        foreach (var node in Servers.Values.Where(node => node.Alive))
            After(_random.Next(1, MapTicksMax + 1), () => node.Simulation.MapChanged(map));
    }

    /// <summary>Invariant I2: whoever may move a player is one.</summary>
    private void CheckOneAuthority()
    {
        var seen = new HashSet<PlayerId>();
        foreach (var node in Servers.Values.Where(node => node.Alive))
        {
            foreach (var (id, presence) in node.Simulation.Authorities())
                Assert.True(seen.Add(id), $"{At}: player {id} is simulated twice, the second time in {presence} on {node.Name}");
        }
    }

    internal sealed record Row(ulong Epoch, ulong Session, WorldPosition? Place, Inventory Inventory, Guid? Online);

    internal sealed record Node(string Name, Guid Incarnation, GameServer.Simulation.Simulation Simulation)
    {
        public bool Alive { get; set; } = true;

        public Dictionary<int, OneThreadClient> Connections { get; } = [];

        public Dictionary<string, uint> LinkTick { get; } = [];
    }
}
