using System.IO.Compression;
using Aspire.Hosting;

namespace PlanetarySurvival.Hosting.Tests.Packages;

/// <summary>
/// A folder of packages that carry the names and the version of the real ones and hold the stand-in. They show that the switch asks for the right
/// packages in the right places; that the stand-in says nothing that the real ones lack is checked by the signatures.
/// </summary>
internal sealed class PackageFeed(string folder, string version)
{
    private static readonly string HostingAssembly = typeof(DistributedApplication).Assembly.Location;

    public void Add(string id, params string[] dependencies) => Write(id, dependencies, []);

    /// <summary>The package that has the whole API.</summary>
    public void AddHosting(string id) => Write(id, [], [("lib/net10.0/PlanetarySurvival.Hosting.dll", File.ReadAllBytes(HostingAssembly))]);

    /// <summary>The SDK that an AppHost names: it brings the package, the global usings and the classes of the projects.</summary>
    public void AddSdk(string id, string targets)
    {
        var withPackage = targets.Replace("<Project>", $"""
            <Project>
              <ItemGroup>
                <PackageReference Include="Aspire.Hosting.AppHost" VersionOverride="{version}" IsImplicitlyDefined="true" />
                <FrameworkReference Include="Microsoft.AspNetCore.App" />
              </ItemGroup>
            """, StringComparison.Ordinal);

        Write(id, [], [("Sdk/Sdk.props", "<Project />"u8.ToArray()), ("Sdk/Sdk.targets", System.Text.Encoding.UTF8.GetBytes(withPackage))]);
    }

    private void Write(string id, string[] dependencies, (string Path, byte[] Content)[] files)
    {
        using var package = ZipFile.Open(Path.Combine(folder, $"{id}.{version}.nupkg"), ZipArchiveMode.Create);
        var listed = string.Concat(dependencies.Select(dependency => $"<dependency id=\"{dependency}\" version=\"{version}\" />"));

        Put(package, $"{id}.nuspec", System.Text.Encoding.UTF8.GetBytes($"""
            <?xml version="1.0"?>
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata>
                <id>{id}</id><version>{version}</version><authors>tests</authors><description>A stand-in.</description>
                <dependencies><group targetFramework="net10.0">{listed}</group></dependencies>
              </metadata>
            </package>
            """));

        Put(package, "lib/net10.0/_._", []);

        foreach (var (path, content) in files)
            Put(package, path, content);
    }

    private static void Put(ZipArchive package, string path, byte[] content)
    {
        using var stream = package.CreateEntry(path).Open();
        stream.Write(content);
    }
}
