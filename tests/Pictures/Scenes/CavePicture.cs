using System.Numerics;
using PlanetarySurvival.Pictures.Rendering;
using PlanetarySurvival.World;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.Pictures.Scenes;

/// <summary>A cave from inside, by the light of a few lamps.</summary>
public static class CavePicture
{
    private const int ReachChunks = 3;

    /// <summary>Chosen by eye among the first on the planet of seed 20261123.</summary>
    public const int NumberChosen = 2;

    public static Frame Draw(Planet planet, int width, int height, int number)
    {
        var (place, forward) = Viewpoint.Cave(planet, number);
        var scene = new Scene(place);
        var field = new VoxelField(planet);
        scene.Generate(field, ReachChunks + 1);
        scene.AddNear(field, ReachChunks);
        var grid = new DensityGrid(field, place, 110);
        scene.Finish(grid, planet.WaterMetres);

        var side = Vector3.Normalize(Vector3.Cross(forward, scene.Up));
        var camera = new Camera(Vector3.Zero, forward - scene.Up * 0.06f, scene.Up, 74);
        var sky = new Sky(Vector3.Normalize(scene.Up * 0.7f + side * 0.5f + forward * 0.3f), scene.Up);
        // The onlooker's own lamp, and others to the left and to the right by turns, further and further in.
        List<Lamp> lamps = [new(side * -0.7f + scene.Up * 0.5f, new Vector3(11, 10, 8.6f)) { IsHidden = true }];
        for (var i = 0; i < 4; i++)
        {
            if (OnFloor(Vector3.Normalize(forward + side * ((i % 2 == 0 ? 0.34f : -0.30f) / (1 + i / 2))), 7.5f + 6.5f * i, 4) is { } at)
                lamps.Add(new(at + scene.Up * 0.8f, i % 2 == 0 ? new Vector3(13, 7.6f, 3.4f) : new Vector3(5, 9, 11.5f)));
        }

        List<Figure> figures = [];
        if (OnFloor(Vector3.Normalize(forward + side * 0.10f), 8.5f, 5) is { } feet)
            figures.Add(new(feet - scene.Up * 0.05f, scene.Up, Vector3.Normalize(forward * -0.8f - side * 0.6f), 0));
        foreach (var figure in figures)
            scene.AddFigure(figure);
        var frame = new Frame(camera, width, height);
        frame.Draw(scene);
        ShadowMap[] shadows = [new(scene, sky.Sun, Vector3.Zero, 85)];
        frame.Light(new Lighting(scene, grid, camera, sky, shadows, lamps, planet.WaterMetres) { Figures = figures }.Shade);
        return frame;

        // The floor so far ahead, or less far where a wall is nearer.
        Vector3? OnFloor(Vector3 ahead, float metres, float metresMin)
        {
            var reach = Math.Min(grid.Reach(Vector3.Zero, ahead, metres + 2) - 1.5f, metres);
            return reach < metresMin ? null : ahead * reach - scene.Up * grid.Reach(ahead * reach, -scene.Up, 12);
        }
    }
}
