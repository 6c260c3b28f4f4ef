using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.MeshCoordinator.Mesh;

/// <summary>The fields that log entries and snapshots share.</summary>
internal static class MeshFields
{
    public static void Write(ref WireWriter w, bool value) => w.Byte(value ? (byte)1 : (byte)0);

    public static bool ReadBoolean(ref WireReader r)
    {
        var value = r.Byte();
        if (value > 1)
            r.Fail();

        return value == 1;
    }

    public static RegionId ReadRegion(ref WireReader r)
    {
        if (RegionId.TryUnpack(r.UInt64(), out var region))
            return region;

        r.Fail();
        return default;
    }

    public static void Write(ref WireWriter w, Holder holder)
    {
        w.Text(holder.Server);
        w.Guid(holder.Incarnation.Value);
    }

    public static Holder ReadHolder(ref WireReader r) => new(r.Text(MeshLimits.NameBytesMax), new IncarnationId(r.Guid()));

    public static void Write(ref WireWriter w, FormerOwner former)
    {
        w.UInt64(former.Epoch);
        w.Guid(former.Incarnation.Value);
    }

    public static FormerOwner ReadFormer(ref WireReader r) => new(r.UInt64(), new IncarnationId(r.Guid()));

    public static void Write(ref WireWriter w, ServerAddresses addresses)
    {
        w.Text(addresses.GameHost);
        w.UInt16(addresses.GamePort);
        w.Text(addresses.Grpc);
        w.Text(addresses.Http);
    }

    public static ServerAddresses ReadAddresses(ref WireReader r) => new(
        r.Text(MeshLimits.AddressBytesMax), r.UInt16(), r.Text(MeshLimits.AddressBytesMax), r.Text(MeshLimits.AddressBytesMax));

    public static void Write(ref WireWriter w, ServerCounters counters)
    {
        w.UInt64(counters.Transfers);
        w.UInt64(counters.Disconnects);
    }

    public static ServerCounters ReadCounters(ref WireReader r) => new(r.UInt64(), r.UInt64());

    public static ServerState ReadState(ref WireReader r)
    {
        var state = (ServerState)r.Byte();
        if (state is < ServerState.Ready or > ServerState.Dead)
            r.Fail();

        return state;
    }
}
