using System.Collections.Immutable;
using PlanetarySurvival.Contracts.Protocol;

namespace PlanetarySurvival.MeshCoordinator.Mesh;

/// <summary>The bytes of a whole <see cref="MeshState"/>: what replaces the log before it.</summary>
/// <remarks><code>
/// size  field
///    1  Version     of this layout
///    8  Revision
///    8  EpochFloor
///   16  PastCounters
///       Retired     count (2), incarnations (16 each)
///       Servers     count (2), each as <see cref="ServerRecord"/> lists its fields
///       Regions     count (2), each as <see cref="RegionRecord"/> lists its properties
/// </code></remarks>
internal static class MeshSnapshot
{
    private const byte Version = 1;
    private const int HeaderBytes = 64;
    private const int ServerBytesMax = 1024;
    private const int RegionBytesMax = 256;
    private const int FormerBytes = 24;

    public static byte[] Write(MeshState state)
    {
        var size = HeaderBytes + state.Retired.Count * IncarnationId.Size + state.Servers.Count * ServerBytesMax +
            state.Regions.Values.Sum(r => RegionBytesMax + r.FormerOwners.Length * FormerBytes);
        var buffer = new byte[size];
        var w = new WireWriter(buffer);
        w.Byte(Version);
        w.UInt64(state.Revision);
        w.UInt64(state.EpochFloor);
        MeshFields.Write(ref w, state.PastCounters);

        w.UInt16((ushort)state.Retired.Count);
        foreach (var incarnation in state.Retired)
            w.Guid(incarnation.Value);

        w.UInt16((ushort)state.Servers.Count);
        foreach (var (_, server) in state.Servers)
            Write(ref w, server);

        w.UInt16((ushort)state.Regions.Count);
        foreach (var (_, region) in state.Regions)
            Write(ref w, region);

        return buffer[..w.Length];
    }

    /// <summary>Reads a snapshot. False for bytes that are none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out MeshState state)
    {
        state = MeshState.Empty;
        var r = new WireReader(bytes);
        if (r.Byte() != Version)
            return false;

        var (revision, floor, past) = (r.UInt64(), r.UInt64(), MeshFields.ReadCounters(ref r));

        var retired = ImmutableList.CreateBuilder<IncarnationId>();
        for (var left = Count(ref r, MeshLimits.RetiredIncarnationsMax); left > 0 && !r.Failed; left--)
            retired.Add(new IncarnationId(r.Guid()));

        var servers = state.Servers.ToBuilder();
        for (var left = Count(ref r, MeshLimits.ServersMax); left > 0 && !r.Failed; left--)
        {
            var server = ReadServer(ref r);
            servers[server.Name] = server;
        }

        var regions = state.Regions.ToBuilder();
        for (var left = Count(ref r, MeshLimits.RegionsMax); left > 0 && !r.Failed; left--)
        {
            var region = ReadRegion(ref r);
            regions[region.Id] = region;
        }

        if (!r.Complete)
            return false;

        state = new MeshState
        {
            Revision = revision,
            EpochFloor = floor,
            PastCounters = past,
            Retired = retired.ToImmutable(),
            Servers = servers.ToImmutable(),
            Regions = regions.ToImmutable(),
        };
        return true;
    }

    private static void Write(ref WireWriter w, ServerRecord server)
    {
        MeshFields.Write(ref w, server.Holder);
        w.Byte((byte)server.State);
        MeshFields.Write(ref w, server.Addresses);
        w.UInt32(server.PlayersMax);
        w.UInt32(server.RegionsMax);
        MeshFields.Write(ref w, server.Counters);
        MeshFields.Write(ref w, server.Leaving);
    }

    private static ServerRecord ReadServer(ref WireReader r) => new(
        MeshFields.ReadHolder(ref r), MeshFields.ReadState(ref r), MeshFields.ReadAddresses(ref r), r.UInt32(), r.UInt32(),
        MeshFields.ReadCounters(ref r), MeshFields.ReadBoolean(ref r));

    private static void Write(ref WireWriter w, RegionRecord region)
    {
        w.UInt64(region.Id.Packed);
        w.UInt64(region.Epoch);
        MeshFields.Write(ref w, region.Owner);
        MeshFields.Write(ref w, region.OwnerGone);
        MeshFields.Write(ref w, region.Backup is not null);
        if (region.Backup is { } backup)
            MeshFields.Write(ref w, backup);
        MeshFields.Write(ref w, region.BackupSynced);
        MeshFields.Write(ref w, region.Open);
        MeshFields.Write(ref w, region.Moving);
        MeshFields.Write(ref w, region.Retiring);
        w.UInt16((ushort)region.FormerOwners.Length);
        foreach (var former in region.FormerOwners)
            MeshFields.Write(ref w, former);
    }

    private static RegionRecord ReadRegion(ref WireReader r)
    {
        var region = new RegionRecord
        {
            Id = MeshFields.ReadRegion(ref r),
            Epoch = r.UInt64(),
            Owner = MeshFields.ReadHolder(ref r),
            OwnerGone = MeshFields.ReadBoolean(ref r),
            Backup = MeshFields.ReadBoolean(ref r) ? MeshFields.ReadHolder(ref r) : null,
            BackupSynced = MeshFields.ReadBoolean(ref r),
            Open = MeshFields.ReadBoolean(ref r),
            Moving = MeshFields.ReadBoolean(ref r),
            Retiring = MeshFields.ReadBoolean(ref r),
        };

        var former = ImmutableArray.CreateBuilder<FormerOwner>();
        for (var left = Count(ref r, MeshLimits.FormerOwnersMax); left > 0 && !r.Failed; left--)
            former.Add(MeshFields.ReadFormer(ref r));

        return region with { FormerOwners = former.ToImmutable() };
    }

    private static int Count(ref WireReader r, int max)
    {
        int count = r.UInt16();
        if (count <= max)
            return count;

        r.Fail();
        return 0;
    }
}
