using Xunit;

namespace PlanetarySurvival.Testing;

/// <summary>A program that a machine may lack.</summary>
public static class SystemPart
{
    /// <summary>Skips the test, or fails it where nothing may be missing (<c>CI=true</c>).</summary>
    public static void Require(bool isInstalled, string part)
    {
        if (isInstalled)
            return;

        var reason = $"{part} is not installed on this machine.";
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            Assert.Fail(reason);
        Assert.Skip(reason);
    }

    /// <summary>The full path of a program, from these folders first and then from PATH; null if there is none.</summary>
    public static string? Find(string program, params IEnumerable<string> folders) =>
        folders.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
            .Where(folder => folder.Length > 0)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
