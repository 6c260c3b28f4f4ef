using System.Numerics;

namespace PlanetarySurvival.Pictures.Rendering;

/// <summary>A clear afternoon with a few clouds.</summary>
/// <param name="Sun">The direction towards the sun.</param>
/// <param name="Up">Away from the planet's centre.</param>
public sealed record Sky(Vector3 Sun, Vector3 Up)
{
    public static readonly Vector3 SunLight = new(3.6f, 3.05f, 2.35f);

    private static readonly Vector3 Zenith = new(0.10f, 0.25f, 0.62f);
    private static readonly Vector3 Horizon = new(0.62f, 0.72f, 0.84f);

    /// <summary>Light from the air alone in a direction.</summary>
    public Vector3 Air(Vector3 direction)
    {
        var height = Math.Max(0, Vector3.Dot(direction, Up));
        var towardsSun = Math.Max(0, Vector3.Dot(direction, Sun));
        var air = Vector3.Lerp(Horizon, Zenith, 1 - MathF.Pow(1 - height, 3.2f));
        return air + new Vector3(0.55f, 0.36f, 0.16f) * (MathF.Pow(towardsSun, 7) * (1 - 0.6f * height));
    }

    /// <summary>Everything in a direction: air, clouds and the sun.</summary>
    public Vector3 Seen(Vector3 direction)
    {
        var light = Air(direction);
        var height = Vector3.Dot(direction, Up);
        var towardsSun = Vector3.Dot(direction, Sun);
        if (height > 0.015f)
        {
            var at = direction / (height + 0.12f);
            var cover = Palette.Smooth(0.50f, 0.78f, Noise.Layers(at * new Vector3(1.1f) + Up * 3, 6));
            var thick = Palette.Smooth(0.58f, 0.9f, Noise.Layers(at * new Vector3(1.1f) + Up * 3 + Sun * 0.18f, 5));
            var cloud = Vector3.Lerp(new(1.25f, 1.2f, 1.12f), new(0.62f, 0.66f, 0.74f), thick)
                + new Vector3(0.9f, 0.6f, 0.3f) * MathF.Pow(Math.Max(0, towardsSun), 10);
            light = Vector3.Lerp(light, cloud, 0.85f * cover * Palette.Smooth(0.015f, 0.2f, height));
        }

        return light + new Vector3(30, 25, 18) * Palette.Smooth(0.99955f, 0.9998f, towardsSun);
    }
}
