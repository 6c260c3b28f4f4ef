using Aspire.Hosting;
using PlanetarySurvival.AppHost.Launch;
using PlanetarySurvival.AppHost.Ports;
using PlanetarySurvival.AppHost.Secrets;
using PlanetarySurvival.AppHost.Watching;

namespace PlanetarySurvival.Hosting.Tests.AppHosts;

public sealed class Launch_tests
{
    [Fact]
    public void A_switch_without_a_value_does_not_swallow_the_next_one() =>
        Assert.Equal(["--fresh=true", "--bots=5", "--ports=free"], LaunchArguments.From(["--fresh", "--bots", "5", "--ports=free"]));

    [Theory]
    [InlineData("--bot")]
    [InlineData("fresh")]
    [InlineData("--bots")]
    public void What_is_not_understood_is_said(string argument) =>
        Assert.Contains(argument, Assert.Throws<DistributedApplicationException>(() => LaunchArguments.From([argument])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_secret_is_drawn_once_and_is_the_owners_alone()
    {
        var folder = Directory.CreateTempSubdirectory("hosting-tests-");

        Assert.Equal("first", SecretFile.ReadOrDraw(folder.FullName, "key", () => "first"));
        Assert.Equal("first", SecretFile.ReadOrDraw(folder.FullName, "key", () => "second"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.FullName, "secrets", "key")));

        folder.Delete(recursive: true);
    }

    [Fact]
    public void Free_ports_differ_and_fixed_ones_are_those_of_the_readme()
    {
        var free = new PortPlan(chooseFree: true);

        Assert.Equal(50, Enumerable.Range(0, 50).Select(i => free.Take("server", $"endpoint-{i}", 7777)).Distinct().Count());
        Assert.Equal(7777, new PortPlan(chooseFree: false).Take("server", "game", 7777));
    }

    [Fact]
    public void Who_holds_a_taken_port_is_found()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Only Linux shows who holds a port.");

        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;

        Assert.False(PortPlan.IsFree(port));
        Assert.Contains($"process {Environment.ProcessId} ", PortHolder.Describe(port), StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_keeps_crashing_is_started_more_and_more_slowly_until_it_was_healthy_for_a_while()
    {
        var delay = new RestartDelay();

        Assert.Equal([0.25, 0.5, 1, 2, 4, 8, 10, 10], Enumerable.Range(0, 8).Select(_ => delay.Next(TimeSpan.Zero).TotalSeconds));
        Assert.Equal(0.25, delay.Next(RestartDelay.HealthyFor).TotalSeconds);
        Assert.Equal(0.5, delay.Next(TimeSpan.Zero).TotalSeconds);
    }

    [Fact]
    public void Each_death_of_an_incarnation_is_reported_once()
    {
        var incarnations = new Incarnations();
        var first = incarnations.Begin("game-server-0");
        incarnations.End("game-server-0", first, 137);

        // The next start proves the same death again, and the one after it a death that nobody saw.
        var second = incarnations.Begin("game-server-0");
        incarnations.Begin("game-server-0");

        var deaths = new List<Death>();
        while (incarnations.Deaths.TryRead(out var death))
            deaths.Add(death);

        Assert.NotEqual(first, second);
        Assert.Equal([new Death("game-server-0", first, 137), new Death("game-server-0", second, null)], deaths);
    }
}
