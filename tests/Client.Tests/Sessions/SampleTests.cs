using PlanetarySurvival.Client.Tests.Stages;

namespace PlanetarySurvival.Client.Tests.Sessions;

public sealed class SampleTests
{
    [Fact]
    public async Task The_sample_of_the_README_walks_two_seconds_and_leaves()
    {
        using var gateway = new TestGateway(Stage.Player);
        using var server = new TestGameServer("game-server-0", Stage.Player) { Begin = () => TestGameServer.AtSpawn(Stage.Player) };
        gateway.Target = server;
        using var end = new CancellationTokenSource();
        var ticking = Task.Run(
            () =>
            {
                while (!end.IsCancellationRequested)
                {
                    server.Tick();
                    Thread.Sleep(5);
                }
            },
            CancellationToken.None);

        var statistics = await Sample.WalkAsync(gateway.Address, ticks: 180);
        await end.CancelAsync();
        await ticking;

        Assert.True(server.LeaveSeen);
        Assert.True(statistics.InputsApplied > 0);
    }

    [Fact]
    public void The_README_shows_the_sample_as_it_is_compiled()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "PlanetarySurvival.sln")))
            root = root.Parent;
        Assert.NotNull(root);

        var source = File.ReadAllText(Path.Combine(root.FullName, "tests", "Client.Tests", "Sessions", "Sample.cs"));
        var begin = source.IndexOf("    public static", StringComparison.Ordinal);
        var sample = source[begin..source.LastIndexOf("\n}", StringComparison.Ordinal)];
        var shown = string.Join('\n', sample.Split('\n').Select(line => line.StartsWith("    ", StringComparison.Ordinal) ? line[4..] : line));
        Assert.Contains(shown, File.ReadAllText(Path.Combine(root.FullName, "PlanetarySurvival.Client", "README.md")), StringComparison.Ordinal);
    }
}
