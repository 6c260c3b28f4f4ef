using System.Numerics;

namespace PlanetarySurvival.Pictures.Rendering;

/// <summary>A player, 1.8 m tall, for scale.</summary>
/// <param name="Feet">Where.</param>
/// <param name="Up">Away from the planet's centre.</param>
/// <param name="Forward">Where it looks, level.</param>
/// <param name="Sky">The share of the sky that is seen from there.</param>
public readonly record struct Figure(Vector3 Feet, Vector3 Up, Vector3 Forward, float Sky)
{
    private static readonly Vector3 Suit = new(0.62f, 0.25f, 0.06f);
    private static readonly Vector3 White = new(0.62f, 0.60f, 0.56f);

    /// <summary>Balls drawn out upwards: legs, arms, body, pack and helmet.</summary>
    public Part[] Parts
    {
        get
        {
            var (feet, up, forward) = (Feet, Up, Forward);
            var right = Vector3.Cross(forward, up);
            return
            [
                Of(0.11f, 0.10f, 0.11f, 0.75f, 0, White), Of(-0.11f, 0.10f, 0.11f, 0.75f, 0, White),
                Of(0.25f, 0.80f, 0.08f, 1.28f, 0.03f, Suit), Of(-0.25f, 0.80f, 0.08f, 1.28f, 0.03f, Suit),
                Of(0, 0.90f, 0.21f, 1.24f, 0, Suit), Of(0, 1.02f, 0.15f, 1.30f, -0.20f, White),
                Of(0, 1.61f, 0.18f, 1.62f, 0, White) with { HasVisor = true },
            ];

            Part Of(float sideways, float low, float radius, float high, float ahead, Vector3 colour)
            {
                var aside = right * sideways + forward * ahead;
                return new(feet + up * low + aside, feet + up * high + aside, radius, colour, false);
            }
        }
    }

    /// <summary>The share of light that gets past it from one place to another.</summary>
    public float Passing(Vector3 from, Vector3 to)
    {
        const float radius = 0.27f;
        var (low, high) = (OfHeight(0.2f), OfHeight(1.6f));
        if (Apart(low, high, from, from) < 0.5f)
            return 1;
        return Palette.Smooth(radius - 0.08f, radius + 0.06f, Apart(low, high, from, to));
    }

    private Vector3 OfHeight(float metres) => Feet + Up * metres;

    // The distance of two lines from end to end, by trying: the picture has time.
    private static float Apart(Vector3 a, Vector3 b, Vector3 c, Vector3 d)
    {
        var (least, along) = (float.MaxValue, d - c);
        var length = Math.Max(1e-6f, along.LengthSquared());
        for (var i = 0; i <= 8; i++)
        {
            var place = Vector3.Lerp(a, b, i / 8f);
            var t = Math.Clamp(Vector3.Dot(place - c, along) / length, 0, 1);
            least = Math.Min(least, Vector3.Distance(place, c + along * t));
        }

        return least;
    }

    /// <summary>One part of it.</summary>
    public readonly record struct Part(Vector3 Bottom, Vector3 Top, float RadiusMetres, Vector3 Colour, bool HasVisor);
}
