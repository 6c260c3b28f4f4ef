using System.Diagnostics;
using System.Runtime.CompilerServices;
using PlanetarySurvival.Hosting.Tests.Applications;

namespace PlanetarySurvival.Hosting.Tests.Publishing;

/// <summary>What the AppHost publishes, by its own command line.</summary>
internal static class Published
{
    public static string Root { get; } = FindRoot();

    public static async Task<string> RunAsync(params string[] arguments)
    {
        var program = typeof(global::Projects.PlanetarySurvival_AppHost).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };

        // What this machine has must not show in it.
        start.Environment["PATH"] = Path.GetDirectoryName(Environment.ProcessPath) + Path.PathSeparator + "/usr/bin" + Path.PathSeparator + "/bin";

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TestApplication.Patience);

        Assert.True(process.ExitCode == 0, await output + await errors);
        return await output;
    }

    private static string FindRoot([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
