namespace PlanetarySurvival.Contracts.Tests;

/// <summary>
/// The bytes that messages have had since their layout was last changed. To accept a change, raise <c>ProtocolLimits.Version</c> and run with
/// PLANETARY_GOLDEN=write.
/// </summary>
internal static class Golden
{
    private static readonly string Root = FindRoot(AppContext.BaseDirectory);

    public static byte[] Read(string name, byte[] actual)
    {
        var path = Repository($"tests/Contracts.Tests/Golden/{name}.golden");
        if (Environment.GetEnvironmentVariable("PLANETARY_GOLDEN") == "write")
            File.WriteAllBytes(path, actual);

        return File.ReadAllBytes(path);
    }

    /// <summary>A file of the repository, given from its root.</summary>
    public static string Repository(string path) => Path.Combine(Root, path);

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "PlanetarySurvival.sln"))
            ? folder
            : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("PlanetarySurvival.sln lies in no folder above the tests."));
}
