using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.GameServer.Players;

/// <summary>All of a player that goes from server to server: in a transfer's commit and in the log to the backup.</summary>
/// <param name="Id">Who.</param>
/// <param name="Session">The newest login.</param>
/// <param name="Epoch">Of the authority over the player.</param>
/// <param name="Region">Whose origin the body is relative to.</param>
/// <param name="Body">Where it stands and how it moves.</param>
/// <param name="Yaw">1/65536 turn.</param>
/// <param name="Inventory">What it carries.</param>
/// <param name="AppliedInput">Sequence of the last input in this state.</param>
/// <param name="LossCounted">Its client was lost and that is counted.</param>
/// <param name="Name">At most 32 bytes of UTF-8.</param>
/// <remarks><code>
/// offset  size  field
///      0     8  Id
///      8     8  Session
///     16     8  Epoch
///     24     8  Region
///     32    28  Body
///     60     2  Yaw
///     62    32  Inventory
///     94     4  AppliedInput
///     98     1  LossCounted  0 or 1
///     99   1+n  Name
/// </code></remarks>
internal readonly record struct PlayerRecord(
    PlayerId Id, ulong Session, ulong Epoch, RegionId Region, PlayerBody Body, ushort Yaw, Inventory Inventory, uint AppliedInput,
    bool LossCounted, string Name)
{
    /// <summary>The largest record in bytes.</summary>
    public const int SizeMax = 100 + ProtocolLimits.NameBytesMax;

    public void Write(ref WireWriter writer)
    {
        writer.UInt64(Id.Value);
        writer.UInt64(Session);
        writer.UInt64(Epoch);
        writer.UInt64(Region.Packed);
        Body.Write(ref writer);
        writer.UInt16(Yaw);
        for (var i = 0; i < Inventory.MaterialCount; i++)
            writer.UInt32(Inventory[i]);
        writer.UInt32(AppliedInput);
        writer.Byte(LossCounted ? (byte)1 : (byte)0);
        writer.Text(Name);
    }

    public static PlayerRecord Read(ref WireReader reader)
    {
        var id = new PlayerId(reader.UInt64());
        var session = reader.UInt64();
        var epoch = reader.UInt64();
        if (!RegionId.TryUnpack(reader.UInt64(), out var region) || id.IsNone)
            reader.Fail();

        var body = PlayerBody.Read(ref reader);
        var yaw = reader.UInt16();
        var inventory = new Inventory();
        for (var i = 0; i < Inventory.MaterialCount; i++)
            inventory[i] = reader.UInt32();

        return new PlayerRecord(
            id, session, epoch, region, body, yaw, inventory, reader.UInt32(), reader.Byte() != 0, reader.Text(ProtocolLimits.NameBytesMax));
    }
}
