using System.Diagnostics;
using PlanetarySurvival.Hosting.Executables;
using PlanetarySurvival.Hosting.Projects;

namespace PlanetarySurvival.Hosting.Running;

/// <summary>A process that leads a session and a process group of its own, so that signals reach it and all its children, and Ctrl+C none.</summary>
internal sealed class ChildProcess
{
    // Children of children may hold the pipes open after the process has ended; its last words arrive well within this.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private static readonly string[] SessionPrefix = FindSessionPrefix();

    private readonly Process _process;
    private readonly ProcessGuard _guard;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _pumps;

    private ChildProcess(Process process, ProcessGuard guard, Action<string, bool> write)
    {
        _process = process;
        _guard = guard;

        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _exited.TrySetResult(process.ExitCode);
        process.Start();
        Id = process.Id;
        guard.Watch(Id);
        process.StandardInput.Close();

        _pumps = Task.WhenAll(
            LinePump.RunAsync(process.StandardOutput, line => write(line, false)),
            LinePump.RunAsync(process.StandardError, line => write(line, true)));
    }

    /// <summary>The process id, which is also that of its group.</summary>
    public int Id { get; }

    /// <summary>Its exit code, as soon as it has one: 128 and the number of the signal, if it was killed by one.</summary>
    public Task<int> Exited => _exited.Task;

    public static ChildProcess Start(
        ProcessGuard guard, string command, IEnumerable<string> arguments, string workingDirectory, IReadOnlyDictionary<string,
            string> environment, Action<string, bool> write)
    {
        string[] line = [.. SessionPrefix, command, .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = workingDirectory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the AppHost was told about itself is not for its children.
        foreach (var name in (string[])["ASPNETCORE_URLS", "DOTNET_LAUNCH_PROFILE", "MSBUILD_EXE_PATH", "MSBuildSDKsPath", "MSBuildExtensionsPath"])
            start.Environment.Remove(name);

        start.Environment.TryAdd("DOTNET_ROOT", BuiltProject.DotnetRoot);

        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        start.Environment[ProcessGuard.MarkName] = guard.Mark;

        return new ChildProcess(new Process { StartInfo = start }, guard, write);
    }

    public void Terminate() => Send(Signals.Terminate);

    public void Kill() => Send(Signals.Kill);

    /// <summary>Once it has exited: ends whatever it left behind in its group, and waits for its last words.</summary>
    public async Task CleanUpAsync()
    {
        await Task.WhenAny(_pumps, Task.Delay(LastWords)).ConfigureAwait(false);

        Kill();
        _guard.Forget(Id);
        _process.Dispose();
    }

    private void Send(int signal)
    {
        // Without a session of its own the group is that of the AppHost.
        if (SessionPrefix.Length > 0)
            Signals.Send(Id, signal);
        else if (!_exited.Task.IsCompleted)
            _process.Kill(entireProcessTree: true);
    }

    private static string[] FindSessionPrefix()
    {
        if (SearchPath.Find("setsid", "/") is { } setsid)
            return [setsid];

        return SearchPath.Find("perl", "/") is { } perl ? [perl, "-e", "use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV or die $!"] : [];
    }
}
