using System.Diagnostics;
using System.Runtime.CompilerServices;
using k8s;
using k8s.Models;
using PlanetarySurvival.Hosting.Tests.Applications;
using PlanetarySurvival.Testing;

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

        return await OutputAsync(start);
    }

    /// <summary>The objects that a tool for Kubernetes writes. Strict: a field that the API does not know is an error.</summary>
    public static async Task<List<IKubernetesObject<V1ObjectMeta>>> ObjectsAsync(string tool, params string[] arguments)
    {
        var path = SystemPart.Find(tool);
        SystemPart.Require(path is not null, tool);

        var output = await OutputAsync(new ProcessStartInfo(path!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
        return [.. KubernetesYaml.LoadAllFromString(output, Chart_tests.Kinds, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>()];
    }

    private static async Task<string> OutputAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TestApplication.Patience);

        Assert.True(process.ExitCode == 0, await output + await errors);
        return await output;
    }

    private static string FindRoot([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
