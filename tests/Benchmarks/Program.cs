using PlanetarySurvival.Benchmarks.Memory;
using PlanetarySurvival.Benchmarks.World;

return args switch
{
    ["memory"] => await AppHostMemory.RunAsync(TimeSpan.FromMinutes(10)),
    ["memory", var minutes] when int.TryParse(minutes, out var number) && number > 0 => await AppHostMemory.RunAsync(TimeSpan.FromMinutes(number)),
    ["movement"] => MovementFigures.Run(),
    ["voxels", .. var more] => VoxelFigures.Run(more),
    _ => Help(),
};

static int Help()
{
    Console.Error.WriteLine("memory [minutes]   what the AppHost and its dashboard hold while the mesh runs with 24 bots (10 minutes)");
    Console.Error.WriteLine("movement           a player's step, by what the player does and by how many there are");
    Console.Error.WriteLine("voxels [hours]     reads and edits of voxels; with hours, that many simulated ones of edits and chunks that come and go");
    return 1;
}
