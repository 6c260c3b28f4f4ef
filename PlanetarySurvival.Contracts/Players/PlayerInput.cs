using PlanetarySurvival.Contracts.Protocol;

namespace PlanetarySurvival.Contracts.Players;

/// <summary>What a player presses in one tick.</summary>
[Flags]
public enum PlayerButtons : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Jump, if on the ground; in water, swim up and out.</summary>
    Jump = 1,

    /// <summary>Run instead of walk.</summary>
    Run = 2,

    /// <summary>Gather loose material from the ground.</summary>
    Gather = 4,

    /// <summary>Burn the jetpack, if there is fuel; in water, swim up.</summary>
    Jetpack = 8,
}

/// <summary>One tick of a player's wishes. Its sequence number is given by its place in an <see cref="InputPacket"/>.</summary>
/// <remarks><code>
/// offset  size  field
///      0     1  Right    wish to move right, -127 to 127
///      1     1  Forward  wish to move forward, -127 to 127
///      2     2  Yaw      heading, 1/65536 turn, from the local frame's reference direction
///      4     2  Pitch    1/65536 turn, up is positive
///      6     1  Buttons
/// </code></remarks>
public readonly record struct PlayerInput(sbyte Right, sbyte Forward, ushort Yaw, short Pitch, PlayerButtons Buttons)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Size = 7;

    /// <summary>Writes <see cref="Size"/> bytes.</summary>
    public void Write(ref WireWriter writer)
    {
        writer.SByte(Right);
        writer.SByte(Forward);
        writer.UInt16(Yaw);
        writer.Int16(Pitch);
        writer.Byte((byte)Buttons);
    }

    /// <summary>Reads <see cref="Size"/> bytes; failures are the reader's.</summary>
    public static PlayerInput Read(ref WireReader reader) =>
        new(reader.SByte(), reader.SByte(), reader.UInt16(), reader.Int16(), (PlayerButtons)reader.Byte());
}
