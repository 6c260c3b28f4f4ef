using System.Globalization;

namespace PlanetarySurvival.AppHost.Engines;

internal static class Processes
{
    /// <summary>Those whose working directory is a folder. Linux only: elsewhere none are seen.</summary>
    public static IEnumerable<int> In(string folder)
    {
        if (!OperatingSystem.IsLinux())
            yield break;

        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out var id) && WorkingDirectory(process) == folder)
                yield return id;
        }
    }

    private static string? WorkingDirectory(string process)
    {
        try
        {
            return new FileInfo(Path.Combine(process, "cwd")).LinkTarget;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null; // it has just ended, or is none of ours
        }
    }
}
