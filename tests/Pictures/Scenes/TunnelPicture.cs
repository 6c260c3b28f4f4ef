using System.Numerics;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.Pictures.Rendering;
using PlanetarySurvival.World;
using PlanetarySurvival.World.Edits;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.Pictures.Scenes;

/// <summary>Out of a tunnel that was dug into a hillside with the game's own brush.</summary>
public static class TunnelPicture
{
    private const int ReachChunks = 3;
    private const int Levels = 5;
    private const float RadiusMetres = 2.2f;
    private const float CameraMetres = 11;

    public static Frame Draw(Planet planet, int width, int height)
    {
        var (mouth, forward) = Viewpoint.Hillside(planet);
        var up = Scene.UpAt(mouth, default);
        var side = Vector3.Normalize(Vector3.Cross(forward, up));
        Vector3 Path(float metres) => -forward * metres + side * (1.6f * MathF.Sin(metres * 0.13f)) + up * (1.4f - 0.05f * metres);

        var eye = Path(CameraMetres) - up * 0.3f;
        var scene = new Scene(WorldPosition.From(mouth, eye));
        var camera = new Camera(Vector3.Zero, Path(1) - eye - up * 0.5f, up, 78);
        var field = new VoxelField(planet);
        scene.Generate(field, ReachChunks + 1);
        Dig(field, mouth, Path);
        scene.AddNear(field, ReachChunks);
        scene.AddFar(planet, camera, ReachChunks, Levels);
        var grid = new DensityGrid(field, scene.Origin, 90);
        scene.Finish(grid, planet.WaterMetres);

        List<Lamp> lamps = [];
        foreach (var metres in new[] { 8.2f, 5.2f })
        {
            var wall = Path(metres) - eye + (side * (metres > 7 ? 1 : -1) * 0.80f + up * 0.45f) * RadiusMetres;
            lamps.Add(new(wall, new Vector3(9, 6.3f, 3.6f)));
        }

        var sky = new Sky(Vector3.Normalize(forward * 0.62f + side * 0.55f + up * 0.62f), up);
        ShadowMap[] shadows = [new(scene, sky.Sun, Vector3.Zero, 60), new(scene, sky.Sun, forward * 600, 900)];
        var frame = new Frame(camera, width, height);
        frame.Draw(scene);
        frame.Light(new Lighting(scene, grid, camera, sky, shadows, lamps, planet.WaterMetres) { HazeMetres = 5000 }.Shade);
        return frame;
    }

    private static void Dig(VoxelField field, WorldPosition mouth, Func<float, Vector3> path)
    {
        var gained = default(MaterialAmounts);
        for (var metres = -3f; metres < CameraMetres + 12; metres += 1.5f)
        {
            var (from, to) = (WorldPosition.From(mouth, path(metres)), WorldPosition.From(mouth, path(metres + 1.5f)));
            if (!TerrainBrush.TryCapsule(from, to, (int)(RadiusMetres * 1024), out var brush))
                throw new InvalidOperationException($"There is no brush from {from} to {to}.");
            TerrainEdits.Dig(field, brush, byte.MaxValue, ref gained);
        }
    }
}
