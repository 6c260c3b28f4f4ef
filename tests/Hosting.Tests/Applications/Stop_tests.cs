using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace PlanetarySurvival.Hosting.Tests.Applications;

public sealed class Stop_tests
{
    [Fact]
    public async Task Resources_stop_before_those_that_they_wait_for()
    {
        await using var test = new TestApplication();
        var first = test.AddShell("first", "trap 'echo first >> order; exit 0' TERM; echo ready; while :; do sleep 0.05; done");
        test.AddShell("second", "trap 'sleep 0.3; echo second >> order; exit 0' TERM; echo ready; while :; do sleep 0.05; done").WaitForStart(first);

        await test.StartAsync();
        await test.WaitForLineAsync("first", line => line == "ready");
        await test.WaitForLineAsync("second", line => line == "ready");
        await test.Application.StopAsync();

        Assert.Equal(["second", "first"], await File.ReadAllLinesAsync(Path.Combine(test.Folder, "order")));
    }

    [Fact]
    public async Task A_process_that_does_not_end_is_killed_with_all_its_children()
    {
        await using var test = new TestApplication("--Processes:StopGraceSeconds=0.5");
        test.AddShell("stubborn", "trap '' TERM; (trap '' TERM; sleep 1000) & echo child $!; wait");

        await test.StartAsync();
        var child = Number(await test.WaitForLineAsync("stubborn", line => line.StartsWith("child ", StringComparison.Ordinal)));
        await test.Application.StopAsync();

        await TestApplication.WaitUntilAsync(() => !TestApplication.Lives(child), "the child is gone");
    }

    [Fact]
    public async Task What_a_process_leaves_in_its_group_goes_with_it()
    {
        await using var test = new TestApplication();
        test.AddShell("parent", "sleep 1000 & echo child $!; exit 7");

        await test.StartAsync();
        var ended = await test.WaitForAsync("parent", KnownResourceStates.Exited);
        var child = Number(await test.WaitForLineAsync("parent", line => line.StartsWith("child ", StringComparison.Ordinal)));

        Assert.Equal(7, ended.Snapshot.ExitCode);
        await TestApplication.WaitUntilAsync(() => !TestApplication.Lives(child), "the child is gone");
    }

    [Fact]
    public async Task A_process_that_left_its_group_is_found_by_its_mark_at_the_end()
    {
        await using var test = new TestApplication();
        test.AddShell("parent", "setsid sleep 1000 & echo child $!; wait");

        await test.StartAsync();
        var child = Number(await test.WaitForLineAsync("parent", line => line.StartsWith("child ", StringComparison.Ordinal)));
        await test.Application.StopAsync();
        await test.Application.DisposeAsync();

        await TestApplication.WaitUntilAsync(() => !TestApplication.Lives(child), "the child is gone");
    }

    [Fact]
    public async Task A_killed_process_shows_the_signal_in_its_exit_code()
    {
        await using var test = new TestApplication();
        test.AddShell("victim", "kill -KILL $$");

        await test.StartAsync();

        Assert.Equal(128 + 9, (await test.WaitForAsync("victim", KnownResourceStates.Exited)).Snapshot.ExitCode);
    }

    [Fact]
    public async Task Stop_start_and_restart_do_what_they_say()
    {
        await using var test = new TestApplication();
        test.AddShell("shell", "echo begun; sleep 1000").WithExplicitStart();

        await test.StartAsync();
        await test.WaitForAsync("shell", KnownResourceStates.NotStarted);

        Assert.True((await test.Application.ResourceCommands.ExecuteCommandAsync("shell", KnownResourceCommands.StartCommand)).Success);
        Assert.False((await test.Application.ResourceCommands.ExecuteCommandAsync("shell", KnownResourceCommands.StartCommand)).Success);
        var first = (await test.WaitForAsync("shell", KnownResourceStates.Running)).Snapshot;

        Assert.True((await test.Application.ResourceCommands.ExecuteCommandAsync("shell", KnownResourceCommands.RestartCommand)).Success);
        var second = (await test.WaitForAsync("shell", KnownResourceStates.Running)).Snapshot;
        Assert.NotEqual(Process(first), Process(second));

        Assert.True((await test.Application.ResourceCommands.ExecuteCommandAsync("shell", KnownResourceCommands.StopCommand)).Success);
        await test.WaitForAsync("shell", KnownResourceStates.Exited);
        Assert.False(TestApplication.Lives(Process(second)));
    }

    private static int Process(CustomResourceSnapshot snapshot) => (int)snapshot.Properties.Single(p => p.Name == "executable.pid").Value!;

    private static int Number(string line) => int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
}
