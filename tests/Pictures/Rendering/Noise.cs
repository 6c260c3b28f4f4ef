using System.Numerics;

namespace PlanetarySurvival.Pictures.Rendering;

/// <summary>Noise for what a picture needs and the world does not have: grain of stone, clouds, waves, stars.</summary>
public static class Noise
{
    /// <summary>From 0 to 1, smooth over lengths of 1.</summary>
    public static float At(Vector3 place)
    {
        var (x, y, z) = (MathF.Floor(place.X), MathF.Floor(place.Y), MathF.Floor(place.Z));
        var t = place - new Vector3(x, y, z);
        t = t * t * (new Vector3(3) - 2 * t);
        var (i, j, k) = ((int)x, (int)y, (int)z);
        return Blend(
            Blend(Blend(Of(i, j, k), Of(i + 1, j, k), t.X), Blend(Of(i, j + 1, k), Of(i + 1, j + 1, k), t.X), t.Y),
            Blend(Blend(Of(i, j, k + 1), Of(i + 1, j, k + 1), t.X), Blend(Of(i, j + 1, k + 1), Of(i + 1, j + 1, k + 1), t.X), t.Y),
            t.Z);
    }

    /// <summary>Several of it, each twice as fine and half as strong; about 0 to 1.</summary>
    public static float Layers(Vector3 place, int count)
    {
        var (sum, weight, total) = (0f, 0.5f, 0f);
        for (var i = 0; i < count; i++)
        {
            sum += weight * At(place);
            total += weight;
            weight *= 0.5f;
            place = place * 2.03f + new Vector3(17.3f, 5.1f, 9.7f);
        }

        return sum / total;
    }

    /// <summary>A direction that changes over lengths of 1, each part from -1 to 1.</summary>
    public static Vector3 Vector(Vector3 place) =>
        new Vector3(At(place), At(place + new Vector3(31.4f, 0, 7)), At(place + new Vector3(0, 47.1f, 13))) * 2 - Vector3.One;

    /// <summary>From 0 to 1, without relation to its neighbours.</summary>
    public static float Of(int x, int y, int z)
    {
        var bits = (uint)x * 0x8DA6B343 ^ (uint)y * 0xD8163841 ^ (uint)z * 0xCB1AB31F;
        bits = (bits ^ bits >> 15) * 0x2C1B3C6D;
        bits = (bits ^ bits >> 12) * 0x297A2D39;
        return (bits ^ bits >> 15) * (1f / uint.MaxValue);
    }

    private static float Blend(float from, float to, float t) => from + (to - from) * t;
}
