using System.Numerics;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.Pictures.Rendering;
using PlanetarySurvival.World;

namespace PlanetarySurvival.Pictures.Scenes;

/// <summary>The whole planet as from a ship that arrives. Its heights are asked in a grid as fine as the picture.</summary>
public static class PlanetPicture
{
    private const int Edge = 1000;
    private const float Distance = 4.7f;

    public static Frame Draw(Planet planet, int width, int height)
    {
        var towards = Side(planet);
        var right = Vector3.Normalize(Vector3.Cross(Vector3.UnitY, towards));
        var up = Vector3.Cross(towards, right);
        var camera = new Camera(towards * Distance, -towards + right * 0.03f, up, 48);
        var sun = Vector3.Normalize(towards * 0.55f + right * -0.72f + up * 0.42f);
        var frame = new Frame(camera, width, height);
        var scene = new Scene(new WorldPosition(0, 1, 0));
        Fill(scene, planet, towards, right, up);
        frame.Draw(scene);
        frame.Light((ray, seen) => Shade(camera, sun, planet, ray, seen));
        return frame;
    }

    // The side with about as much land as water, the highest and the most varied.
    private static Vector3 Side(Planet planet)
    {
        var best = (Score: float.MinValue, Towards: Vector3.UnitX);
        var heights = new (Vector3 Direction, float Metres)[3000];
        Parallel.For(0, heights.Length, i =>
        {
            var direction = Viewpoint.Direction(i, heights.Length);
            heights[i] = (direction, Viewpoint.OverWater(planet, Viewpoint.Ground(planet, direction)));
        });
        for (var i = 0; i < 60; i++)
        {
            var towards = Viewpoint.Direction(i, 60);
            if (Math.Abs(towards.Y) > 0.6f)
                continue;
            var (land, all, high) = (0f, 0f, 0f);
            foreach (var (direction, metres) in heights)
            {
                var facing = Vector3.Dot(direction, towards);
                if (facing < 0.25f)
                    continue;
                all += facing;
                land += metres > 0 ? facing : 0;
                high += Math.Max(0, metres - 60) * facing;
            }

            var score = high / all - 90 * Math.Abs(land / all - 0.52f);
            if (score > best.Score)
                best = (score, towards);
        }

        return best.Towards;
    }

    private static void Fill(Scene scene, Planet planet, Vector3 towards, Vector3 right, Vector3 up)
    {
        var numbers = new int[Edge * Edge];
        var places = new (Vector3 Place, Material Material, float OverWater)[Edge * Edge];
        Parallel.For(0, Edge, row =>
        {
            for (var column = 0; column < Edge; column++)
            {
                var (x, y) = (2f * column / (Edge - 1) - 1, 2f * row / (Edge - 1) - 1);
                if (x * x + y * y > 0.995f)
                    continue;
                var direction = Vector3.Normalize(right * x + up * y + towards * MathF.Sqrt(1 - x * x - y * y));
                var ground = Viewpoint.Ground(planet, direction);
                var overWater = Viewpoint.OverWater(planet, ground);
                var material = Viewpoint.MaterialOf(planet, ground);
                var radius = (float)(Math.Max(ground.MetresFromCentre, planet.WaterMetres) / planet.RadiusMetres);
                places[row * Edge + column] = (direction * radius, material, overWater);
            }
        });
        for (var i = 0; i < places.Length; i++)
        {
            if (places[i].Place != default)
                numbers[i] = scene.AddVertex(places[i].Place, places[i].Material, places[i].OverWater) + 1;
        }

        for (var row = 0; row + 1 < Edge; row++)
        {
            for (var column = 0; column + 1 < Edge; column++)
            {
                var at = row * Edge + column;
                var (a, b, c, d) = (numbers[at] - 1, numbers[at + 1] - 1, numbers[at + Edge + 1] - 1, numbers[at + Edge] - 1);
                if (a >= 0 && b >= 0 && c >= 0 && d >= 0)
                {
                    scene.AddTriangle(a, b, c);
                    scene.AddTriangle(a, c, d);
                }
            }
        }
    }

    private static Vector3 Shade(Camera camera, Vector3 sun, Planet planet, Vector3 ray, Seen seen)
    {
        // How near a ray passes to the centre says how much air it goes through.
        var closest = camera.Position + ray * Math.Max(0, -Vector3.Dot(camera.Position, ray));
        var past = closest.Length();
        var lit = Palette.Smooth(-0.25f, 0.45f, Vector3.Dot(Vector3.Normalize(closest), sun));
        if (seen.Depth <= 0)
        {
            var glow = MathF.Exp(-Math.Max(0, past - 0.998f) * 34) * lit;
            return Stars(ray) * (1 - glow) + new Vector3(0.18f, 0.42f, 0.95f) * (1.15f * glow);
        }

        var place = camera.Position + ray * (seen.Depth / Vector3.Dot(ray, camera.Forward));
        var up = Vector3.Normalize(place);
        var day = Vector3.Dot(up, sun);
        Vector3 light;
        if (seen.Sky < 0.5f)
        {
            // Water: Open is how deep it is, Sky that it is some.
            var normal = Vector3.Normalize(up + 0.02f * Noise.Vector(place * 60));
            var mirrored = Vector3.Reflect(ray, normal);
            var colour = Vector3.Lerp(new(0.06f, 0.30f, 0.34f), new(0.008f, 0.04f, 0.12f), Palette.Smooth(0, 1, seen.Open));
            light = colour * (Math.Max(0, day) * 2.6f + 0.02f)
                + Sky.SunLight * (0.45f * MathF.Pow(Math.Max(0, Vector3.Dot(mirrored, sun)), 60))
                + new Vector3(0.10f, 0.2f, 0.4f) * MathF.Pow(1 - Math.Max(0, -Vector3.Dot(ray, up)), 4) * Math.Max(0, day);
        }
        else
        {
            var sunny = Math.Max(0, Vector3.Dot(seen.Normal, sun)) * Palette.Smooth(-0.06f, 0.12f, day);
            light = seen.Colour * (Sky.SunLight * (sunny * 0.95f) + new Vector3(0.13f, 0.18f, 0.3f) * Palette.Smooth(-0.2f, 0.5f, day) + new Vector3(0.006f));
        }

        // The air, thicker towards the edge.
        var edge = MathF.Pow(1 - Math.Max(0, -Vector3.Dot(ray, up)), 3);
        var air = Math.Clamp(0.09f + 0.85f * edge, 0, 1) * Palette.Smooth(-0.2f, 0.4f, day);
        return light * (1 - 0.75f * air) + new Vector3(0.20f, 0.43f, 0.88f) * air;
    }

    private static Vector3 Stars(Vector3 ray)
    {
        var at = ray * 420;
        var (x, y, z) = ((int)MathF.Floor(at.X), (int)MathF.Floor(at.Y), (int)MathF.Floor(at.Z));
        var chance = Noise.Of(x, y, z);
        if (chance < 0.9935f)
            return Vector3.Zero;
        var middle = new Vector3(x, y, z) + new Vector3(0.3f) + 0.4f * new Vector3(Noise.Of(y, z, x), Noise.Of(z, x, y), Noise.Of(x, z, y));
        var off = at - middle;
        var tint = Vector3.Lerp(new(1, 0.8f, 0.6f), new(0.7f, 0.85f, 1), Noise.Of(x + 7, y, z));
        return tint * (MathF.Pow((chance - 0.9935f) / 0.0065f, 3) * 1.5f * MathF.Exp(-off.LengthSquared() * 9));
    }
}
