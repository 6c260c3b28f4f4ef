using System.Runtime.CompilerServices;

namespace PlanetarySurvival.Contracts.Tests;

/// <summary>
/// The bytes that messages have had since their layout was last changed. To accept a change, raise <c>ProtocolLimits.Version</c> and run with
/// PLANETARY_GOLDEN=write.
/// </summary>
internal static class Golden
{
    public static byte[] Read(string name, byte[] actual)
    {
        var path = PathOf(name);
        if (Environment.GetEnvironmentVariable("PLANETARY_GOLDEN") == "write")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, actual);
        }

        return File.ReadAllBytes(path);
    }

    /// <summary>A file of the repository, given from its root.</summary>
    public static string Repository(string path, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", path));

    private static string PathOf(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "Golden", name + ".golden");
}
