using System.Diagnostics;
using PlanetarySurvival.World.Terrain;

namespace PlanetarySurvival.World.Tests;

/// <summary>
/// The world's build for .NET 8, run by this runtime with vectors of each width that the machine has: the golden bits every time (invariant I5). To
/// accept other bits, run with PLANETARY_GOLDEN=write, and raise ProtocolLimits.Version once clients are released.
/// </summary>
public class TerrainBitsTests
{
    private const int WalkTicks = 100_000;

    public static TheoryData<string, int> Widths => new()
    {
        { "", 16 },
        { "DOTNET_EnableAVX512F=0 DOTNET_EnableAVX512=0", 8 },
        { "DOTNET_EnableAVX2=0 DOTNET_EnableAVX=0", 4 },
        { "DOTNET_EnableHWIntrinsic=0", 1 },
    };

    [Theory]
    [MemberData(nameof(Widths))]
    public async Task The_terrain_of_four_planets_is_the_same_bits_in_every_width(string settings, int lanesMost)
    {
        var (output, lanes) = await RunAsync(settings, "terrain");
        AssertWidth(lanes, lanesMost);
        AssertGolden("terrain.txt", output, isFirst: settings.Length == 0);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public async Task A_scripted_walk_ends_in_the_same_bits_in_every_width(string settings, int lanesMost)
    {
        var (output, lanes) = await RunAsync(settings, "walk", WalkTicks.ToString(System.Globalization.CultureInfo.InvariantCulture));
        AssertWidth(lanes, lanesMost);
        AssertGolden("walk.txt", output, isFirst: settings.Length == 0);
    }

    // The settings are those of x64. Elsewhere the width is what it is, and the bits are the same all the more.
    private static void AssertWidth(int lanes, int lanesMost)
    {
        if (System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64)
            Assert.Equal(Math.Min(LaneWidth.Best, lanesMost), lanes);
    }

    private static async Task<(string Output, int Lanes)> RunAsync(string settings, params string[] arguments)
    {
        // Both are built into bin/<configuration>/<framework>.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var program = Path.Combine(GoldenTests.Root, "tests", "World.Bits", "bin", configuration, "net8.0", "World.Bits.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var setting in settings.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            start.Environment[setting.Split('=')[0]] = setting.Split('=')[1];

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var heard = await errors;
        Assert.True(process.ExitCode == 0, heard);
        return (output, int.Parse(heard.Split("lanes ")[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    private static void AssertGolden(string name, string actual, bool isFirst)
    {
        var path = Path.Combine(GoldenTests.Root, "tests", "World.Tests", "Golden", name);
        if (isFirst && Environment.GetEnvironmentVariable("PLANETARY_GOLDEN") == "write")
            File.WriteAllText(path, actual);

        Assert.Equal(File.ReadAllText(path), actual);
    }
}
