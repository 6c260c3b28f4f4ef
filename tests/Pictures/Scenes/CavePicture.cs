using System.Numerics;
using PlanetarySurvival.Pictures.Rendering;
using PlanetarySurvival.World;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.Pictures.Scenes;

/// <summary>A cave from inside, by the light of a few lamps.</summary>
public static class CavePicture
{
    private const int ReachChunks = 3;

    // Chosen by eye among the first on the planet of seed 20261123.
    private const int Number = 3;

    public static Frame Draw(Planet planet, int width, int height)
    {
        var (place, forward) = Viewpoint.Cave(planet, Number);
        var scene = new Scene(place);
        var field = new VoxelField(planet);
        scene.Generate(field, ReachChunks + 1);
        scene.AddNear(field, ReachChunks);
        var grid = new DensityGrid(field, place, 110);
        scene.Finish(grid, planet.WaterMetres);

        var side = Vector3.Normalize(Vector3.Cross(forward, scene.Up));
        var camera = new Camera(Vector3.Zero, forward, scene.Up, 78);
        var sky = new Sky(Vector3.Normalize(scene.Up * 0.7f + side * 0.5f + forward * 0.3f), scene.Up);
        List<Lamp> lamps = [new(side * 0.5f + scene.Up * 0.2f, new Vector3(4.5f, 4.1f, 3.6f)) { IsHidden = true }];
        for (var i = 0; i < 4; i++)
        {
            // To the left and to the right by turns, on the ground, further and further in.
            var ahead = Vector3.Normalize(forward + side * (i % 2 == 0 ? 0.42f : -0.34f) - scene.Up * 0.08f);
            var reach = Math.Min(grid.Reach(Vector3.Zero, ahead, 40) - 1, 5.5f + 7 * i);
            if (reach < 3)
                continue;
            var at = ahead * reach;
            at -= scene.Up * Math.Max(0, grid.Reach(at, -scene.Up, 12) - 1.1f);
            lamps.Add(new(at, i % 2 == 0 ? new Vector3(11, 6.3f, 2.8f) : new Vector3(3.4f, 7.5f, 10)));
        }

        var frame = new Frame(camera, width, height);
        frame.Draw(scene);
        ShadowMap[] shadows = [new(scene, sky.Sun, Vector3.Zero, 85)];
        frame.Light(new Lighting(scene, grid, camera, sky, shadows, lamps, planet.WaterMetres).Shade);
        return frame;
    }
}
