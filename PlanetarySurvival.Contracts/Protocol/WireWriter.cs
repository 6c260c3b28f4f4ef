using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace PlanetarySurvival.Contracts.Protocol;

/// <summary>Writes little-endian fields into a buffer that the caller made large enough; a buffer that is not is a mistake of ours and throws.</summary>
public ref struct WireWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes that still fit.</summary>
    public readonly int Room => _buffer.Length - Length;

    /// <summary>One byte.</summary>
    public void Byte(byte value) => Take(1)[0] = value;

    /// <summary>One signed byte.</summary>
    public void SByte(sbyte value) => Byte((byte)value);

    /// <summary>Two bytes, unsigned.</summary>
    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Take(2), value);

    /// <summary>Two bytes, signed.</summary>
    public void Int16(short value) => UInt16((ushort)value);

    /// <summary>Four bytes, unsigned.</summary>
    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Take(4), value);

    /// <summary>Four bytes, signed.</summary>
    public void Int32(int value) => UInt32((uint)value);

    /// <summary>Eight bytes, unsigned.</summary>
    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Take(8), value);

    /// <summary>Eight bytes, signed.</summary>
    public void Int64(long value) => UInt64((ulong)value);

    /// <summary>Four bytes.</summary>
    public void Single(float value) => UInt32(BitConverter.SingleToUInt32Bits(value));

    /// <summary>Three floats.</summary>
    public void Vector3(Vector3 value)
    {
        Single(value.X);
        Single(value.Y);
        Single(value.Z);
    }

    /// <summary>Bytes as they are.</summary>
    public void Bytes(scoped ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>Sixteen bytes.</summary>
    public void Guid(Guid value) => value.TryWriteBytes(Take(16));

    /// <summary>A length in one byte and the text as UTF-8, at most 255 bytes.</summary>
    public void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Byte(checked((byte)length));
        Encoding.UTF8.GetBytes(text, Take(length));
    }

    private Span<byte> Take(int count)
    {
        var taken = _buffer.Slice(Length, count);
        Length += count;
        return taken;
    }
}
