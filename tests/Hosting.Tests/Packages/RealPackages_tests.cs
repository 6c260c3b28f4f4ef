using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace PlanetarySurvival.Hosting.Tests.Packages;

/// <summary>With the switch the real packages are asked for, by the right names in the right places, and the same code compiles against them.</summary>
public sealed partial class RealPackages_tests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    private readonly string _folder = Directory.CreateTempSubdirectory("real-packages-").FullName;

    private string Feed => Path.Combine(_folder, "feed");

    private string Source => Path.Combine(_folder, "source");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_AppHost_the_defaults_and_the_integration_tests_compile_with_the_switch()
    {
        Copy(Root());
        await MakeFeedAsync();

        // What the switch does not touch is built first and then taken as it is: programs are not linked, only named.
        await BuildAsync("PlanetarySurvival.Client");
        await BuildAsync("tests/Testing");
        await BuildAsync("PlanetarySurvival.Contracts");
        await BuildAsync("PlanetarySurvival.ServiceDefaults", "-p:UseAspirePackages=true");
        await BuildAsync("PlanetarySurvival.AppHost", "-p:UseAspirePackages=true", "-p:BuildProjectReferences=false");
        await BuildAsync("tests/Integration.Tests", "-p:UseAspirePackages=true", "-p:BuildProjectReferences=false");

        var assets = await File.ReadAllTextAsync(Path.Combine(Source, "PlanetarySurvival.AppHost", "obj", "project.assets.json"));

        Assert.Contains("\"Aspire.Hosting.AppHost/", assets, StringComparison.Ordinal);
        Assert.DoesNotContain("PlanetarySurvival.Hosting/", assets, StringComparison.Ordinal);
        Assert.DoesNotContain("PlanetarySurvival.Dashboard/", assets, StringComparison.Ordinal);
    }

    private async Task MakeFeedAsync()
    {
        var version = Version().Match(await File.ReadAllTextAsync(Path.Combine(Source, "Directory.Build.props"))).Groups[1].Value;
        var feed = new PackageFeed(Directory.CreateDirectory(Feed).FullName, version);

        feed.AddHosting("Aspire.Hosting.AppHost");
        feed.Add("Aspire.Hosting.Testing", dependencies: "Aspire.Hosting.AppHost");
        feed.Add("Aspire.Hosting.Kubernetes", $"{version}-preview.1.25000.1", "Aspire.Hosting.AppHost");
        feed.AddSdk("Aspire.AppHost.Sdk", await File.ReadAllTextAsync(Path.Combine(
            Source, "PlanetarySurvival.Hosting", "build", "PlanetarySurvival.Hosting.targets")));

        await PackAsync("Aspire.Npgsql", "Postgres", version);
        await PackAsync("Aspire.StackExchange.Redis", "Redis", version);

        await File.WriteAllTextAsync(Path.Combine(_folder, "NuGet.config"), $"""
            <configuration>
              <packageSources><add key="stand-ins" value="{Feed}" /></packageSources>
            </configuration>
            """);
    }

    /// <summary>The stand-in of a client package is a folder of ServiceDefaults; here it becomes a package.</summary>
    private async Task PackAsync(string id, string folder, string version)
    {
        var defaults = Path.Combine(Source, "PlanetarySurvival.ServiceDefaults");
        var project = Directory.CreateDirectory(Path.Combine(Source, "packages", id)).FullName;
        var references = PackageReference().Matches(await File.ReadAllTextAsync(Path.Combine(defaults, "PlanetarySurvival.ServiceDefaults.csproj")))
            .Select(match => match.Value).Where(line => !line.Contains("\"Aspire.", StringComparison.Ordinal));

        await File.WriteAllTextAsync(Path.Combine(project, $"{id}.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <Version>{version}</Version>
                <PackageOutputPath>{Feed}</PackageOutputPath>
                <IsPackable>true</IsPackable>
                <NoWarn>NU5104;CS1591;$(NoWarn)</NoWarn>
              </PropertyGroup>
              <ItemGroup>
                <FrameworkReference Include="Microsoft.AspNetCore.App" />
                {string.Join('\n', references)}
                <Compile Include="../../PlanetarySurvival.ServiceDefaults/{folder}/**/*.cs" />
              </ItemGroup>
            </Project>
            """);

        await RunAsync("pack", project);
    }

    private Task BuildAsync(string project, params string[] switches) => RunAsync("build", Path.Combine(Source, project), switches);

    private async Task RunAsync(string verb, string project, params string[] switches)
    {
        var start = new ProcessStartInfo("dotnet", [verb, project, "-v", "q", "-nologo", "-p:NuGetAudit=false", "--disable-build-servers", .. switches])
        {
            WorkingDirectory = Source,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Packages of these names must not come to lie among those of the machine, but those are read.
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } moved
            ? moved
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        start.Environment["RestoreFallbackFolders"] = cache;
        start.Environment["NUGET_PACKAGES"] = Path.Combine(_folder, "cache");
        start.Environment.Remove("MSBUILD_EXE_PATH");
        start.Environment.Remove("MSBuildSDKsPath");

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);

        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        Assert.True(process.ExitCode == 0, $"dotnet {verb} {project} {string.Join(' ', switches)}:\n{await output}{await errors}");
    }

    private void Copy(string root)
    {
        string[] left = ["bin", "obj", ".git", ".data", ".vs", "node_modules"];
        var folders = new Stack<string>([root]);

        while (folders.TryPop(out var folder))
        {
            var target = Path.Combine(Source, Path.GetRelativePath(root, folder));
            Directory.CreateDirectory(target);

            foreach (var file in Directory.EnumerateFiles(folder))
                File.Copy(file, Path.Combine(target, Path.GetFileName(file)));

            foreach (var inner in Directory.EnumerateDirectories(folder).Where(inner => !left.Contains(Path.GetFileName(inner))))
                folders.Push(inner);
        }
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));

    [GeneratedRegex("<AspireVersion>(.+?)</AspireVersion>")]
    private static partial Regex Version();

    [GeneratedRegex("<PackageReference [^>]+/>")]
    private static partial Regex PackageReference();
}
