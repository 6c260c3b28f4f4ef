namespace PlanetarySurvival.Benchmarks.World;

/// <summary>
/// Gradient noise as game libraries write it (in the manner of FastNoiseLite: primes, a hash and a table of gradients, one point at a time from float
/// coordinates): what the lattice's noise is measured against. Written for this comparison, and as well as that design allows.
/// </summary>
internal static class ScalarNoise
{
    private const int PrimeX = 501125321;
    private const int PrimeY = 1136930381;
    private const int PrimeZ = 1720413743;

    // Twelve edges of a cube over and over, four floats each, as a mask of the hash finds them.
    private static readonly float[] s_gradients = Gradients();

    public static float At(int seed, float frequency, float x, float y, float z)
    {
        x *= frequency;
        y *= frequency;
        z *= frequency;
        var (cellX, cellY, cellZ) = (Floor(x), Floor(y), Floor(z));
        float nearX = x - cellX, nearY = y - cellY, nearZ = z - cellZ;
        float farX = nearX - 1, farY = nearY - 1, farZ = nearZ - 1;
        float fadeX = Fade(nearX), fadeY = Fade(nearY), fadeZ = Fade(nearZ);

        cellX *= PrimeX;
        cellY *= PrimeY;
        cellZ *= PrimeZ;
        int nextX = cellX + PrimeX, nextY = cellY + PrimeY, nextZ = cellZ + PrimeZ;
        var a = Blend(Corner(seed, cellX, cellY, cellZ, nearX, nearY, nearZ), Corner(seed, nextX, cellY, cellZ, farX, nearY, nearZ), fadeX);
        var b = Blend(Corner(seed, cellX, nextY, cellZ, nearX, farY, nearZ), Corner(seed, nextX, nextY, cellZ, farX, farY, nearZ), fadeX);
        var c = Blend(Corner(seed, cellX, cellY, nextZ, nearX, nearY, farZ), Corner(seed, nextX, cellY, nextZ, farX, nearY, farZ), fadeX);
        var d = Blend(Corner(seed, cellX, nextY, nextZ, nearX, farY, farZ), Corner(seed, nextX, nextY, nextZ, farX, farY, farZ), fadeX);
        return Blend(Blend(a, b, fadeY), Blend(c, d, fadeY), fadeZ);
    }

    private static float Corner(int seed, int x, int y, int z, float fromX, float fromY, float fromZ)
    {
        var hash = (seed ^ x ^ y ^ z) * 0x27d4eb2d;
        hash ^= hash >> 15;
        hash &= 63 << 2;
        return fromX * s_gradients[hash] + fromY * s_gradients[hash | 1] + fromZ * s_gradients[hash | 2];
    }

    private static int Floor(float value) => value >= 0 ? (int)value : (int)value - 1;

    private static float Fade(float t) => t * t * t * (t * (t * 6 - 15) + 10);

    private static float Blend(float from, float to, float t) => from + t * (to - from);

    private static float[] Gradients()
    {
        var gradients = new float[256];
        for (var i = 0; i < 64; i++)
        {
            var edge = i % 12;
            var (first, second) = ((edge & 1) == 0 ? 1f : -1f, (edge & 2) == 0 ? 1f : -1f);
            gradients[4 * i + (edge < 8 ? 0 : 1)] = first;
            gradients[4 * i + (edge < 4 ? 1 : 2)] = second;
        }

        return gradients;
    }
}
