using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace PlanetarySurvival.Hosting.Tests.Applications;

/// <summary>Containers through the command line of an engine; the engine is a script, since none is at hand.</summary>
public sealed class Container_tests : IAsyncDisposable
{
    private readonly TestApplication _test = new();
    private readonly FakeEngine _engine;

    public Container_tests()
    {
        _engine = new FakeEngine(_test.Folder);
        _test.Builder.Configuration["ASPIRE_CONTAINER_RUNTIME"] = _engine.Path;
    }

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    [Fact]
    public async Task A_container_is_run_with_its_ports_folders_and_settings()
    {
        _test.Builder.AddContainer("store", "library/store", "1.2")
            .WithEndpoint(port: 23456, targetPort: 5432, name: "tcp")
            .WithEndpoint(port: 23457, targetPort: 53, name: "names", protocol: System.Net.Sockets.ProtocolType.Udp)
            .WithVolume("store-data", "/data")
            .WithBindMount("conf", "/etc/store", isReadOnly: true)
            .WithEnvironment("SETTING", "a secret")
            .WithArgs("--verbose");
        await _test.StartAsync();
        await _test.WaitForLineAsync("store", line => line == "the container speaks");

        var run = Assert.Single(_engine.Asked, line => line.StartsWith("run ", StringComparison.Ordinal));
        var folder = Path.GetFullPath(Path.Combine(_test.Builder.AppHostDirectory, "conf"));

        Assert.Contains("--publish 127.0.0.1:23456:5432 ", run, StringComparison.Ordinal);
        Assert.Contains("--publish 127.0.0.1:23457:53/udp ", run, StringComparison.Ordinal);
        Assert.Contains("--volume store-data:/data ", run, StringComparison.Ordinal);
        Assert.Contains($"--volume {folder}:/etc/store:ro ", run, StringComparison.Ordinal);
        Assert.EndsWith(" library/store:1.2 --verbose", run, StringComparison.Ordinal);
        Assert.DoesNotContain("a secret", run, StringComparison.Ordinal); // arguments are there for everybody to read
        Assert.Equal(["a secret"], _engine.Settings);
    }

    [Fact]
    public async Task A_container_is_asked_to_end_before_it_is_removed()
    {
        _test.Builder.AddContainer("store", "store");
        await _test.StartAsync();
        await _test.WaitForLineAsync("store", line => line == "the container speaks");

        var result = await _test.Application.ResourceCommands.ExecuteCommandAsync("store", KnownResourceCommands.StopCommand);

        Assert.True(result.Success, result.Message);
        await _test.WaitForLineAsync("store", line => line == "the container ends");
        await TestApplication.WaitUntilAsync(
            () => _engine.Asked[^1].StartsWith("rm --force store-", StringComparison.Ordinal), "the container is removed");
    }

    [Fact]
    public async Task A_container_whose_command_is_killed_is_removed()
    {
        _test.Builder.AddContainer("store", "store");
        await _test.StartAsync();
        var running = await _test.WaitForAsync("store", KnownResourceStates.Running);
        await _test.WaitForLineAsync("store", line => line == "the container speaks");

        using (var process = System.Diagnostics.Process.GetProcessById((int)running.Snapshot.Properties.Single(p => p.Name == "executable.pid").Value!))
            process.Kill();

        await _test.WaitForAsync("store", KnownResourceStates.Exited);
        await TestApplication.WaitUntilAsync(
            () => _engine.Asked[^1].StartsWith("rm --force store-", StringComparison.Ordinal), "the container is removed");
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_is_a_state_that_a_start_can_end()
    {
        _engine.Break();
        _test.Builder.AddContainer("store", "store");
        await _test.StartAsync();

        await _test.WaitForAsync("store", KnownResourceStates.RuntimeUnhealthy);
        Assert.DoesNotContain(_engine.Asked, line => line.StartsWith("run ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_engine_that_is_asked_for_by_name_and_is_not_there_is_named()
    {
        _test.Builder.Configuration["ASPIRE_CONTAINER_RUNTIME"] = "no-such-engine";
        _test.Builder.AddContainer("store", "store");
        await _test.StartAsync();

        await _test.WaitForAsync("store", KnownResourceStates.FailedToStart);
        await _test.WaitForLineAsync("store", line => line.Contains("'no-such-engine'", StringComparison.Ordinal));
    }
}
