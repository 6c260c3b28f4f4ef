using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace PlanetarySurvival.Contracts.Protocol;

/// <summary>
/// Reads little-endian fields from bytes that are not trusted. Running past the end or a value out of range sets <see cref="Failed"/> and
/// yields zeros; nothing throws and nothing is allocated but the text of <see cref="Text"/>.
/// </summary>
public ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Whether any read so far did not fit.</summary>
    public bool Failed { get; private set; }

    /// <summary>Whether everything was read and fitted: what a message checks last.</summary>
    public readonly bool Complete => !Failed && _rest.IsEmpty;

    /// <summary>Bytes not yet read.</summary>
    public readonly int Remaining => _rest.Length;

    /// <summary>Marks the message as malformed.</summary>
    public void Fail() => Failed = true;

    /// <summary>One byte.</summary>
    public byte Byte() => Take(1) is { Length: 1 } b ? b[0] : (byte)0;

    /// <summary>One signed byte.</summary>
    public sbyte SByte() => (sbyte)Byte();

    /// <summary>Two bytes, unsigned.</summary>
    public ushort UInt16() => Take(2) is { Length: 2 } b ? BinaryPrimitives.ReadUInt16LittleEndian(b) : (ushort)0;

    /// <summary>Two bytes, signed.</summary>
    public short Int16() => (short)UInt16();

    /// <summary>Four bytes, unsigned.</summary>
    public uint UInt32() => Take(4) is { Length: 4 } b ? BinaryPrimitives.ReadUInt32LittleEndian(b) : 0;

    /// <summary>Four bytes, signed.</summary>
    public int Int32() => (int)UInt32();

    /// <summary>Eight bytes, unsigned.</summary>
    public ulong UInt64() => Take(8) is { Length: 8 } b ? BinaryPrimitives.ReadUInt64LittleEndian(b) : 0;

    /// <summary>Eight bytes, signed.</summary>
    public long Int64() => (long)UInt64();

    /// <summary>Four bytes; infinities and not-a-number fail.</summary>
    public float Single()
    {
        var value = BitConverter.UInt32BitsToSingle(UInt32());
        if (float.IsFinite(value))
            return value;

        Failed = true;
        return 0;
    }

    /// <summary>Three floats.</summary>
    public Vector3 Vector3() => new(Single(), Single(), Single());

    /// <summary>Sixteen bytes.</summary>
    public Guid Guid() => Take(16) is { Length: 16 } b ? new Guid(b) : default;

    /// <summary>That many bytes, not copied.</summary>
    public ReadOnlySpan<byte> Bytes(int count) => Take(count);

    /// <summary>A length in one byte, at most <paramref name="bytesMax"/>, and that much valid UTF-8.</summary>
    public string Text(int bytesMax)
    {
        int length = Byte();
        if (length > bytesMax)
            Failed = true;

        var utf8 = Take(Failed ? 0 : length);
        if (System.Text.Unicode.Utf8.IsValid(utf8))
            return Encoding.UTF8.GetString(utf8);

        Failed = true;
        return "";
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (Failed || count < 0 || count > _rest.Length)
        {
            Failed = true;
            return default;
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
