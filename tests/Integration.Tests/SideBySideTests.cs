using System.Diagnostics;

namespace PlanetarySurvival.Integration.Tests;

public sealed class SideBySideTests
{
    [Fact]
    public async Task Two_whole_applications_run_side_by_side_and_leave_nothing_behind()
    {
        var first = new MeshApplication { Servers = 1 };
        var second = new MeshApplication { Servers = 1 };

        List<int> processes;

        try
        {
            await Task.WhenAll(first.InitializeAsync().AsTask(), second.InitializeAsync().AsTask());

            Assert.NotEqual(first.App.GetEndpoint("gateway", "http"), second.App.GetEndpoint("gateway", "http"));
            Assert.NotEqual(await first.App.GetConnectionStringAsync("world"), await second.App.GetConnectionStringAsync("world"));
            Assert.Single((await first.MeshAsync()).Servers);
            Assert.Single((await second.MeshAsync()).Servers);
            Assert.Contains(first.Logs.Of("game-server-0"), line => line.Text.Contains("game-server-0", StringComparison.Ordinal));

            processes = [.. first.Processes, .. second.Processes];
        }
        finally
        {
            await first.DisposeAsync();
            await second.DisposeAsync();
        }

        Assert.True(processes.Count >= 12, $"{processes.Count} processes ran");
        Assert.All(processes, process => Assert.Throws<ArgumentException>(() => Process.GetProcessById(process)));
    }
}
