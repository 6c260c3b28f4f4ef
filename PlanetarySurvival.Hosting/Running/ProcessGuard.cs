using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace PlanetarySurvival.Hosting.Running;

/// <summary>
/// A small process beside the AppHost that outlives it by a moment. It holds a pipe from the AppHost; when the pipe closes, however the
/// AppHost ended, it kills every process group that it was told of, and everything that carries the mark of this run in its environment.
/// </summary>
/// <remarks>
/// The kernel's own means (PR_SET_PDEATHSIG) is tied to the thread that started a child, not to the process, and does not reach the
/// children of children.
/// </remarks>
internal sealed partial class ProcessGuard(ILogger<ProcessGuard> logger) : IDisposable
{
    /// <summary>The environment variable that marks every process of a run.</summary>
    public const string MarkName = "PLANETARY_SURVIVAL_RUN";

    // Only the end of the pipe ends the guard. On Linux the mark finds those too that were started a moment before the end, or left their group;
    // the groups find those that overwrite their environment, as servers do that set the title of their process. ("kill --" is no good: dash
    // takes no group after it.)
    private const string Script = """
        exec >/dev/null 2>&1
        trap '' INT TERM HUP QUIT PIPE
        cd /
        groups=' '
        containers=' '
        while read -r verb value engine; do
          case $verb in
            watch) groups="$groups$value " ;;
            forget) case $groups in *" $value "*) groups="${groups%% "$value" *} ${groups#* "$value" }" ;; esac ;;
            container) containers="$containers$engine:$value " ;;
            gone) case $containers in *" $engine:$value "*) containers="${containers%% "$engine:$value" *} ${containers#* "$engine:$value" }" ;; esac ;;
          esac
        done
        for round in 1 2 3; do
          for group in $groups; do kill -KILL "-$group"; done
          found=
          for file in $(grep -lsxzF "$1=$2" /proc/[0-9]*/environ); do
            found=yes
            pid=${file#/proc/}
            kill -KILL "${pid%/environ}"
          done
          [ -z "$found" ] && break
          sleep 0.1
        done
        for container in $containers; do "${container%%:*}" rm --force "${container#*:}"; done
        """;

    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly HashSet<string> _watched = [];
    private Process? _process;
    private bool _disposed;

    /// <summary>The value of the mark.</summary>
    public string Mark { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The guard's process, if it runs.</summary>
    public int? ProcessId => _process?.Id;

    public void Watch(int group) => Tell("watch", $"{group}", add: true);

    public void Forget(int group) => Tell("forget", $"{group}", add: false, undoes: "watch");

    /// <summary>A container is not a child of the command that runs it: the guard asks its engine to remove it.</summary>
    public void WatchContainer(string engine, string name) => Tell("container", $"{name} {engine}", add: true);

    public void ForgetContainer(string engine, string name) => Tell("gone", $"{name} {engine}", add: false, undoes: "container");

    /// <summary>Lets the guard do its work, so that a clean end leaves nothing behind either.</summary>
    public void Dispose()
    {
        Process? process;

        lock (_lock)
        {
            _disposed = true;
            process = _process;
            _process = null;
        }

        if (process is null)
            return;

        // Not under the lock: waiting may run the handler of the exit, or wait for another thread that runs it.
        Close(process);
        process.WaitForExit(EndTime);
        process.Dispose();
    }

    private void Tell(string verb, string value, bool add, string? undoes = null)
    {
        if (OperatingSystem.IsWindows())
            return;

        lock (_lock)
        {
            if (add)
                _watched.Add($"{verb} {value}");
            else
                _watched.Remove($"{undoes} {value}");

            if (_process is null || !TryWrite(_process, $"{verb} {value}"))
                Restart();
        }
    }

    private void Restart()
    {
        if (_disposed)
            return;

        _process?.Dispose();

        var start = new ProcessStartInfo("sh", ["-c", Script, "process-guard", MarkName, Mark]) { RedirectStandardInput = true };
        start.Environment.Remove(MarkName);

        // In a session of its own: Ctrl+C in the terminal must not reach it.
        if (Executables.SearchPath.Find("setsid", "/") is { } setsid)
        {
            start.ArgumentList.Insert(0, "sh");
            start.FileName = setsid;
        }

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.Exited += (_, _) => Task.Run(() => OnExited(process)); // the event holds a lock of the process
        process.Start();
        _process = process;

        foreach (var line in _watched)
            TryWrite(process, line);
    }

    private void OnExited(Process process)
    {
        lock (_lock)
        {
            if (_disposed || !ReferenceEquals(process, _process))
                return;

            Log.GuardDied(logger);
            Restart();
        }
    }

    private static bool TryWrite(Process process, string line)
    {
        try
        {
            process.StandardInput.WriteLine(line);
            process.StandardInput.Flush();
            return true;
        }
        catch (IOException)
        {
            return false; // it died: whoever asked starts another
        }
    }

    private static void Close(Process process)
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It died with something unread; there is nothing left to close.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The process that cleans up after this one has died; another takes its place.")]
        public static partial void GuardDied(ILogger logger);
    }
}
