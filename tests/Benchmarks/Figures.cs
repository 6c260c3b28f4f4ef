using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace PlanetarySurvival.Benchmarks;

/// <summary>Runs classes of benchmarks in this process: a project generated elsewhere would not find the settings of this repository.</summary>
internal static class Figures
{
    public static int Run(params Type[] questions)
    {
        var config = ManualConfig.Create(DefaultConfig.Instance)
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .WithOptions(ConfigOptions.DisableOptimizationsValidator);
        BenchmarkRunner.Run(questions, config);
        return 0;
    }
}
