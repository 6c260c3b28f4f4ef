using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.GameServer.Regions;
using PlanetarySurvival.GameServer.Simulation;

namespace PlanetarySurvival.GameServer.Borders;

/// <summary>
/// Read-only copies of what stands near a border: sent to the owners on the other side 30 times a second, and kept here from them until
/// they are repeated or grow old.
/// </summary>
/// <remarks><code>
/// offset  size  field
///      0     1  Kind    3
///      1     8  Region  the sender's
///      9     8  Epoch
///     17     2  Count   at most 1024
///     19  34*n  Ghosts  player (8), x, y, z (8 each, 1/1024 m, world), yaw (2)
/// </code></remarks>
internal sealed class GhostExchange(ServerWorld world)
{
    private const uint TicksPerBatch = 3;
    private const int HeaderSize = 19;
    private const int GhostSize = 34;
    private const int GhostsPerBatchMax = 1024;

    /// <summary>Ghosts kept; further ones are not taken in until some grow old.</summary>
    private const int GhostsMax = 4096;

    /// <summary>A ghost that is not repeated goes after a third of a second.</summary>
    private const uint GhostTicks = 30;

    private readonly Dictionary<PlayerId, Ghost> _ghosts = [];
    private readonly List<PlayerId> _old = [];
    private readonly Dictionary<string, List<RegionId>> _regionsOf = new(StringComparer.Ordinal);

    /// <summary>What stands on the other side of our borders.</summary>
    public Dictionary<PlayerId, Ghost>.ValueCollection Ghosts => _ghosts.Values;

    public void FollowMap()
    {
        _regionsOf.Clear();
        foreach (var view in world.Map.Regions)
        {
            if (view.Owner is not { } owner || owner == world.Server)
                continue;

            if (!_regionsOf.TryGetValue(owner, out var regions))
                _regionsOf.Add(owner, regions = []);
            regions.Add(view.Region);
        }
    }

    public void Step()
    {
        if (world.Tick % TicksPerBatch != 0)
            return;

        foreach (var region in world.Regions)
        {
            if (!region.Acting || region.Players.Count == 0)
                continue;

            foreach (var (peer, regions) in _regionsOf)
            {
                if (world.Peers.ContainsKey(peer))
                    Send(region, peer, regions);
            }
        }

        RemoveOld();
    }

    public void OnFrame(ReadOnlySpan<byte> frame)
    {
        var reader = new WireReader(frame[1..]);
        var packed = reader.UInt64();
        var epoch = reader.UInt64();
        int count = reader.UInt16();
        if (count > GhostsPerBatchMax || reader.Remaining != count * GhostSize || !RegionId.TryUnpack(packed, out var region) ||
            !world.IsCurrent(region, epoch))
            return;

        for (var i = 0; i < count; i++)
        {
            var id = new PlayerId(reader.UInt64());
            var place = new WorldPosition(reader.Int64(), reader.Int64(), reader.Int64());
            var yaw = reader.UInt16();
            if (_ghosts.Count < GhostsMax || _ghosts.ContainsKey(id))
                _ghosts[id] = new Ghost(id, place, yaw, world.Tick);
        }
    }

    private void Send(OwnedRegion region, string peer, List<RegionId> regions)
    {
        var count = 0;
        var buffer = world.Output.Reserve(HeaderSize + Math.Min(region.Players.Count, GhostsPerBatchMax) * GhostSize);
        var writer = new WireWriter(buffer);
        writer.Byte((byte)PeerFrameKind.Ghosts);
        writer.UInt64(region.Id.Packed);
        writer.UInt64(region.Epoch);
        writer.UInt16(0);
        foreach (var player in region.Players)
        {
            if (!player.IsVisible || player.IsFrozen || !IsNear(player.Place, regions) || count == GhostsPerBatchMax)
                continue;

            var place = player.Place;
            writer.UInt64(player.Id.Value);
            writer.Int64(place.X);
            writer.Int64(place.Y);
            writer.Int64(place.Z);
            writer.UInt16(player.Yaw);
            count++;
        }

        if (count == 0)
            return;

        System.Buffers.Binary.BinaryPrimitives.WriteUInt16LittleEndian(buffer[(HeaderSize - 2)..], (ushort)count);
        world.Output.Deadline = region.LeaseUntil;
        world.Output.CommitPeer(peer, writer.Length);
        world.Output.Deadline = long.MaxValue;
    }

    private static bool IsNear(WorldPosition place, List<RegionId> regions)
    {
        foreach (var region in regions)
        {
            if (region.DistanceMetres(place) < RegionId.BorderZoneMetres)
                return true;
        }

        return false;
    }

    private void RemoveOld()
    {
        _old.Clear();
        foreach (var ghost in _ghosts.Values)
        {
            if (world.Tick - ghost.Tick > GhostTicks || world.Players.ContainsKey(ghost.Id))
                _old.Add(ghost.Id);
        }

        foreach (var id in _old)
            _ghosts.Remove(id);
    }
}

/// <summary>A read-only copy of a neighbour's player.</summary>
internal readonly record struct Ghost(PlayerId Id, WorldPosition Place, ushort Yaw, uint Tick);
