using System.Numerics;
using PlanetarySurvival.Contracts.Players;

namespace PlanetarySurvival.Pictures.Rendering;

/// <summary>What materials look like, in linear light.</summary>
public static class Palette
{
    /// <summary>The colour of ground.</summary>
    /// <param name="material">What it is made of.</param>
    /// <param name="flatness">The cosine of its slope; negative for a ceiling.</param>
    /// <param name="sky">The share of the sky that it sees: nothing grows in the dark.</param>
    /// <param name="place">Where, for what differs from place to place.</param>
    /// <param name="metresOverWater">Its height.</param>
    public static Vector3 Of(Material material, float flatness, float sky, Vector3 place, float metresOverWater)
    {
        var patch = Noise.Layers(place * 0.045f, 3);
        var stone = Vector3.Lerp(new(0.20f, 0.185f, 0.17f), new(0.36f, 0.33f, 0.29f), Noise.Layers(place * 0.22f, 3));
        switch (material)
        {
            case Material.Soil:
                // Grass where there is light and it is not too steep, bare earth elsewhere.
                var earth = Vector3.Lerp(new(0.17f, 0.105f, 0.06f), new(0.26f, 0.17f, 0.10f), patch);
                var grass = Vector3.Lerp(new(0.045f, 0.105f, 0.018f), new(0.14f, 0.175f, 0.04f), patch);
                var grows = Smooth(0.62f, 0.82f, flatness + 0.12f * (patch - 0.5f)) * Smooth(0.05f, 0.25f, sky);
                return Vector3.Lerp(earth, grass, grows);
            case Material.Sand:
                var wet = Smooth(1.2f, 0.1f, metresOverWater);
                return Vector3.Lerp(new(0.40f, 0.31f, 0.19f), new(0.50f, 0.41f, 0.27f), patch) * (1 - 0.45f * wet);
            case Material.Iron:
                return Vector3.Lerp(new(0.36f, 0.14f, 0.07f), new(0.48f, 0.22f, 0.11f), patch);
            case Material.Coal:
                return Vector3.Lerp(new(0.025f, 0.025f, 0.03f), new(0.06f, 0.06f, 0.065f), patch);
            case Material.Copper:
                return Vector3.Lerp(new(0.13f, 0.36f, 0.28f), new(0.42f, 0.24f, 0.12f), Noise.Layers(place * 0.7f, 2));
            case Material.Ice:
                return Vector3.Lerp(new(0.62f, 0.68f, 0.76f), new(0.78f, 0.80f, 0.83f), patch);
            case Material.Titanium:
                return Vector3.Lerp(new(0.42f, 0.46f, 0.55f), new(0.60f, 0.63f, 0.70f), patch);
            default:
                return stone;
        }
    }

    /// <summary>0 up to one value, 1 from another, smooth between.</summary>
    public static float Smooth(float from, float to, float value)
    {
        var t = Math.Clamp((value - from) / (to - from), 0, 1);
        return t * t * (3 - 2 * t);
    }
}
