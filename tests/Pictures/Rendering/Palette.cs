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
                return Speckled(stone, Vector3.Lerp(new(0.34f, 0.13f, 0.06f), new(0.50f, 0.24f, 0.12f), patch), place, 1.3f);
            case Material.Coal:
                return Speckled(stone * 0.7f, Vector3.Lerp(new(0.02f, 0.02f, 0.024f), new(0.05f, 0.05f, 0.055f), patch), place, 1.1f);
            case Material.Copper:
                return Speckled(stone, Vector3.Lerp(new(0.10f, 0.36f, 0.29f), new(0.45f, 0.22f, 0.10f), Noise.Layers(place * 1.4f, 2)), place, 1.7f);
            case Material.Ice:
                return Vector3.Lerp(new(0.62f, 0.68f, 0.76f), new(0.78f, 0.80f, 0.83f), patch);
            case Material.Titanium:
                return Speckled(stone, Vector3.Lerp(new(0.42f, 0.46f, 0.55f), new(0.60f, 0.63f, 0.70f), patch), place, 2);
            default:
                return stone;
        }
    }

    // Ore lies in stone in streaks and grains.
    private static Vector3 Speckled(Vector3 stone, Vector3 ore, Vector3 place, float fineness) =>
        Vector3.Lerp(stone, ore, 0.25f + 0.55f * Smooth(0.35f, 0.68f, Noise.Layers(place * fineness, 3)));

    /// <summary>0 up to one value, 1 from another, smooth between.</summary>
    public static float Smooth(float from, float to, float value)
    {
        var t = Math.Clamp((value - from) / (to - from), 0, 1);
        return t * t * (3 - 2 * t);
    }
}
