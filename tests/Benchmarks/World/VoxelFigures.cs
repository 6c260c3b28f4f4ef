using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace PlanetarySurvival.Benchmarks.World;

/// <summary>The figures of the voxel store, in this process: a project generated elsewhere would not find the settings of this repository.</summary>
internal static class VoxelFigures
{
    public static int Run(string[] arguments)
    {
        if (arguments is [var hours] && int.TryParse(hours, CultureInfo.InvariantCulture, out var number) && number > 0)
            return VoxelHours.Run(number);

        VoxelEditTimes.Print();
        var config = ManualConfig.Create(DefaultConfig.Instance)
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .WithOptions(ConfigOptions.DisableOptimizationsValidator);
        BenchmarkRunner.Run([typeof(VoxelReads), typeof(VoxelEdits), typeof(VoxelDeltas), typeof(VoxelDemand)], config);
        return 0;
    }
}
