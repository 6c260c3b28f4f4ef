using System.Numerics;

namespace PlanetarySurvival.Pictures.Rendering;

/// <summary>A lamp.</summary>
public readonly record struct Lamp(Vector3 Place, Vector3 Light)
{
    /// <summary>Whether it is the onlooker's own, which is not in the picture.</summary>
    public bool IsHidden { get; init; }
}

/// <summary>How the ground is lit: sun and sky, lamps, haze.</summary>
public sealed class Lighting(
    Scene scene, DensityGrid grid, Camera camera, Sky sky, IReadOnlyList<ShadowMap> shadows, IReadOnlyList<Lamp> lamps, double waterMetres)
{
    private readonly bool[] _isSeen = [.. lamps.Select(lamp =>
        !lamp.IsHidden && grid.Reach(camera.Position, Vector3.Normalize(lamp.Place - camera.Position), Vector3.Distance(lamp.Place, camera.Position) - 0.5f)
            >= Vector3.Distance(lamp.Place, camera.Position) - 0.5f)];

    /// <summary>Metres after which about two thirds of the light are the air's.</summary>
    public float HazeMetres { get; init; } = 2600;

    /// <summary>Who stands in the light of the lamps and the sun.</summary>
    public IReadOnlyList<Figure> Figures { get; init; } = [];

    /// <summary>What comes to the camera from a direction.</summary>
    public Vector3 Shade(Vector3 ray, Seen seen)
    {
        var ahead = Vector3.Dot(ray, camera.Forward);
        var metres = seen.Depth > 0 ? seen.Depth / ahead : float.MaxValue;
        var water = WaterAhead(ray);
        var light = water < metres ? Hazed(Water(ray, water, metres - water, seen), ray, water, 1)
            : seen.Depth > 0 ? Hazed(Ground(camera.Position + ray * metres, ray, seen, metres), ray, metres, seen.Sky)
            : sky.Seen(ray);
        return light + Glow(ray, Math.Min(metres, water));
    }

    // A lamp is a small ball of light with some glow around it.
    private Vector3 Glow(Vector3 ray, float metres)
    {
        var glow = Vector3.Zero;
        for (var i = 0; i < lamps.Count; i++)
        {
            var way = lamps[i].Place - camera.Position;
            var ahead = Vector3.Dot(way, ray);
            if (!_isSeen[i] || ahead < 0 || ahead > metres + 0.6f)
                continue;
            var past = (way - ray * ahead).LengthSquared();
            var hue = lamps[i].Light / lamps[i].Light.Length();
            glow += hue * (12 * MathF.Exp(-past * 190) + 0.30f * MathF.Exp(-past * 5) + 0.05f * MathF.Exp(-past * 0.6f));
        }

        return glow;
    }

    private Vector3 Ground(Vector3 place, Vector3 ray, in Seen seen, float metres)
    {
        // Grain, as far as it can be seen.
        var near = 1 / (1 + metres * metres * 0.0006f);
        var grain = 0.5f * Noise.Layers(place * 1.1f, 3) + 0.5f * Noise.Layers(place * 9, 3);
        var colour = seen.Colour * (1 + (grain - 0.5f) * (0.35f + 0.9f * near));
        if (metres < 20)
            colour *= 1 + (Noise.Layers(place * 37, 2) - 0.5f) * 0.7f / (1 + metres * metres * 0.02f);
        var normal = Vector3.Normalize(
            seen.Normal + near * (0.30f * Noise.Vector(place * 2.3f) + 0.22f * Noise.Vector(place * 8) + 0.15f * Noise.Vector(place * 26)));

        var up = Scene.UpAt(scene.Origin, place);
        var skyward = 0.5f + 0.5f * Vector3.Dot(normal, up);
        var light = (new Vector3(0.34f, 0.46f, 0.70f) * skyward + new Vector3(0.16f, 0.13f, 0.09f) * (1 - skyward)) * (seen.Sky * seen.Open * 1.25f);
        var sun = Vector3.Dot(normal, sky.Sun);
        if (sun > 0)
            light += Sky.SunLight * (sun * Lit(place, seen.Normal));

        foreach (var lamp in lamps)
        {
            var way = lamp.Place - place;
            var distance = way.Length();
            var direction = way / distance;
            var facing = Vector3.Dot(normal, direction);
            var strength = 1 / (1.6f + distance * distance);
            if (facing <= 0 || strength * lamp.Light.X < 0.002f)
                continue;

            // Soft where the way to the lamp only just passes.
            var free = grid.Reach(place + seen.Normal * 0.3f, direction, distance - 0.4f) >= distance - 0.4f;
            light += lamp.Light * (strength * facing * (free ? 1 : 0.02f));
            strength *= Passing(place, lamp.Place);
            var shine = MathF.Pow(Math.Max(0, Vector3.Dot(Vector3.Reflect(ray, normal), direction)), 24);
            light += lamp.Light * (free ? strength * shine * 0.25f : 0);
        }

        // What falls on rock in a hollow falls on more rock.
        return colour * (light * (0.35f + 0.65f * seen.Open) + new Vector3(0.016f, 0.018f, 0.022f) * seen.Open);
    }

    private float Lit(Vector3 place, Vector3 normal)
    {
        var lit = 1f;
        foreach (var map in shadows)
            lit = Math.Min(lit, map.Lit(place, normal));
        return lit;
    }

    private float Passing(Vector3 from, Vector3 to)
    {
        var passing = 1f;
        foreach (var figure in Figures)
            passing *= figure.Passing(from, to);
        return passing;
    }

    // Metres to where a ray enters the water, if it does.
    private float WaterAhead(Vector3 ray)
    {
        var height = scene.HeightOf(camera.Position) - waterMetres;
        var down = Vector3.Dot(ray, Scene.UpAt(scene.Origin, camera.Position));
        if (height <= 0)
            return float.MaxValue;

        // With the centre at distance d and radius r = d - height: t² + 2 t d down + d² - r² = 0.
        var d = waterMetres + height;
        var half = d * down;
        var inside = half * half - height * (2 * d - height);
        return inside < 0 || half > 0 ? float.MaxValue : (float)(-half - Math.Sqrt(inside));
    }

    private Vector3 Water(Vector3 ray, float metres, float below, in Seen seen)
    {
        var place = camera.Position + ray * metres;
        var up = Scene.UpAt(scene.Origin, place);
        var waves = Noise.Vector(place * 0.9f) * 0.05f + Noise.Vector(place * 0.23f) * 0.05f;
        var normal = Vector3.Normalize(up + waves / (1 + metres * 0.004f));
        var mirrored = Vector3.Reflect(ray, normal);
        if (Vector3.Dot(mirrored, up) < 0.02f)
            mirrored = Vector3.Normalize(mirrored + up * (0.04f - Vector3.Dot(mirrored, up)));
        var fresnel = 0.03f + 0.97f * MathF.Pow(1 - Math.Clamp(-Vector3.Dot(ray, normal), 0, 1), 5);
        var deep = new Vector3(0.012f, 0.075f, 0.11f);
        var through = Vector3.Zero;
        if (seen.Depth > 0 && below < 60)
        {
            var bottom = seen.Colour * (new Vector3(1.6f, 1.5f, 1.3f) * Math.Max(0.2f, Vector3.Dot(seen.Normal, sky.Sun)));
            through = bottom * new Vector3(MathF.Exp(-below * 0.42f), MathF.Exp(-below * 0.14f), MathF.Exp(-below * 0.11f));
        }

        var glint = MathF.Pow(Math.Max(0, Vector3.Dot(mirrored, sky.Sun)), 220) * 9;
        return Vector3.Lerp(deep * 1.3f + through, sky.Air(mirrored), fresnel) + Sky.SunLight * glint * Lit(place, up);
    }

    private Vector3 Hazed(Vector3 light, Vector3 ray, float metres, float open)
    {
        var clear = MathF.Exp(-metres / HazeMetres);
        var level = Vector3.Normalize(ray + sky.Up * (0.04f - Vector3.Dot(ray, sky.Up)));
        return light * clear + sky.Air(level) * ((1 - clear) * Math.Clamp(2 * open, 0, 1));
    }
}
