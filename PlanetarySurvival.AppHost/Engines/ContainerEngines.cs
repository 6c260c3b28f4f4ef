using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using PlanetarySurvival.AppHost.Launch;

namespace PlanetarySurvival.AppHost.Engines;

/// <summary>What the machine has to run things in.</summary>
internal static class ContainerEngines
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    private static readonly Lazy<bool> AnswersNow = new(() => Candidates.Any(Ask));

    // The variable with which one of several engines is chosen for an Aspire application.
    private static string[] Candidates =>
        Environment.GetEnvironmentVariable("ASPIRE_CONTAINER_RUNTIME") is { Length: > 0 } name ? [name] : ["docker", "podman"];

    /// <summary>Whether docker or podman is there and its engine really runs.</summary>
    public static bool Answers => AnswersNow.Value;

    /// <summary>The full path of a command, or null if it is not on the search path.</summary>
    public static string? FindCommand(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);

    /// <summary>A volume for each data folder.</summary>
    public static string VolumeName(LocalLaunch launch, string resource)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(launch.DataFolder)))[..10];
        return $"planetary-survival-{hash}-{resource}";
    }

    private static bool Ask(string engine)
    {
        if (FindCommand(engine) is not { } path)
            return false;

        using var question = Process.Start(
            new ProcessStartInfo(path, ["info"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;

        question.OutputDataReceived += (_, _) => { };
        question.ErrorDataReceived += (_, _) => { };
        question.BeginOutputReadLine();
        question.BeginErrorReadLine();

        if (question.WaitForExit(AnswerTime))
            return question.ExitCode == 0;

        question.Kill(entireProcessTree: true);
        return false;
    }
}
