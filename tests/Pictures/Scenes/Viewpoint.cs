using System.Numerics;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.Pictures.Rendering;
using PlanetarySurvival.World;

namespace PlanetarySurvival.Pictures.Scenes;

/// <summary>Looks for places that are worth a picture, always the same ones for a planet.</summary>
public static class Viewpoint
{
    /// <summary>Evenly spread directions, by the golden angle.</summary>
    public static Vector3 Direction(int i, int count)
    {
        var height = 1 - (2 * i + 1f) / count;
        var round = MathF.Sqrt(1 - height * height);
        return new(round * MathF.Cos(2.3999632f * i), height, round * MathF.Sin(2.3999632f * i));
    }

    /// <summary>The ground straight below or above a place.</summary>
    public static WorldPosition Ground(Planet planet, Vector3 direction) =>
        planet.Surface(WorldPosition.FromMetres(
            (double)direction.X * planet.RadiusMetres, (double)direction.Y * planet.RadiusMetres, (double)direction.Z * planet.RadiusMetres));

    /// <summary>The ground some metres away.</summary>
    public static WorldPosition Ground(Planet planet, WorldPosition from, Vector3 metres) =>
        planet.Surface(from.Offset((long)(metres.X * 1024), (long)(metres.Y * 1024), (long)(metres.Z * 1024)));

    /// <summary>Height over the water.</summary>
    public static float OverWater(Planet planet, WorldPosition place) => (float)(place.MetresFromCentre - planet.WaterMetres);

    /// <summary>A place on low ground, and the direction in which mountains rise high over it, behind water if there is some.</summary>
    public static (WorldPosition Place, Vector3 Forward) Landscape(Planet planet)
    {
        // Of many places by the water those with the highest ground not far away, and of these the best view.
        var places = Best(6000, 120, i =>
        {
            var place = Ground(planet, Direction(i, 6000));
            if (OverWater(planet, place) is < 1.2f or > 9)
                return (0, place);
            var high = 0f;
            for (var turn = 0; turn < 8; turn++)
                high = Math.Max(high, OverWater(planet, Ground(planet, place, Around(Scene.UpAt(place, default), turn / 8f) * 420)));
            return (high, place);
        });
        var views = Best(places.Count * 16, 1, i =>
        {
            var place = places[i / 16];
            var forward = Around(Scene.UpAt(place, default), i % 16 / 16f);
            return (10 + ScoreOf(planet, place, forward), (Place: place, Forward: forward));
        });
        return views[0];
    }

    /// <summary>A place between floor and roof of a wide cave above the water's level, and the direction in which it goes on the furthest.</summary>
    public static (WorldPosition Place, Vector3 Forward) Cave(Planet planet)
    {
        var places = Best(6000, 200, i =>
        {
            // Down from the surface: through rock, through air at least as high as a player, to rock again.
            var ground = Ground(planet, Direction(i, 6000));
            var up = Scene.UpAt(ground, default);
            var (score, best, top) = (0f, ground, -1f);
            for (var down = 2f; down < 60 && OverWater(planet, ground) - down > 1.5f; down += 0.8f)
            {
                var isRock = IsRock(planet, WorldPosition.From(ground, -up * down));
                if (!isRock && top < 0 && down > 5)
                    top = down;
                if (!isRock)
                    continue;
                if (top > 0 && down - top > score && down - top > 3)
                    (score, best) = (down - top, WorldPosition.From(ground, -up * (down - 1.9f)));
                top = -1;
            }

            return (Math.Min(score, 9), best);
        });
        return Best(places.Count, 1, i =>
        {
            var up = Scene.UpAt(places[i], default);
            var (score, longest, forward) = (0f, 0f, Vector3.UnitX);
            for (var turn = 0; turn < 64; turn++)
            {
                var ray = Vector3.Normalize(Around(up, turn % 16 / 16f) + up * (turn / 16 * 0.3f - 0.2f));
                var reach = Reach(planet, places[i], ray, 48);
                if (turn < 32 && reach is < 48 && reach > longest)
                    (longest, forward) = (reach, ray);

                // Wide rather than endless, and a little daylight from above is welcome.
                score += Math.Min(reach, 18) + (reach >= 48 && turn >= 32 ? 6 : 0) - (reach >= 48 && turn < 32 ? 25 : 0);
            }

            return (score + 5 * Math.Min(longest, 30), (places[i], forward));
        })[0];
    }

    /// <summary>A place at the foot of a steep hill, and the direction away from it, over low ground, water and mountains if there are some.</summary>
    public static (WorldPosition Place, Vector3 Forward) Hillside(Planet planet)
    {
        var places = Best(5000, 150, i =>
        {
            var place = Ground(planet, Direction(i, 5000));
            if (OverWater(planet, place) is < 8 or > 70)
                return (0, (place, Vector3.UnitX));
            var (steepest, away) = (0f, Vector3.UnitX);
            for (var turn = 0; turn < 12; turn++)
            {
                var back = Around(Scene.UpAt(place, default), turn / 12f);
                var rise = Math.Min(
                    OverWater(planet, Ground(planet, place, back * 9)) - OverWater(planet, place) - 2.5f,
                    Math.Min(12, OverWater(planet, Ground(planet, place, back * 18)) - OverWater(planet, place) - 3));
                if (rise > steepest)
                    (steepest, away) = (rise, -back);
            }

            return (steepest, (Place: place, Away: away));
        });
        return Best(places.Count, 1, i => (10 + ScoreOf(planet, places[i].Place, places[i].Away), places[i]))[0];
    }

    /// <summary>A level direction, by the share of a full turn.</summary>
    public static Vector3 Around(Vector3 up, float turn)
    {
        var right = Vector3.Normalize(Vector3.Cross(up, Math.Abs(up.Y) < 0.9f ? Vector3.UnitY : Vector3.UnitX));
        var ahead = Vector3.Cross(right, up);
        return right * MathF.Cos(turn * MathF.Tau) + ahead * MathF.Sin(turn * MathF.Tau);
    }

    // High far away, low nearby, water in the middle: by the angle under which the ground appears in seven directions of the view.
    private static float ScoreOf(Planet planet, WorldPosition place, Vector3 forward)
    {
        var up = Scene.UpAt(place, default);
        var side = Vector3.Cross(forward, up);
        var (score, tops) = (0f, new float[7]);
        for (var i = 0; i < 7; i++)
        {
            var ray = Vector3.Normalize(forward + side * ((i - 3) * 0.2f));
            for (var metres = 10f; metres < 1600; metres *= 1.4f)
            {
                var ground = Ground(planet, place, ray * metres);
                var seen = ground.RelativeTo(place);
                var angle = (Vector3.Dot(seen, up) - 1.7f) / metres;
                if (metres < 150)
                    score -= Math.Max(0, angle - 0.02f) * 6;
                else
                    tops[i] = Math.Max(tops[i], angle);
                if (angle >= tops[i] - 0.02f && OverWater(planet, ground) < -0.5f && metres is > 12 and < 600)
                    score += 0.05f;
            }
        }

        // Neither a wall nor a plain: peaks of different heights.
        foreach (var top in tops)
            score += Math.Min(top, 0.28f) * 1.6f - Math.Max(0, top - 0.32f) * 4;
        return score + Math.Min(0.5f, 2 * (tops.Max() - tops.Min()));
    }

    private static bool IsRock(Planet planet, WorldPosition place) =>
        planet.DensityOfVoxel((int)Math.Floor(place.X / 800.0), (int)Math.Floor(place.Y / 800.0), (int)Math.Floor(place.Z / 800.0)) > 0;

    private static float Reach(Planet planet, WorldPosition from, Vector3 ray, float metresMax)
    {
        var metres = 0.8f;
        while (metres < metresMax && !IsRock(planet, WorldPosition.From(from, ray * metres)))
            metres += 0.8f;
        return metres;
    }

    // The best of many by their scores, on all processors; in the order of their numbers where scores are alike.
    private static List<T> Best<T>(int count, int keep, Func<int, (float Score, T Found)> find)
    {
        var found = new (float Score, T Found)[count];
        Parallel.For(0, count, i => found[i] = find(i));
        return [.. found.Where(entry => entry.Score > 0).OrderByDescending(entry => entry.Score).Take(keep).Select(entry => entry.Found)];
    }
}
