using System.Globalization;
using PlanetarySurvival.Benchmarks;
using PlanetarySurvival.Benchmarks.Memory;
using PlanetarySurvival.Benchmarks.World;

return args switch
{
    ["memory"] => await AppHostMemory.RunAsync(TimeSpan.FromMinutes(10)),
    ["memory", var minutes] when IsNumber(minutes, out var number) => await AppHostMemory.RunAsync(TimeSpan.FromMinutes(number)),
    ["terrain"] => TerrainFigures.Run(),
    ["voxels"] => Voxels(),
    ["voxels", var hours] when IsNumber(hours, out var number) => VoxelHours.Run(number),
    ["queries"] => Figures.Run(typeof(QuerySamples), typeof(QueryRays), typeof(QuerySweeps)),
    ["meshes"] => Figures.Run(typeof(ChunkMeshes)),
    ["movement"] => MovementFigures.Run(),
    ["bodies", .. var more] => BodyFigures.Run(more),
    ["region"] => RegionFigures.Run(ticks: 6_000),
    ["region", var ticks] when IsNumber(ticks, out var number) => RegionFigures.Run(number),
    _ => Help(),
};

static bool IsNumber(string text, out int number) => int.TryParse(text, CultureInfo.InvariantCulture, out number) && number > 0;

static int Voxels()
{
    VoxelEditTimes.Print();
    return Figures.Run(typeof(VoxelReads), typeof(VoxelEdits), typeof(VoxelDeltas), typeof(VoxelDemand));
}

static int Help()
{
    Console.Error.WriteLine("""
        memory [minutes]   what the AppHost and its dashboard hold while the mesh runs with 24 bots (10 minutes)
        terrain            how fast the planet is made: chunks a second, noise, classification (half a minute)
        voxels             reads and edits of voxels
        voxels <hours>     that many simulated hours of edits and chunks that come and go, and the memory they hold
        queries            samples, rays and sweeps of the ground
        meshes             a chunk's mesh, against plain surface nets
        movement           a player's step, by what the player does and by how many there are
        bodies [ticks]     thread time of a tick of 250 to 2000 bodies that do not sleep, and of 4096 that do (6000 ticks)
        region [ticks]     thread time of a tick with everything, for 50 to 500 players and four bodies each at equal density (6000 ticks)
        """);
    return 1;
}
