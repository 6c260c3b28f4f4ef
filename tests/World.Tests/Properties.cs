using System.Runtime.CompilerServices;
using CsCheck;

namespace PlanetarySurvival.World.Tests;

/// <summary>
/// How properties are sampled: by one thread, since a <see cref="World.Voxels.VoxelField"/> is for one thread and many properties share one over their samples.
/// The classes of tests run side by side.
/// </summary>
internal static class Properties
{
    [ModuleInitializer]
    internal static void SampleByOneThread() => Check.Threads = 1;
}
