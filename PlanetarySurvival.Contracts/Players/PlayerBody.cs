using System.Numerics;
using PlanetarySurvival.Contracts.Protocol;

namespace PlanetarySurvival.Contracts.Players;

/// <summary>What is true of a body at the end of a tick.</summary>
[Flags]
public enum BodyFlags : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The feet touch ground.</summary>
    OnGround = 1,

    /// <summary>In water to the waist or deeper.</summary>
    InWater = 2,

    /// <summary>The jetpack burns.</summary>
    Jetting = 4,
}

/// <summary>
/// A player's body: what one movement step reads and writes. Position (the point between the feet) is metres relative to the origin of the
/// region that the player belongs to; velocity is metres a second.
/// </summary>
/// <remarks><code>
/// offset  size  field
///      0    12  Position       three floats, m
///     12    12  Velocity       three floats, m/s
///     24     1  Flags
///     25     1  GatherCooldown ticks until the next gather
///     26     2  Fuel           ticks that the jetpack can burn
/// </code></remarks>
public record struct PlayerBody(Vector3 Position, Vector3 Velocity, BodyFlags Flags, byte GatherCooldown, ushort Fuel = 0)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Size = 28;

    /// <summary>Writes <see cref="Size"/> bytes.</summary>
    public readonly void Write(ref WireWriter writer)
    {
        writer.Vector3(Position);
        writer.Vector3(Velocity);
        writer.Byte((byte)Flags);
        writer.Byte(GatherCooldown);
        writer.UInt16(Fuel);
    }

    /// <summary>Reads <see cref="Size"/> bytes; failures are the reader's.</summary>
    public static PlayerBody Read(ref WireReader reader) =>
        new(reader.Vector3(), reader.Vector3(), (BodyFlags)reader.Byte(), reader.Byte(), reader.UInt16());
}
