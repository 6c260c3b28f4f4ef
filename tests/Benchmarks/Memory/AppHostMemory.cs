using System.Diagnostics;
using System.Globalization;

namespace PlanetarySurvival.Benchmarks.Memory;

/// <summary>
/// Runs the whole system with its dashboard and says every half minute what the process of the AppHost holds. The bounds of the telemetry are
/// reached after an hour at the latest (series) or after some minutes (logs and traces); what still grows after that is a leak.
/// </summary>
internal static class AppHostMemory
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    // Half a minute to start, and as much for all bots to be in.
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(2);

    public static async Task<int> RunAsync(TimeSpan duration)
    {
        var data = Directory.CreateTempSubdirectory("planetary-memory-");
        var program = typeof(Projects.PlanetarySurvival_AppHost).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [program, "--ports", "free", "--data", data.FullName, "--bots", "24"]) { RedirectStandardOutput = true };
        using var appHost = Process.Start(start)!;
        var output = appHost.StandardOutput.ReadToEndAsync();
        var samples = new List<(double Minutes, double Megabytes)>();
        var since = Stopwatch.StartNew();

        try
        {
            Console.WriteLine("minutes  resident MB");

            while (since.Elapsed < duration && !appHost.HasExited)
            {
                await Task.Delay(Interval);
                appHost.Refresh();
                samples.Add((since.Elapsed.TotalMinutes, appHost.WorkingSet64 / 1e6));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{samples[^1].Minutes,7:0.0}  {samples[^1].Megabytes,11:0.0}"));
            }
        }
        finally
        {
            // Its guard ends whatever it had started.
            appHost.Kill();
            await appHost.WaitForExitAsync();
        }

        var settled = samples.Where(sample => sample.Minutes > Settling.TotalMinutes).ToList();

        if (settled.Count < 2)
        {
            Console.Error.WriteLine($"The AppHost ended early, or the run was too short to show a trend:\n{await output}");
            return 1;
        }

        var (first, second) = (Mean(settled[..(settled.Count / 2)]), Mean(settled[(settled.Count / 2)..]));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"first half {first:0.0} MB, second half {second:0.0} MB, ratio {second / first:0.00}, from minute {Settling.TotalMinutes:0} on"));
        data.Delete(recursive: true);
        return 0;
    }

    private static double Mean(List<(double Minutes, double Megabytes)> samples) => samples.Average(sample => sample.Megabytes);
}
