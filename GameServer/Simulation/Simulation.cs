using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.Contracts.Tickets;
using PlanetarySurvival.GameServer.Backups;
using PlanetarySurvival.GameServer.Borders;
using PlanetarySurvival.GameServer.Connections;
using PlanetarySurvival.GameServer.Mesh;
using PlanetarySurvival.GameServer.Players;
using PlanetarySurvival.GameServer.Regions;
using PlanetarySurvival.GameServer.Storage;
using PlanetarySurvival.GameServer.Terrain;
using PlanetarySurvival.GameServer.Transfers;
using PlanetarySurvival.World;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.GameServer.Simulation;

/// <summary>
/// All that this server decides, one tick after the other. Pure: what happens outside comes in by the methods below, on the tick thread,
/// and what should happen outside goes to the <see cref="Output"/>.
/// </summary>
public sealed class Simulation
{
    private const uint TicksPerStatus = 9;

    private readonly ServerWorld _world;
    private readonly ClientSessions _sessions;
    private readonly TransferProtocol _transfers;
    private readonly BackupProtocol _backups;
    private readonly GhostExchange _ghosts;
    private readonly SnapshotStage _snapshots;
    private readonly SaveSchedule _saves;
    private readonly TerrainStage _terrain;
    private readonly StatusBoard _board;

    /// <summary>A server that knows nothing of the mesh yet.</summary>
    public Simulation(string server, Guid incarnation, Planet planet, SimulationOptions options, TerrainOptions terrain)
    {
        _world = new ServerWorld(server, incarnation, new VoxelField(planet, terrain.ChunksMax), options, Output);
        _sessions = new ClientSessions(_world);
        _transfers = new TransferProtocol(_world);
        _backups = new BackupProtocol(_world);
        _ghosts = new GhostExchange(_world);
        _snapshots = new SnapshotStage(_world, _ghosts);
        _saves = new SaveSchedule(_world);
        _terrain = new TerrainStage(_world, terrain);
        _board = new StatusBoard(_world, _sessions);
    }

    /// <summary>What the ticks want to happen outside; the caller hands it out after each and clears it.</summary>
    public OutputBuffer Output { get; } = new();

    /// <summary>What others in the process may know; replaced every few ticks, read by any thread.</summary>
    public SimulationStatus Status => _board.Status;

    /// <summary>One tick: 1/90 s. The stages stand in the order in which they happen.</summary>
    /// <param name="nowMicroseconds">The lease clock.</param>
    public void Step(long nowMicroseconds)
    {
        _world.Tick++;
        _world.Now = nowMicroseconds;
        foreach (var region in _world.Regions)
            region.BeginTick(nowMicroseconds);

        foreach (var region in _world.Regions)
        {
            if (region.Acting)
                InputStage.Step(region, _world);
        }

        _transfers.Step();
        HandOverMovingRegions();
        _saves.Step();
        _backups.Flush();
        NoteSafeStates();
        _transfers.SendSafeCloses();
        _ghosts.Step();
        _sessions.Step();
        _snapshots.Step();
        _terrain.Step();
        if (_world.Tick % TicksPerStatus == 0)
            _board.Publish();
    }

    /// <summary>A client connected and its ticket was good.</summary>
    public void ClientConnected(int connection, in Ticket ticket, ConnectReason reason) => _sessions.Connected(connection, ticket, reason);

    /// <summary>A client's connection ended, for whatever reason.</summary>
    public void ClientDisconnected(int connection) => _sessions.Disconnected(connection);

    /// <summary>A client sent something; it need not make sense.</summary>
    public void ClientMessage(int connection, ReadOnlySpan<byte> message) => _sessions.Message(connection, message);

    /// <summary>A link to a peer is up; frames of a former link do not arrive any more.</summary>
    public void PeerUp(string peer, Guid peerIncarnation)
    {
        _world.Peers[peer] = peerIncarnation;
        _backups.PeerUp(peer);
    }

    /// <summary>A link broke.</summary>
    public void PeerDown(string peer, Guid peerIncarnation)
    {
        if (_world.Peers.GetValueOrDefault(peer) == peerIncarnation)
            _world.Peers.Remove(peer);
    }

    /// <summary>A peer's simulation sent something.</summary>
    public void PeerMessage(string peer, Guid peerIncarnation, ReadOnlySpan<byte> frame)
    {
        if (frame.IsEmpty || _world.Peers.GetValueOrDefault(peer) != peerIncarnation)
            return;

        switch ((PeerFrameKind)frame[0])
        {
            case PeerFrameKind.Replica:
                _backups.OnReplica(peer, frame);
                break;
            case PeerFrameKind.ReplicaAnswer:
                _backups.OnAnswer(peerIncarnation, frame);
                break;
            case PeerFrameKind.Ghosts:
                _ghosts.OnFrame(frame);
                break;
            default:
                _transfers.OnFrame(peer, frame);
                break;
        }
    }

    /// <summary>A newer revision of the map.</summary>
    public void MapChanged(MeshView map)
    {
        if (map.Revision <= _world.Map.Revision)
            return;

        _world.Map = map;
        for (var i = _world.Regions.Count - 1; i >= 0; i--)
        {
            var region = _world.Regions[i];
            if (map.Region(region.Id) is { } view && view.Epoch == region.Epoch && IsOurs(view))
                region.View = view;
            else
                Lose(region);
        }

        foreach (var view in map.Regions)
        {
            if (IsOurs(view) && _world.Region(view.Region) is null)
                Open(view);
        }

        _backups.FollowMap();
        _ghosts.FollowMap();
        _sessions.FollowMap();
        _board.Publish();
    }

    /// <summary>A coordinator answered this incarnation's own request.</summary>
    public void LeaseAnswered(in LeaseGrant grant) => _world.Region(grant.Region)?.Grant(grant);

    /// <summary>A <see cref="LoadPlayer"/> ended.</summary>
    public void PlayerLoaded(PlayerLoad load) => _sessions.Loaded(load);

    /// <summary>A <see cref="SavePlayers"/> ended.</summary>
    public void PlayersSaved(SaveResult result) => _saves.Saved(result, _sessions);

    /// <summary>A <see cref="GenerateChunk"/> was done.</summary>
    public void ChunkGenerated(ChunkVoxels chunk) => _terrain.Generated(chunk);

    /// <summary>The process is about to go: last saves, and goodbye to the clients. No tick follows.</summary>
    public void Shutdown()
    {
        foreach (var region in _world.Regions)
        {
            if (region.IsOver || region.Sealed)
                continue;

            _saves.Prepare(region, online: false);
            if (region.PendingSave is { } save)
                Output.Requests.Add(save);
        }

        _backups.Flush();
        _sessions.Shutdown();
    }

    /// <summary>Players that this server may move at this moment, and in which region; for checks from outside.</summary>
    internal IEnumerable<(PlayerId Player, RegionId Region)> Authorities() =>
        from region in _world.Regions
        where region.Acting
        from player in region.Players
        where !player.IsFrozen
        select (player.Id, region.Id);

    private bool IsOurs(RegionView view) => view.OwnerIncarnation == _world.Incarnation && view.Owner == _world.Server;

    /// <summary>The map gives a region to this process. It acts as soon as a lease is granted.</summary>
    private void Open(RegionView view)
    {
        var region = new OwnedRegion(view);
        _world.Regions.Add(region);
        if (_backups.Take(view.Region, view.Epoch) is { } replica)
            Promote(region, replica);
    }

    private void Promote(OwnedRegion region, Replica replica)
    {
        foreach (var (id, outcome) in replica.Outcomes)
            region.Outcomes.Add(id, new TransferOutcome(outcome.Arrived, outcome.Player, outcome.PlayerEpoch, 0, _world.Tick));
        foreach (var (source, mark) in replica.Watermarks)
            region.Watermarks.Add(source, mark);

        // A sealed state of an older epoch than the last: the owner that it was handed over to has died since.
        var onPurpose = replica.Sealed && replica.Epoch + 1 == region.Epoch;
        foreach (var record in replica.Players.Values)
            Promote(region, record, onPurpose);
        foreach (var (id, intent) in replica.Intents)
        {
            var player = region.Players.Find(player => player.Id == intent.Player && player.Epoch == intent.PlayerEpoch);
            TransferProtocol.Inherit(region, id, intent.Player, intent.PlayerEpoch, intent.Target, player);
        }
    }

    private void Promote(OwnedRegion region, in PlayerRecord record, bool onPurpose)
    {
        // The same player can be here already, from a transfer that the former owner did not live to hear of: the higher epoch is the player.
        if (_world.Players.TryGetValue(record.Id, out var present))
        {
            if (present.Epoch > record.Epoch)
                return;
            _world.Remove(present);
        }

        // A session died with the former owner, whether or not its client comes back; after a move on purpose it goes on.
        var isLost = !onPurpose && !record.LossCounted;
        if (isLost)
            _world.Disconnects++;

        var player = new Player(record.Id, record.Name, record.Session, record.Epoch, region)
        {
            Body = record.Body,
            Inventory = record.Inventory,
            Yaw = record.Yaw,
            LossCounted = record.LossCounted || isLost,
            LingerUntilTick = _world.Tick + (uint)(_world.Options.LingerSeconds * ProtocolLimits.TickRate),
            InputCredit = ProtocolLimits.InputsOutstandingMax,
            ArrivalUnconfirmed = onPurpose,
            Changed = true,
        };
        player.StartAt(record.AppliedInput, 0);
        _world.Add(player);
        _sessions.Arrived(player);
    }

    /// <summary>The map gave the region to another process or epoch, or retired it.</summary>
    private void Lose(OwnedRegion region)
    {
        region.End();
        var next = _world.Map.Region(region.Id);
        if (next is not null && StillNeedsUs(region, next))
            _backups.Keep(Replica.Of(region));
        for (var i = region.Players.Count - 1; i >= 0; i--)
            _world.HandOver(region.Players[i], next?.Owner);
        _world.Regions.Remove(region);
    }

    /// <summary>
    /// Whether what we had of a region is what its next owner goes on with. After a planned move we are its counted backup from the first
    /// moment, with our sealed state until its log comes. If it died before that, the region is ours again, two epochs on.
    /// </summary>
    private bool StillNeedsUs(OwnedRegion region, RegionView next) =>
        region.Sealed
            ? IsOurs(next) || (next.BackupSynced && next.BackupIncarnation == _world.Incarnation)
            : IsOurs(next) && next.Epoch == region.Epoch + 1;

    /// <summary>A region that moves on purpose: one last entry, and the release as soon as everything is safe elsewhere.</summary>
    private void HandOverMovingRegions()
    {
        foreach (var region in _world.Regions)
        {
            if (region.IsOver)
                continue;

            if (region.Sealed && !region.View.Moving)
            {
                region.Sealed = false;
            }
            else if (!region.Sealed && region.View.Moving && region.Acting)
            {
                BackupProtocol.LogStates(region, evenWithoutAnswers: true);
                region.Log.Sealed();
                region.Sealed = true;
                region.BeginTick(_world.Now);
                if (!region.BackupCounts)
                    _saves.Prepare(region);
            }
            else if (region.Sealed && region.SafeNumber >= region.Log.Number)
            {
                region.End();
                Output.Requests.Add(new ReleaseRegion(region.Id, region.Epoch));
            }
        }
    }

    private void NoteSafeStates()
    {
        foreach (var region in _world.Regions)
        {
            var safe = region.SafeNumber;
            foreach (var player in region.Players)
                player.NoteSafe(safe);
        }

        foreach (var player in _world.Players.Values)
        {
            if (player.Client is null)
                _sessions.Arrived(player);
        }
    }
}
