using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using PlanetarySurvival.AppHost.Watching;
using PlanetarySurvival.Hosting.Tests.Applications;

namespace PlanetarySurvival.Hosting.Tests.AppHosts;

public sealed class Watcher_tests : IAsyncLifetime
{
    private readonly TestApplication _test = new();

    /// <summary>A line for each start of the resource; a state may be Running before the first is written.</summary>
    private string[] Starts
    {
        get
        {
            var file = Path.Combine(_test.Folder, "starts");
            return File.Exists(file) ? File.ReadAllLines(file) : [];
        }
    }

    public ValueTask InitializeAsync()
    {
        _test.Builder.Services.AddSingleton<Incarnations>();
        _test.Builder.Services.AddHostedService<Watcher>();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _test.DisposeAsync();

    [Fact]
    public async Task What_crashes_is_started_again_and_again_and_shown_as_a_loop()
    {
        _test.AddShell("crasher", "echo x >>starts; exit 3");
        await _test.StartAsync();

        var loop = await _test.WaitForAsync("crasher", Watcher.CrashLoopState);

        Assert.Equal(3, loop.Snapshot.ExitCode);
        await TestApplication.WaitUntilAsync(() => Starts.Length > 3, "it is tried again");
    }

    [Fact]
    public async Task What_somebody_stops_stays_stopped()
    {
        _test.AddShell("worker", "echo x >>starts; sleep 1000");
        await _test.StartAsync();
        await _test.WaitForAsync("worker", KnownResourceStates.Running);
        await TestApplication.WaitUntilAsync(() => Starts.Length == 1, "it runs");

        await _test.Application.ResourceCommands.ExecuteCommandAsync("worker", KnownResourceCommands.StopCommand);
        await _test.WaitForAsync("worker", KnownResourceStates.Exited);
        await Task.Delay(RestartDelay.Min * 4);

        Assert.Single(Starts);
    }

    [Fact]
    public async Task What_is_killed_by_command_is_started_again()
    {
        _test.AddShell("server", "echo $$ >>starts; sleep 1000").WithKill();
        await _test.StartAsync();
        var first = await _test.WaitForAsync("server", KnownResourceStates.Running);
        Assert.Equal(ResourceCommandState.Enabled, first.Snapshot.Commands.Single(command => command.Name == KillCommand.Name).State);
        await TestApplication.WaitUntilAsync(() => Starts.Length == 1, "it runs");

        var result = await _test.Application.ResourceCommands.ExecuteCommandAsync("server", KillCommand.Name);

        Assert.True(result.Success, result.Message);
        await TestApplication.WaitUntilAsync(() => Starts.Length == 2, "it is started again");
    }
}
