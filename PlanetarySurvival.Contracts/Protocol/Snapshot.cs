using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.Contracts.Protocol;

/// <summary>What a snapshot says of the player whom it is sent to.</summary>
/// <remarks><code>
/// offset  size  field
///      0     1  Kind          16
///      1     4  Tick          of the server, never 0
///      5     8  Region        RegionId, packed
///     13     8  RegionEpoch   of the region's owner
///     21     8  PlayerEpoch   of the authority over the player; a lower one than known is refused
///     29     4  AppliedInput  sequence of the last input that this state contains
///     33     4  SafeInput     sequence of the last input that survives the loss of any one process
///     37    28  Body          see PlayerBody, relative to Region
///     65    32  Inventory     eight 32-bit counts, by Material
///     97     1  Count         entities that follow, at most 47
///     98  23*n  Entities      see EntityState
/// </code></remarks>
public record struct Snapshot(
    uint Tick, RegionId Region, ulong RegionEpoch, ulong PlayerEpoch, uint AppliedInput, uint SafeInput, PlayerBody Body, Inventory Inventory)
{
    /// <summary>The bytes before the entities.</summary>
    public const int HeaderSize = 98;

    /// <summary>The largest snapshot in bytes; below <see cref="ProtocolLimits.DatagramBytesMax"/>.</summary>
    public const int SizeMax = HeaderSize + ProtocolLimits.EntitiesPerSnapshotMax * EntityState.Size;

    /// <summary>Writes the snapshot and returns its length.</summary>
    public readonly int Write(Span<byte> buffer, ReadOnlySpan<EntityState> entities)
    {
        var writer = new WireWriter(buffer);
        writer.Byte((byte)MessageKind.Snapshot);
        writer.UInt32(Tick);
        writer.UInt64(Region.Packed);
        writer.UInt64(RegionEpoch);
        writer.UInt64(PlayerEpoch);
        writer.UInt32(AppliedInput);
        writer.UInt32(SafeInput);
        Body.Write(ref writer);
        for (var i = 0; i < Inventory.MaterialCount; i++)
            writer.UInt32(Inventory[i]);

        var count = Math.Min(entities.Length, ProtocolLimits.EntitiesPerSnapshotMax);
        writer.Byte((byte)count);
        foreach (ref readonly var entity in entities[..count])
            entity.Write(ref writer);
        return writer.Length;
    }

    /// <summary>
    /// Reads a snapshot; the entities go to a buffer of at least <see cref="ProtocolLimits.EntitiesPerSnapshotMax"/>. False for anything else.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, Span<EntityState> entities, out Snapshot snapshot, out int entityCount)
    {
        snapshot = default;
        entityCount = 0;
        var reader = new WireReader(bytes);
        var kind = (MessageKind)reader.Byte();
        var tick = reader.UInt32();
        var packed = reader.UInt64();
        var regionEpoch = reader.UInt64();
        var playerEpoch = reader.UInt64();
        var applied = reader.UInt32();
        var safe = reader.UInt32();
        var body = PlayerBody.Read(ref reader);
        var inventory = new Inventory();
        for (var i = 0; i < Inventory.MaterialCount; i++)
            inventory[i] = reader.UInt32();

        int count = reader.Byte();
        if (kind != MessageKind.Snapshot || tick == 0 || !RegionId.TryUnpack(packed, out var region) || safe > applied ||
            count > ProtocolLimits.EntitiesPerSnapshotMax || reader.Remaining != count * EntityState.Size)
            return false;

        for (var i = 0; i < count; i++)
            entities[i] = EntityState.Read(ref reader);
        snapshot = new Snapshot(tick, region, regionEpoch, playerEpoch, applied, safe, body, inventory);
        entityCount = count;
        return reader.Complete;
    }
}

/// <summary>Another entity as a client sees it.</summary>
/// <remarks><code>
/// offset  size  field
///      0     8  Id       PlayerId
///      8    12  X, Y, Z  1/1024 m relative to the snapshot's region
///     20     2  Yaw      1/65536 turn
///     22     1  Flags    bit 0: a ghost, simulated by a neighbour
/// </code></remarks>
public readonly record struct EntityState(PlayerId Id, int X, int Y, int Z, ushort Yaw, EntityFlags Flags)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Size = 23;

    /// <summary>Writes <see cref="Size"/> bytes.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.UInt64(Id.Value);
        writer.Int32(X);
        writer.Int32(Y);
        writer.Int32(Z);
        writer.UInt16(Yaw);
        writer.Byte((byte)Flags);
    }

    /// <summary>Reads <see cref="Size"/> bytes; failures are the reader's.</summary>
    public static EntityState Read(ref WireReader reader) => new(
        new PlayerId(reader.UInt64()), reader.Int32(), reader.Int32(), reader.Int32(), reader.UInt16(), (EntityFlags)reader.Byte());
}

/// <summary>What is true of an entity in a snapshot.</summary>
[Flags]
public enum EntityFlags : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A read-only copy: a neighbour simulates it.</summary>
    Ghost = 1,
}
