using PlanetarySurvival.Benchmarks.Memory;
using PlanetarySurvival.Benchmarks.World;

return args switch
{
    ["memory"] => await AppHostMemory.RunAsync(TimeSpan.FromMinutes(10)),
    ["memory", var minutes] when int.TryParse(minutes, out var number) && number > 0 => await AppHostMemory.RunAsync(TimeSpan.FromMinutes(number)),
    ["voxels", .. var more] => VoxelFigures.Run(more),
    ["bodies", .. var more] => BodyFigures.Run(more),
    _ => Help(),
};

static int Help()
{
    Console.Error.WriteLine("memory [minutes]   what the AppHost and its dashboard hold while the mesh runs with 24 bots (10 minutes)");
    Console.Error.WriteLine("voxels [hours]     reads and edits of voxels; with hours, that many simulated ones of edits and chunks that come and go");
    Console.Error.WriteLine("bodies [ticks]     thread time of a tick of 250 to 2000 bodies that do not sleep, and of 4096 that do (6000 ticks)");
    return 1;
}
