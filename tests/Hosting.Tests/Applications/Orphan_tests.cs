using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Aspire.Hosting;

namespace PlanetarySurvival.Hosting.Tests.Applications;

/// <summary>However an AppHost ends, none of its processes survives it.</summary>
public sealed class Orphan_tests
{
    private const string Switch = "HOSTING_TESTS_BE_AN_APPHOST";

    // One that is plain, one that hides its environment (as servers do that set their title), one that leaves its group, and children of each.
    private const string Script = """
        sleep 1000 & echo $!
        env -i sleep 1000 & echo $!
        setsid sleep 1000 & echo $!
        (trap '' TERM INT HUP; sleep 1000) & echo $!
        echo $$
        echo ready
        wait
        """;

    [Fact]
    public async Task No_process_survives_a_killed_AppHost()
    {
        using var appHost = StartAppHost();
        var processes = await ReadProcessesAsync(appHost);

        appHost.Kill();
        await appHost.WaitForExitAsync();

        foreach (var process in processes)
            await TestApplication.WaitUntilAsync(() => !TestApplication.Lives(process), $"process {process} is gone");
    }

    [Fact]
    public async Task No_process_survives_an_AppHost_that_is_killed_after_its_guard()
    {
        using var appHost = StartAppHost();
        var processes = await ReadProcessesAsync(appHost);
        var first = Guard(appHost.Id) ?? throw new InvalidOperationException("The AppHost has no guard.");

        using (var guard = Process.GetProcessById(first))
            guard.Kill();

        await TestApplication.WaitUntilAsync(() => Guard(appHost.Id) is { } second && second != first, "another guard takes its place");
        await Task.Delay(500); // it has read what it was told
        appHost.Kill();
        await appHost.WaitForExitAsync();

        foreach (var process in processes)
            await TestApplication.WaitUntilAsync(() => !TestApplication.Lives(process), $"process {process} is gone");
    }

    [Fact]
    public async Task No_container_survives_a_killed_AppHost()
    {
        var folder = Directory.CreateTempSubdirectory("hosting-tests-").FullName;
        var engine = new FakeEngine(folder);
        using var appHost = StartAppHost(engine);
        await TestApplication.WaitUntilAsync(() => engine.Settings.Count > 0, "the container runs");
        await Task.Delay(200); // the guard has read of it

        appHost.Kill();
        await appHost.WaitForExitAsync();

        await TestApplication.WaitUntilAsync(
            () => engine.Asked[^1].StartsWith("rm --force store-", StringComparison.Ordinal), "the container is removed");
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Turns this program into an AppHost, before its tests are looked at, if it is started for that.</summary>
    [ModuleInitializer]
    internal static void BeAnAppHost()
    {
        if (Environment.GetEnvironmentVariable(Switch) is null)
            return;

        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { DisableDashboard = true, ProjectDirectory = "/" });
        builder.Configuration["Logs:Folder"] = Environment.GetEnvironmentVariable(Switch);

        if (builder.Configuration["ASPIRE_CONTAINER_RUNTIME"] is null)
            builder.AddExecutable("parent", "sh", "/", "-c", Script);
        else
            builder.AddContainer("store", "store").WithEnvironment("SETTING", "on");

        builder.Build().Run();
        Environment.Exit(0);
    }

    private static Process StartAppHost(FakeEngine? engine = null)
    {
        var folder = Directory.CreateTempSubdirectory("hosting-tests-").FullName;
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };

        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(Orphan_tests).Assembly.Location);

        start.Environment[Switch] = folder;

        if (engine is not null)
            start.Environment["ASPIRE_CONTAINER_RUNTIME"] = engine.Path;

        return Process.Start(start)!;
    }

    private static async Task<List<int>> ReadProcessesAsync(Process appHost)
    {
        var log = Path.Combine(await FolderAsync(appHost), "parent.log");
        var numbers = new List<int>();

        await TestApplication.WaitUntilAsync(
            () => File.Exists(log) && Read(log).EndsWith("ready", StringComparison.Ordinal), "the AppHost has started its process");

        foreach (var line in Read(log).Split('\n'))
        {
            if (int.TryParse(line.Split(' ').Last(), CultureInfo.InvariantCulture, out var number))
                numbers.Add(number);
        }

        Assert.Equal(5, numbers.Count);
        Assert.All(numbers, number => Assert.True(TestApplication.Lives(number)));
        return numbers;
    }

    private static Task<string> FolderAsync(Process appHost) => Task.FromResult(appHost.StartInfo.Environment[Switch]!);

    private static string Read(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().TrimEnd();
    }

    private static int? Guard(int appHost)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(f => char.IsAsciiDigit(Path.GetFileName(f)[0])))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(folder, "cmdline")).Contains("process-guard", StringComparison.Ordinal)
                    && File.ReadAllText(Path.Combine(folder, "stat")).Split(") ")[1].Split(' ') is [not "Z", var parent, ..]
                    && parent == appHost.ToString(CultureInfo.InvariantCulture))
                {
                    return int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);
                }
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                // It ended while it was looked at.
            }
        }

        return null;
    }
}
