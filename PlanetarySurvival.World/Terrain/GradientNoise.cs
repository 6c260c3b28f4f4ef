namespace PlanetarySurvival.World.Terrain;

/// <summary>
/// One layer of Perlin's gradient noise (quintic fade, twelve edge gradients) over an infinite lattice. Smooth in value and slope, 0 on average,
/// within about -<see cref="Amplitude"/> and +<see cref="Amplitude"/>. Doubles and integers only, one order of operations: the same bits everywhere.
/// </summary>
internal sealed class GradientNoise(ulong seed, double spacingMetres, double amplitude)
{
    private const ulong FactorX = 0x9E3779B97F4A7C15;
    private const ulong FactorY = 0xC2B2AE3D27D4EB4F;
    private const ulong FactorZ = 0x165667B19E3779F9;
    private const ulong FactorMix = 0xD6E8FEB86659FD93;

    private readonly ulong _seed = Mix(seed);
    private readonly double _cellsPerMetre = 1 / spacingMetres;

    /// <summary>The largest value, about.</summary>
    public double Amplitude { get; } = amplitude;

    // Sixteen, so that four bits of a hash choose one: the twelve edges of a cube, four of them twice.
    private static ReadOnlySpan<double> GradientX => [1, -1, 1, -1, 1, -1, 1, -1, 0, 0, 0, 0, 1, 0, -1, 0];

    private static ReadOnlySpan<double> GradientY => [1, 1, -1, -1, 0, 0, 0, 0, 1, -1, 1, -1, 1, -1, 1, -1];

    private static ReadOnlySpan<double> GradientZ => [0, 0, 0, 0, 1, 1, -1, -1, 1, 1, -1, -1, 0, 1, 0, -1];

    /// <summary>The value at a place, in units of <see cref="Amplitude"/>; coordinates up to 1e9 cells.</summary>
    public double At(double x, double y, double z)
    {
        x *= _cellsPerMetre;
        y *= _cellsPerMetre;
        z *= _cellsPerMetre;
        var (floorX, floorY, floorZ) = (Math.Floor(x), Math.Floor(y), Math.Floor(z));
        x -= floorX;
        y -= floorY;
        z -= floorZ;

        var (left, low, near) = (_seed + FactorX * (ulong)(long)floorX, FactorY * (ulong)(long)floorY, FactorZ * (ulong)(long)floorZ);
        var (right, high, far) = (left + FactorX, low + FactorY, near + FactorZ);
        var (fadeX, fadeY, fadeZ) = (Fade(x), Fade(y), Fade(z));

        var nearLow = Blend(Corner(left + low + near, x, y, z), Corner(right + low + near, x - 1, y, z), fadeX);
        var nearHigh = Blend(Corner(left + high + near, x, y - 1, z), Corner(right + high + near, x - 1, y - 1, z), fadeX);
        var farLow = Blend(Corner(left + low + far, x, y, z - 1), Corner(right + low + far, x - 1, y, z - 1), fadeX);
        var farHigh = Blend(Corner(left + high + far, x, y - 1, z - 1), Corner(right + high + far, x - 1, y - 1, z - 1), fadeX);
        return Amplitude * Blend(Blend(nearLow, nearHigh, fadeY), Blend(farLow, farHigh, fadeY), fadeZ);
    }

    /// <summary>Spreads the bits of a number (the finisher of SplitMix64).</summary>
    public static ulong Mix(ulong value)
    {
        value += FactorX;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    private static double Corner(ulong hash, double x, double y, double z)
    {
        hash = (hash ^ (hash >> 32)) * FactorMix;
        var index = (int)(hash >> 60);
        return GradientX[index] * x + GradientY[index] * y + GradientZ[index] * z;
    }

    private static double Fade(double t) => t * t * t * (t * (t * 6 - 15) + 10);

    private static double Blend(double from, double to, double t) => from + (to - from) * t;
}
