using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.GameServer.Regions;
using PlanetarySurvival.GameServer.Simulation;

namespace PlanetarySurvival.GameServer.Backups;

/// <summary>Keeps every region of ours at its backup, and regions of others here as theirs.</summary>
internal sealed class BackupProtocol(ServerWorld world)
{
    private const int AnswerSize = 26;

    /// <summary>States of players go into the log 30 times a second; what must not wait is logged at once.</summary>
    private const uint TicksPerState = 3;

    private readonly Dictionary<RegionId, Replica> _replicas = [];

    /// <summary>Sends each region's log to the backup that the map names, as soon as the link to that very process is up.</summary>
    public void FollowMap()
    {
        foreach (var region in world.Regions)
            FollowMap(region);

        foreach (var id in _replicas.Keys.ToArray())
        {
            // A replica that is not kept up to date any more must never be promoted.
            if (world.Map.Region(id) is not { } view ||
                (view.BackupIncarnation != world.Incarnation && view.OwnerIncarnation != world.Incarnation))
                _replicas.Remove(id);
        }
    }

    /// <summary>A link came up: what was under way on the former one is lost.</summary>
    public void PeerUp(string peer)
    {
        foreach (var region in world.Regions)
        {
            FollowMap(region);
            if (region.Log.BackupName == peer)
                region.Log.SendAll();
        }
    }

    /// <summary>The replica of a region, for its promotion; it is this server's own from then on.</summary>
    public Replica? Take(RegionId region, ulong epoch)
    {
        if (!_replicas.TryGetValue(region, out var replica) || replica.Epoch >= epoch)
            return null;

        _replicas.Remove(region);
        return replica;
    }

    /// <summary>Keeps what we had of a region ourselves, unless its next owner has sent more already: its map may have been ahead of ours.</summary>
    public void Keep(Replica replica)
    {
        if (!_replicas.TryGetValue(replica.Region, out var known) || known.Epoch < replica.Epoch)
            _replicas[replica.Region] = replica;
    }

    /// <summary>Writes the states of players that changed, and hands the tick's entries out.</summary>
    public void Flush()
    {
        foreach (var region in world.Regions)
        {
            if (region.Acting && world.Tick % TicksPerState == 0)
                LogStates(region);
            // Without permission nothing may leave, and what did not leave must not count as sent.
            if (!region.IsOver && world.Now < region.LeaseUntil)
                region.Log.Flush(region, world.Output, world.Tick);
        }
    }

    /// <summary>Logs every state that changed since it was last logged; a player with too many answers awaited waits, unless it is the last chance.</summary>
    public static void LogStates(OwnedRegion region, bool evenWithoutAnswers = false)
    {
        foreach (var player in region.Players)
        {
            if (player.Changed && (player.CanLog || evenWithoutAnswers))
                player.Logged(region.Log.Player(player));
        }
    }

    /// <summary>An owner's frame arrived.</summary>
    public void OnReplica(string peer, ReadOnlySpan<byte> frame)
    {
        var reader = new WireReader(frame[1..]);
        var reset = reader.Byte() != 0;
        var packed = reader.UInt64();
        var epoch = reader.UInt64();
        var number = reader.UInt64();
        var count = reader.UInt32();
        if (reader.Failed || !RegionId.TryUnpack(packed, out var region) || !world.IsCurrent(region, epoch))
            return;

        var replica = _replicas.GetValueOrDefault(region);
        if (replica is null || replica.Epoch != epoch)
        {
            if (replica?.Epoch > epoch)
                return;
            if (!reset)
            {
                Answer(peer, region, epoch, 0, lost: true);
                return;
            }

            replica = new Replica(region, epoch);
        }

        // A replica that failed half way is not kept: only one that holds everything may be promoted.
        if (replica.TryApply(reset, number, count, ref reader))
        {
            _replicas[region] = replica;
            Answer(peer, region, epoch, number, lost: false);
        }
        else if (reset)
        {
            _replicas.Remove(region);
        }
        else
        {
            Answer(peer, region, epoch, replica.Number, lost: true);
        }
    }

    /// <summary>The backup's answer arrived.</summary>
    public void OnAnswer(Guid peerIncarnation, ReadOnlySpan<byte> frame)
    {
        var reader = new WireReader(frame[1..]);
        var packed = reader.UInt64();
        var epoch = reader.UInt64();
        var number = reader.UInt64();
        var lost = reader.Byte() != 0;
        if (!reader.Complete || !RegionId.TryUnpack(packed, out var id) || world.Region(id) is not { } region ||
            region.Epoch != epoch || region.Log.Backup != peerIncarnation)
            return;

        if (lost)
            region.Log.SendAll();
        else
            region.Log.Answered(number);
    }

    private void FollowMap(OwnedRegion region)
    {
        var view = region.View;
        if (region.Log.Backup == view.BackupIncarnation)
            return;

        // One that is recorded as synced would be promoted, so it counts whether or not it can be reached: nothing is safe before it answers.
        var isLinked = view.Backup is { } peer && world.Peers.TryGetValue(peer, out var incarnation) && incarnation == view.BackupIncarnation;
        if (view.Backup is { } name && (isLinked || view.BackupSynced))
            region.Log.SendTo(name, view.BackupIncarnation);
        else
            region.Log.Stop();
    }

    private void Answer(string peer, RegionId region, ulong epoch, ulong number, bool lost)
    {
        var writer = new WireWriter(world.Output.Reserve(AnswerSize));
        writer.Byte((byte)PeerFrameKind.ReplicaAnswer);
        writer.UInt64(region.Packed);
        writer.UInt64(epoch);
        writer.UInt64(number);
        writer.Byte(lost ? (byte)1 : (byte)0);
        world.Output.CommitPeer(peer, writer.Length);
    }
}
