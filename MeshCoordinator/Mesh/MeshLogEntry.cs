using System.Collections.Immutable;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.MeshCoordinator.Mesh;

/// <summary>The bytes of one entry of the log: commands that are applied together, in order.</summary>
/// <remarks><code>
/// size  field
///    1  Version   of this layout
///    2  Count     at most CommandsPerEntryMax
///       Commands  kind (1), then its fields in the order of its constructor
/// </code>
/// Numbers are little-endian, texts have their length in one byte, what may be absent is preceded by a byte that is 0 or 1.</remarks>
internal static class MeshLogEntry
{
    private const byte Version = 1;

    // Name, address and every fixed field of the largest command fit several times over.
    private const int CommandBytesMax = 1024;
    private const int ItemBytes = 16;

    private enum Kind : byte
    {
        Register = 1,
        SetState = 2,
        DeclareDead = 3,
        Release = 4,
        Forget = 5,
        Activate = 6,
        TakeOver = 7,
        Open = 8,
        SetBackup = 9,
        SetSynced = 10,
        Move = 11,
        Retire = 12,
        Stay = 13,
        Deactivate = 14,
        Count = 15,
    }

    /// <summary>Writes commands, at most <see cref="MeshLimits.CommandsPerEntryMax"/>.</summary>
    public static byte[] Write(IReadOnlyCollection<MeshCommand> commands)
    {
        if (commands.Count > MeshLimits.CommandsPerEntryMax)
            throw new ArgumentException($"{commands.Count} commands do not fit into one log entry.", nameof(commands));

        var size = 3 + commands.Sum(c => CommandBytesMax + (c is MeshCommand.Release release ? release.Regions.Length * ItemBytes : 0));
        var buffer = new byte[size];
        var writer = new WireWriter(buffer);
        writer.Byte(Version);
        writer.UInt16((ushort)commands.Count);
        foreach (var command in commands)
            Write(ref writer, command);

        return buffer[..writer.Length];
    }

    /// <summary>Reads an entry. False for bytes that are none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ImmutableArray<MeshCommand> commands)
    {
        commands = [];
        var reader = new WireReader(bytes);
        if (reader.Byte() != Version || reader.UInt16() is not (<= MeshLimits.CommandsPerEntryMax and var count))
            return false;

        var read = ImmutableArray.CreateBuilder<MeshCommand>();
        for (var i = 0; i < count && !reader.Failed; i++)
        {
            if (Read(ref reader) is not { } command)
                return false;

            read.Add(command);
        }

        if (!reader.Complete)
            return false;

        commands = read.ToImmutable();
        return true;
    }

    private static void Write(ref WireWriter w, MeshCommand command)
    {
        switch (command)
        {
            case MeshCommand.Register c:
                w.Byte((byte)Kind.Register);
                MeshFields.Write(ref w, c.Holder);
                MeshFields.Write(ref w, c.Addresses);
                w.UInt32(c.PlayersMax);
                w.UInt32(c.RegionsMax);
                MeshFields.Write(ref w, c.ReplacedCounters);
                break;
            case MeshCommand.SetState c:
                w.Byte((byte)Kind.SetState);
                w.Guid(c.Incarnation.Value);
                w.Byte((byte)c.State);
                break;
            case MeshCommand.DeclareDead c:
                w.Byte((byte)Kind.DeclareDead);
                w.Guid(c.Incarnation.Value);
                MeshFields.Write(ref w, c.Counters);
                break;
            case MeshCommand.Release c:
                if (c.Regions.Length > MeshLimits.ItemsPerCommandMax)
                    throw new ArgumentException($"A release of {c.Regions.Length} regions is too large.", nameof(command));
                w.Byte((byte)Kind.Release);
                w.Guid(c.Incarnation.Value);
                w.UInt16((ushort)c.Regions.Length);
                foreach (var (region, epoch) in c.Regions)
                    Write(ref w, region, epoch);
                MeshFields.Write(ref w, c.Leaving);
                MeshFields.Write(ref w, c.Counters);
                break;
            case MeshCommand.Forget c:
                w.Byte((byte)Kind.Forget);
                w.Guid(c.Incarnation.Value);
                MeshFields.Write(ref w, c.Counters);
                break;
            case MeshCommand.Activate c:
                w.Byte((byte)Kind.Activate);
                w.UInt64(c.Region.Packed);
                w.Guid(c.Owner.Value);
                break;
            case MeshCommand.TakeOver c:
                w.Byte((byte)Kind.TakeOver);
                Write(ref w, c.Region, c.Epoch);
                w.Guid(c.Owner.Value);
                MeshFields.Write(ref w, c.Stranger is not null);
                if (c.Stranger is { } stranger)
                    MeshFields.Write(ref w, stranger);
                break;
            case MeshCommand.Open c:
                w.Byte((byte)Kind.Open);
                Write(ref w, c.Region, c.Epoch);
                break;
            case MeshCommand.SetBackup c:
                w.Byte((byte)Kind.SetBackup);
                Write(ref w, c.Region, c.Epoch);
                w.Guid(c.Backup?.Value ?? Guid.Empty);
                break;
            case MeshCommand.SetSynced c:
                w.Byte((byte)Kind.SetSynced);
                Write(ref w, c.Region, c.Epoch);
                w.Guid(c.Backup.Value);
                MeshFields.Write(ref w, c.Synced);
                break;
            case MeshCommand.Move c:
                w.Byte((byte)Kind.Move);
                Write(ref w, c.Region, c.Epoch);
                break;
            case MeshCommand.Retire c:
                w.Byte((byte)Kind.Retire);
                Write(ref w, c.Region, c.Epoch);
                break;
            case MeshCommand.Stay c:
                w.Byte((byte)Kind.Stay);
                Write(ref w, c.Region, c.Epoch);
                break;
            case MeshCommand.Deactivate c:
                w.Byte((byte)Kind.Deactivate);
                Write(ref w, c.Region, c.Epoch);
                break;
            case MeshCommand.Count c:
                w.Byte((byte)Kind.Count);
                w.Guid(c.Incarnation.Value);
                MeshFields.Write(ref w, c.Counters);
                break;
            default:
                throw new ArgumentException($"{command.GetType().Name} has no layout.", nameof(command));
        }
    }

    private static MeshCommand? Read(ref WireReader r)
    {
        switch ((Kind)r.Byte())
        {
            case Kind.Register:
                return new MeshCommand.Register(
                    MeshFields.ReadHolder(ref r), MeshFields.ReadAddresses(ref r), r.UInt32(), r.UInt32(), MeshFields.ReadCounters(ref r));
            case Kind.SetState:
                return new MeshCommand.SetState(new(r.Guid()), MeshFields.ReadState(ref r));
            case Kind.DeclareDead:
                return new MeshCommand.DeclareDead(new(r.Guid()), MeshFields.ReadCounters(ref r));
            case Kind.Release:
                return ReadRelease(ref r);
            case Kind.Forget:
                return new MeshCommand.Forget(new(r.Guid()), MeshFields.ReadCounters(ref r));
            case Kind.Activate:
                return new MeshCommand.Activate(MeshFields.ReadRegion(ref r), new(r.Guid()));
            case Kind.TakeOver:
                return new MeshCommand.TakeOver(
                    MeshFields.ReadRegion(ref r), r.UInt64(), new(r.Guid()), MeshFields.ReadBoolean(ref r) ? MeshFields.ReadFormer(ref r) : null);
            case Kind.Open:
                return new MeshCommand.Open(MeshFields.ReadRegion(ref r), r.UInt64());
            case Kind.SetBackup:
                return new MeshCommand.SetBackup(
                    MeshFields.ReadRegion(ref r), r.UInt64(), r.Guid() is var backup && backup != Guid.Empty ? new IncarnationId(backup) : null);
            case Kind.SetSynced:
                return new MeshCommand.SetSynced(MeshFields.ReadRegion(ref r), r.UInt64(), new(r.Guid()), MeshFields.ReadBoolean(ref r));
            case Kind.Move:
                return new MeshCommand.Move(MeshFields.ReadRegion(ref r), r.UInt64());
            case Kind.Retire:
                return new MeshCommand.Retire(MeshFields.ReadRegion(ref r), r.UInt64());
            case Kind.Stay:
                return new MeshCommand.Stay(MeshFields.ReadRegion(ref r), r.UInt64());
            case Kind.Deactivate:
                return new MeshCommand.Deactivate(MeshFields.ReadRegion(ref r), r.UInt64());
            case Kind.Count:
                return new MeshCommand.Count(new(r.Guid()), MeshFields.ReadCounters(ref r));
            default:
                return null;
        }
    }

    private static MeshCommand.Release? ReadRelease(ref WireReader r)
    {
        var incarnation = new IncarnationId(r.Guid());
        int count = r.UInt16();
        if (count > MeshLimits.ItemsPerCommandMax || count * ItemBytes > r.Remaining)
            return null;

        var regions = ImmutableArray.CreateBuilder<RegionEpochPair>(count);
        for (var i = 0; i < count; i++)
            regions.Add(new RegionEpochPair(MeshFields.ReadRegion(ref r), r.UInt64()));

        return new MeshCommand.Release(incarnation, regions.MoveToImmutable(), MeshFields.ReadBoolean(ref r), MeshFields.ReadCounters(ref r));
    }

    private static void Write(ref WireWriter w, RegionId region, ulong epoch)
    {
        w.UInt64(region.Packed);
        w.UInt64(epoch);
    }
}
