using System.Buffers.Binary;
using System.IO.Compression;

namespace PlanetarySurvival.Pictures.Images;

/// <summary>
/// Writes PNG files (ISO/IEC 15948) of at most a given size. Where an exact picture would be larger, each value may be off by a few steps: the
/// differences that the Paeth filter leaves are rounded to multiples of a step, which compress far better.
/// </summary>
public static class Png
{
    private const int StepMax = 31;

    /// <summary>Writes the file with the smallest step that fits; returns its length in bytes.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="rgb">Three bytes a pixel.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Rows.</param>
    /// <param name="bytesMax">What the file may have.</param>
    public static int Write(string path, ReadOnlySpan<byte> rgb, int width, int height, int bytesMax)
    {
        for (var step = 1; ; step += 2)
        {
            var file = Encode(rgb, width, height, step);
            if (file.Length > bytesMax && step < StepMax)
                continue;
            File.WriteAllBytes(path, file);
            return file.Length;
        }
    }

    private static byte[] Encode(ReadOnlySpan<byte> rgb, int width, int height, int step)
    {
        using var file = new MemoryStream();
        file.Write([137, 80, 78, 71, 13, 10, 26, 10]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (8, 2); // Eight bits, red, green and blue.
        WriteChunk(file, "IHDR"u8, header);

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            zlib.Write(Filter(rgb, width, height, step));
        WriteChunk(file, "IDAT"u8, packed.ToArray());
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    // Each row after the number of its filter, Paeth's. The prediction is from what a reader will have, so that errors do not add up.
    private static byte[] Filter(ReadOnlySpan<byte> rgb, int width, int height, int step)
    {
        var stride = width * 3;
        var read = new byte[stride * height];
        var filtered = new byte[(stride + 1) * height];
        for (var y = 0; y < height; y++)
        {
            filtered[y * (stride + 1)] = 4;
            for (var x = 0; x < stride; x++)
            {
                var at = y * stride + x;
                int left = x >= 3 ? read[at - 3] : 0, up = y > 0 ? read[at - stride] : 0, corner = x >= 3 && y > 0 ? read[at - stride - 3] : 0;
                var predicted = Paeth(left, up, corner);
                var wanted = rgb[at] - predicted;

                // Only where there is much to see already: a step shows in what is smooth, and in what is dark.
                var (before, above) = (x >= 3 ? rgb[at - 3] : rgb[at], y > 0 ? rgb[at - stride] : rgb[at]);
                var busy = Math.Max(Math.Abs(rgb[at] - before), Math.Abs(rgb[at] - above));
                var here = Math.Min(step, (5 + busy + rgb[at] / 6) | 1);
                var difference = (wanted + (wanted >= 0 ? here / 2 : -(here / 2))) / here * here;
                if (predicted + difference is < 0 or > 255)
                    difference = wanted;
                read[at] = (byte)(predicted + difference);
                filtered[y * (stride + 1) + 1 + x] = (byte)difference;
            }
        }

        return filtered;
    }

    private static int Paeth(int left, int up, int corner)
    {
        var (toLeft, toUp, toCorner) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - 2 * corner));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        var start = (int)file.Length;
        file.Write(kind);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(file.GetBuffer().AsSpan(start, (int)file.Length - start)));
        file.Write(number);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
