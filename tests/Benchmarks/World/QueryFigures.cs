using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace PlanetarySurvival.Benchmarks.World;

/// <summary>The figures of queries of the ground, in this process: a project generated elsewhere would not find the settings of this
/// repository.</summary>
internal static class QueryFigures
{
    public static int Run()
    {
        var config = ManualConfig.Create(DefaultConfig.Instance)
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .WithOptions(ConfigOptions.DisableOptimizationsValidator);
        BenchmarkRunner.Run([typeof(QuerySamples), typeof(QueryRays), typeof(QuerySweeps)], config);
        return 0;
    }
}
