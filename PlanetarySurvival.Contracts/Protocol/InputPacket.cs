using PlanetarySurvival.Contracts.Players;

namespace PlanetarySurvival.Contracts.Protocol;

/// <summary>
/// A run of inputs, from the first that the client does not know to be applied. A lost packet costs nothing, since the next one repeats it.
/// </summary>
/// <remarks><code>
/// offset  size  field
///      0     1  Kind           1
///      1     4  SnapshotTick   tick of the newest snapshot seen on this connection, 0 if none
///      5     4  FirstSequence  of the first input; sequences count from 1
///      9     1  Count          1 to 32
///     10   7*n  Inputs         see PlayerInput
/// </code></remarks>
public readonly ref struct InputPacket(uint snapshotTick, uint firstSequence, ReadOnlySpan<PlayerInput> inputs)
{
    /// <summary>The bytes before the inputs.</summary>
    public const int HeaderSize = 10;

    /// <summary>The largest packet in bytes.</summary>
    public const int SizeMax = HeaderSize + ProtocolLimits.InputsPerPacketMax * PlayerInput.Size;

    /// <summary>Tick of the newest snapshot seen on this connection; 0 if none.</summary>
    public uint SnapshotTick { get; } = snapshotTick;

    /// <summary>Sequence of the first input.</summary>
    public uint FirstSequence { get; } = firstSequence;

    /// <summary>The inputs, one a tick, in order.</summary>
    public ReadOnlySpan<PlayerInput> Inputs { get; } = inputs;

    /// <summary>Writes the packet and returns its length.</summary>
    public int Write(Span<byte> buffer)
    {
        var writer = new WireWriter(buffer);
        writer.Byte((byte)MessageKind.Input);
        writer.UInt32(SnapshotTick);
        writer.UInt32(FirstSequence);
        writer.Byte((byte)Inputs.Length);
        foreach (var input in Inputs)
            input.Write(ref writer);
        return writer.Length;
    }

    /// <summary>Reads a packet into a buffer of at least <see cref="ProtocolLimits.InputsPerPacketMax"/> inputs. False for anything else.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, Span<PlayerInput> inputs, out InputPacket packet)
    {
        packet = default;
        var reader = new WireReader(bytes);
        var kind = (MessageKind)reader.Byte();
        var snapshotTick = reader.UInt32();
        var first = reader.UInt32();
        int count = reader.Byte();
        if (kind != MessageKind.Input || first == 0 || count is 0 or > ProtocolLimits.InputsPerPacketMax ||
            reader.Remaining != count * PlayerInput.Size || first > uint.MaxValue - (uint)count)
            return false;

        for (var i = 0; i < count; i++)
            inputs[i] = PlayerInput.Read(ref reader);
        packet = new InputPacket(snapshotTick, first, inputs[..count]);
        return reader.Complete;
    }
}
