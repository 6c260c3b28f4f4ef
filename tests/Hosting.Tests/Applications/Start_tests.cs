using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PlanetarySurvival.Hosting.Tests.Applications;

public sealed class Start_tests
{
    [Fact]
    public async Task A_resource_starts_only_when_the_one_it_waits_for_is_healthy()
    {
        await using var test = new TestApplication();
        var healthy = false;

        test.Builder.Services.AddHealthChecks().AddCheck("gate", () => healthy ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("closed"));
        var first = test.AddShell("first", "sleep 1000").WithHealthCheck("gate");
        test.AddShell("second", "sleep 1000").WaitFor(first);

        await test.StartAsync();
        await test.WaitForAsync("first", KnownResourceStates.Running);
        await test.Application.ResourceNotifications.WaitForResourceAsync(
            "first", u => u.Snapshot.HealthReports.Any(r => r.Description == "closed")).WaitAsync(TestApplication.Patience);
        Assert.Equal(KnownResourceStates.Waiting, State(test, "second"));

        healthy = true;
        await test.WaitForAsync("second", KnownResourceStates.Running);
        await test.Application.ResourceNotifications.WaitForResourceHealthyAsync("first").WaitAsync(TestApplication.Patience);
    }

    [Fact]
    public async Task A_resource_that_waits_for_an_end_starts_after_it()
    {
        await using var test = new TestApplication();
        var first = test.AddShell("first", "echo done > first");
        test.AddShell("second", "cat first").WaitForCompletion(first);

        await test.StartAsync();

        await test.WaitForLineAsync("second", line => line == "done");
    }

    [Fact]
    public async Task A_resource_that_waits_for_an_end_fails_if_it_was_the_wrong_one()
    {
        await using var test = new TestApplication();
        var first = test.AddShell("first", "exit 3");
        test.AddShell("second", "sleep 1000").WaitForCompletion(first);

        await test.StartAsync();
        await test.WaitForAsync("second", KnownResourceStates.FailedToStart);

        await test.WaitForLineAsync("second", line => line.Contains("'first'", StringComparison.Ordinal) &&
            line.Contains("exit code 3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Resources_that_wait_for_each_other_in_a_circle_are_named()
    {
        await using var test = new TestApplication();
        var first = test.AddShell("first", "true");
        var second = test.AddShell("second", "true").WaitFor(first);
        first.WaitFor(second);

        var problem = await Assert.ThrowsAsync<DistributedApplicationException>(test.StartAsync);

        Assert.Contains("'first' -> 'second' -> 'first'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reference_to_a_resource_of_another_application_is_named()
    {
        await using var other = new TestApplication();
        await using var test = new TestApplication();
        test.AddShell("first", "true").WaitFor(other.AddShell("stranger", "true"));

        var problem = await Assert.ThrowsAsync<DistributedApplicationException>(test.StartAsync);

        Assert.Contains("'first'", problem.Message, StringComparison.Ordinal);
        Assert.Contains("'stranger'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_executable_is_named_and_stops_nobody_else()
    {
        await using var test = new TestApplication();
        test.Builder.AddExecutable("absent", "no-such-program", test.Folder);
        test.AddShell("present", "sleep 1000");

        await test.StartAsync();
        await test.WaitForAsync("absent", KnownResourceStates.FailedToStart);

        await test.WaitForLineAsync("absent", line => line.Contains("'absent'", StringComparison.Ordinal) &&
            line.Contains("'no-such-program'", StringComparison.Ordinal));
        await test.WaitForAsync("present", KnownResourceStates.Running);
    }

    [Fact]
    public void Two_resources_of_one_name_are_refused()
    {
        var test = new TestApplication();
        test.AddShell("first", "true");

        Assert.Throws<DistributedApplicationException>(() => test.AddShell("FIRST", "true"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1st")]
    [InlineData("a--b")]
    [InlineData("a-")]
    [InlineData("a_b")]
    public void A_name_that_the_real_packages_refuse_is_refused(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => new TestApplication().AddShell(name, "true"));

    [Fact]
    public async Task A_container_without_an_engine_is_a_state_and_no_error()
    {
        if (Directory.Exists("/var/run") && (File.Exists("/var/run/docker.sock") || File.Exists("/run/podman/podman.sock")))
            Assert.Skip("This machine has a container engine.");

        await using var test = new TestApplication();
        test.Builder.AddContainer("box", "some/image");
        test.AddShell("present", "sleep 1000");

        await test.StartAsync();

        await test.WaitForAsync("box", KnownResourceStates.RuntimeUnhealthy);
        await test.WaitForAsync("present", KnownResourceStates.Running);
    }

    private static string? State(TestApplication test, string name) =>
        test.Application.ResourceNotifications.TryGetCurrentState(name, out var state) ? state.Snapshot.State?.Text : null;

    [Fact]
    public async Task Launch_profiles_are_not_left_out_silently()
    {
        await using var test = new TestApplication();
        Directory.CreateDirectory(Path.Combine(Program.Folder, "Properties"));
        await File.WriteAllTextAsync(Path.Combine(Program.Folder, "Properties", "launchSettings.json"), "{}");

        var problem = Assert.Throws<DistributedApplicationException>(() => test.Builder.AddProject<Program>("program"));
        test.Builder.AddProject<Program>("other", options => options.ExcludeLaunchProfile = true);

        Assert.Contains("'program' has launch profiles", problem.Message, StringComparison.Ordinal);
        Directory.Delete(Program.Folder, recursive: true);
    }

    private sealed class Program : IProjectMetadata
    {
        public static string Folder { get; } = Directory.CreateTempSubdirectory("hosting-tests-").FullName;

        public string ProjectPath => Path.Combine(Folder, "Program.csproj");
    }
}
