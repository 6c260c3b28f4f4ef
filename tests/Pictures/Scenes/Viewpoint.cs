using System.Numerics;
using PlanetarySurvival.Contracts.Players;
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
            var (high, wet) = (0f, 0);
            for (var turn = 0; turn < 8; turn++)
            {
                var towards = Around(Scene.UpAt(place, default), turn / 8f);
                high = Math.Max(high, OverWater(planet, Ground(planet, place, towards * 420)));
                wet += OverWater(planet, Ground(planet, place, towards * 70)) < -1 ? 1 : 0;
            }

            return (high + 25 * Math.Min(wet, 3), place);
        });
        var views = Best(places.Count * 16, 1, i =>
        {
            var place = places[i / 16];
            var forward = Around(Scene.UpAt(place, default), i % 16 / 16f);
            return (10 + ScoreOf(planet, place, forward), (Place: place, Forward: forward));
        });
        return views[0];
    }

    /// <summary>A player's eye in a cave above the water's level, and a direction in which the cave goes on between walls.</summary>
    /// <param name="planet">The planet.</param>
    /// <param name="number">0 for the best by its score, 1 for the next.</param>
    public static (WorldPosition Place, Vector3 Forward) Cave(Planet planet, int number)
    {
        var places = Best(9000, 400, i =>
        {
            // Down from the surface: through rock, through air some metres high, to rock again.
            var ground = Ground(planet, Direction(i, 9000));
            var up = Scene.UpAt(ground, default);
            var (score, best, top) = (0f, ground, -1f);
            for (var down = 2f; down < 60 && OverWater(planet, ground) - down > 1.5f; down += 0.8f)
            {
                var isRock = IsRock(planet, WorldPosition.From(ground, -up * down));
                if (!isRock && top < 0 && down > 5)
                    top = down;
                if (!isRock)
                    continue;
                if (top > 0 && 10 - Math.Abs(down - top - 6) > score)
                    (score, best) = (10 - Math.Abs(down - top - 6), WorldPosition.From(ground, -up * (down - 2.2f)));
                top = -1;
            }

            return (score, best);
        });
        var views = Best(places.Count * 16, 60, i =>
        {
            var (place, up) = (places[i / 16], Scene.UpAt(places[i / 16], default));
            var forward = Around(up, i % 16 / 16f);
            var side = Vector3.Cross(forward, up);
            var score = 200 - 0.9f * Math.Abs(To(forward) - 24) - 2 * Math.Abs(To(side) - 5) - 2 * Math.Abs(To(-side) - 5) - Math.Abs(To(up) - 4)
                - 6 * Math.Abs(To(-up) - 2) - 5 * Math.Max(0, 4.5f - To(forward - up * 0.36f)) - 0.5f * Math.Abs(To(forward + side * 0.6f) - 9)
                - 0.5f * Math.Abs(To(forward - side * 0.6f) - 9) - 5 * Math.Max(0, 3.5f - To(side - up * 0.3f)) - 5 * Math.Max(0, 3.5f - To(-side - up * 0.3f));

            // A floor to walk on.
            score -= 7 * (Math.Abs(To(side * 0.7f - up) - 2.4f) + Math.Abs(To(side * -0.7f - up) - 2.4f) + Math.Abs(To(forward * 0.7f - up) - 2.4f))
                + 4 * Math.Abs(To(forward * 1.6f - up) - 3.7f);

            // A little daylight from ahead is welcome, an open pit is not.
            var free = 0;
            for (var ray = 0; ray < 16; ray++)
                free += To(forward + up * (0.15f + 0.25f * (ray / 4)) + side * (0.4f * (ray % 4) - 0.6f)) >= 48 ? 1 : 0;
            score += free is 0 ? 0 : free < 3 ? 6 : -12 * (free - 2);
            return (score, (place, forward - up * 0.04f));

            float To(Vector3 direction) => Reach(planet, place, Vector3.Normalize(direction), 48);
        }).DistinctBy(view => view.Item1).ToArray();
        return views[Math.Min(number, views.Length - 1)];
    }

    /// <summary>A place at the foot of a steep hill, and the direction away from it, over low ground, water and mountains if there are some.</summary>
    public static (WorldPosition Place, Vector3 Forward) Hillside(Planet planet)
    {
        var places = Best(5000, 150, i =>
        {
            var place = Ground(planet, Direction(i, 5000));
            if (OverWater(planet, place) is < 8 or > 60 || MaterialOf(planet, place) != Material.Soil)
                return (0, (place, Vector3.UnitX));
            var (steepest, away) = (0f, Vector3.UnitX);
            for (var turn = 0; turn < 12; turn++)
            {
                var back = Around(Scene.UpAt(place, default), turn / 12f);
                var rise = Math.Min(RiseOver(back * 4.5f, 2.8f), Math.Min(RiseOver(back * 11, 4.5f), 10));
                if (rise > steepest)
                    (steepest, away) = (rise, -back);
            }

            return (steepest, (Place: place, Away: away));

            float RiseOver(Vector3 metres, float needed) => OverWater(planet, Ground(planet, place, metres)) - OverWater(planet, place) - needed;
        });
        return Best(places.Count, 1, i =>
        {
            // Green before the mouth.
            var score = 10 + ScoreOf(planet, places[i].Place, places[i].Away);
            for (var metres = 6; metres < 250; metres *= 2)
                score += MaterialOf(planet, Ground(planet, places[i].Place, places[i].Away * metres)) == Material.Soil ? 0.25f : 0;
            return (score, places[i]);
        })[0];
    }

    /// <summary>What the ground is made of.</summary>
    public static Material MaterialOf(Planet planet, WorldPosition ground)
    {
        var below = WorldPosition.From(ground, Scene.UpAt(ground, default) * -0.6f);
        return planet.MaterialOfVoxel((int)(below.X / 800), (int)(below.Y / 800), (int)(below.Z / 800));
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
                    score += 0.12f;
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
