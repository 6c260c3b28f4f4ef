using System.Numerics;
using PlanetarySurvival.Pictures.Rendering;
using PlanetarySurvival.World;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.Pictures.Scenes;

/// <summary>What a player sees who stands by the water and looks at mountains.</summary>
public static class LandscapePicture
{
    private const int ReachChunks = 4;
    private const int Levels = 5;

    // The place that is found overlooks the shore; the picture is taken from there on.
    private const float NearerMetres = 17;

    public static Frame Draw(Planet planet, int width, int height)
    {
        var (place, forward) = Viewpoint.Landscape(planet);
        place = Viewpoint.Ground(planet, place, forward * NearerMetres);
        var scene = new Scene(place);
        var camera = new Camera(scene.Up * 2, forward + scene.Up * 0.05f, scene.Up, 66);
        var field = new VoxelField(planet);
        scene.Generate(field, ReachChunks + 1);
        scene.AddNear(field, ReachChunks);
        scene.AddFar(planet, camera, ReachChunks, Levels);
        var grid = new DensityGrid(field, place, 64);
        scene.Finish(grid, planet.WaterMetres);
        AddFigure();

        var side = Vector3.Normalize(Vector3.Cross(forward, scene.Up));
        var sky = new Sky(Vector3.Normalize(side * -0.75f + forward * 0.35f + scene.Up * 0.48f), scene.Up);
        ShadowMap[] shadows = [new(scene, sky.Sun, forward * 40, 70), new(scene, sky.Sun, forward * 700, 1100)];
        var frame = new Frame(camera, width, height);
        frame.Draw(scene);
        frame.Light(new Lighting(scene, grid, camera, sky, shadows, [], planet.WaterMetres).Shade);
        return frame;

        // A player on the way down to the water.
        void AddFigure()
        {
            var aside = Vector3.Normalize(Vector3.Cross(forward, scene.Up));
            var above = forward * 11 + aside * 3.4f + scene.Up * 12;
            var feet = above - scene.Up * grid.Reach(above, -scene.Up, 24);
            scene.AddFigure(new(feet - scene.Up * 0.05f, scene.Up, Vector3.Normalize(forward - aside * 0.5f), 1));
        }
    }
}
