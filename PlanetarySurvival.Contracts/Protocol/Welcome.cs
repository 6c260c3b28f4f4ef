using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.Contracts.Protocol;

/// <summary>
/// "You belong to me": sent by a server when it begins to act for the player, over a new connection or over one that stood by. The client
/// follows it if its epochs are not lower than those known, and sends its inputs there from <see cref="AppliedInput"/> + 1 on.
/// </summary>
/// <remarks><code>
/// offset  size  field
///      0     1  Kind          17
///      1     4  Tick
///      5     8  Region
///     13     8  RegionEpoch
///     21     8  PlayerEpoch
///     29     4  AppliedInput
///     33     8  Player
///     41    16  Incarnation   of the server's process
///     57     8  PlanetSeed
///     65     4  PlanetRadius  m
///     69   1+n  Server        name, at most 63 bytes
/// </code></remarks>
public readonly record struct Welcome(
    uint Tick, RegionId Region, ulong RegionEpoch, ulong PlayerEpoch, uint AppliedInput, PlayerId Player, Guid Incarnation,
    ulong PlanetSeed, uint PlanetRadiusMetres, string Server)
{
    /// <summary>The largest message in bytes.</summary>
    public const int SizeMax = 70 + ProtocolLimits.ServerNameBytesMax;

    /// <summary>Writes the message and returns its length.</summary>
    public int Write(Span<byte> buffer)
    {
        var writer = new WireWriter(buffer);
        writer.Byte((byte)MessageKind.Welcome);
        writer.UInt32(Tick);
        writer.UInt64(Region.Packed);
        writer.UInt64(RegionEpoch);
        writer.UInt64(PlayerEpoch);
        writer.UInt32(AppliedInput);
        writer.UInt64(Player.Value);
        writer.Guid(Incarnation);
        writer.UInt64(PlanetSeed);
        writer.UInt32(PlanetRadiusMetres);
        writer.Text(Server);
        return writer.Length;
    }

    /// <summary>Reads the message. False for anything else.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Welcome welcome)
    {
        welcome = default;
        var reader = new WireReader(bytes);
        var kind = (MessageKind)reader.Byte();
        var tick = reader.UInt32();
        var packed = reader.UInt64();
        var regionEpoch = reader.UInt64();
        var playerEpoch = reader.UInt64();
        var applied = reader.UInt32();
        var player = new PlayerId(reader.UInt64());
        var incarnation = reader.Guid();
        var seed = reader.UInt64();
        var radius = reader.UInt32();
        var server = reader.Text(ProtocolLimits.ServerNameBytesMax);
        if (!reader.Complete || kind != MessageKind.Welcome || !RegionId.TryUnpack(packed, out var region) || radius is < 1_000 or > 1_000_000)
            return false;

        welcome = new Welcome(tick, region, regionEpoch, playerEpoch, applied, player, incarnation, seed, radius, server);
        return true;
    }
}
