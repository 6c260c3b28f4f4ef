using System.Globalization;
using Microsoft.Extensions.Hosting;

namespace PlanetarySurvival.AppHost.Launch;

/// <summary>
/// Ends with the <c>dotnet run</c> that started it: who kills that with SIGKILL means the application, of which nothing would be seen any more.
/// Linux only; elsewhere, and under any other parent, nothing is watched.
/// </summary>
internal sealed class ParentWatch(IHostApplicationLifetime lifetime) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!OperatingSystem.IsLinux() || Parent() is not { } parent || !IsDotnetRun(parent))
            return;

        try
        {
            while (Parent() == parent)
                await Task.Delay(Interval, stoppingToken);

            lifetime.StopApplication();
        }
        catch (OperationCanceledException)
        {
            // The application ends anyway.
        }
    }

    // 4711 (a name) S 4710 …: the name may hold anything, brackets included.
    private static int? Parent() =>
        int.TryParse(File.ReadAllText("/proc/self/stat").Split(") ").Last().Split(' ')[1], CultureInfo.InvariantCulture, out var parent) ? parent : null;

    private static bool IsDotnetRun(int process)
    {
        try
        {
            var line = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/cmdline")).Split('\0');
            return Path.GetFileName(line[0]) == "dotnet" && line.Take(3).Contains("run");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false; // it is gone already, or another user's
        }
    }
}
