using System.Numerics;

namespace PlanetarySurvival.GameServer.Simulation;

/// <summary>
/// Buffers that one thread fills and another gives back. Unlike <c>ArrayPool</c> it takes no lock. Sizes are powers of two; what is
/// larger than <see cref="SizeMax"/> is allocated and forgotten. At most <see cref="KeptMax"/> of the smallest size are kept, half as many
/// of the next one, and so on.
/// </summary>
internal sealed class BufferPool
{
    /// <summary>The largest buffer that is kept, in bytes.</summary>
    public const int SizeMax = 64 * 1024;

    /// <summary>Buffers of the smallest size that are kept.</summary>
    public const int KeptMax = 2048;

    private const int ShiftMin = 8;
    private static readonly int ShiftMax = BitOperations.Log2(SizeMax);
    private readonly BoundedQueue<byte[]>[] _free = [.. Enumerable.Range(ShiftMin, ShiftMax - ShiftMin + 1).Select(Queue)];

    /// <summary>A buffer of at least that many bytes.</summary>
    public byte[] Rent(int size)
    {
        if (size > SizeMax)
            return new byte[size];

        var shift = ShiftOf(size);
        return _free[shift - ShiftMin].TryDequeue(out var buffer) ? buffer : new byte[1 << shift];
    }

    /// <summary>Takes a buffer back; the caller must not use it any more.</summary>
    public void Return(byte[] buffer)
    {
        if (buffer.Length <= SizeMax && BitOperations.IsPow2(buffer.Length) && buffer.Length >= 1 << ShiftMin)
            _free[ShiftOf(buffer.Length) - ShiftMin].TryEnqueue(buffer);
    }

    private static BoundedQueue<byte[]> Queue(int shift) => new(Math.Max(32, KeptMax >> (shift - ShiftMin)));

    private static int ShiftOf(int size) => Math.Max(ShiftMin, BitOperations.Log2((uint)Math.Max(1, size - 1)) + 1);
}
