using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using PlanetarySurvival.AppHost.Engines;
using PlanetarySurvival.AppHost.Secrets;

namespace PlanetarySurvival.AppHost.Database;

/// <summary>The folder in which PostgreSQL keeps the world.</summary>
internal sealed class PostgresFolder(string folder, PostgresPrograms programs)
{
    public const string UserName = "world";

    private const int ConnectionsMax = 200;

    // PostgreSQL takes SIGTERM as "when the last client has gone" and SIGINT as "now, but in order"; who stops the application means the latter.
    private const string Wrapper = """
        trap 'kill -INT "$server" 2>/dev/null' TERM INT
        "$@" &
        server=$!
        wait "$server"
        code=$?
        while kill -0 "$server" 2>/dev/null; do wait "$server"; code=$?; done
        exit "$code"
        """;

    private static readonly TimeSpan LeftoverTime = TimeSpan.FromSeconds(10);

    private readonly UserSwitch _user = UserSwitch.Find();

    public PostgresPrograms Programs => programs;

    /// <summary>A folder that every user may stand in.</summary>
    public string WorkingDirectory => "/";

    /// <summary>The version that a folder was begun with; null if it was not.</summary>
    public static int? MajorVersion(string folder)
    {
        var path = Path.Combine(folder, "PG_VERSION");

        return File.Exists(path) && int.TryParse(File.ReadAllText(path).Trim(), CultureInfo.InvariantCulture, out var version) ? version : null;
    }

    /// <summary>The arguments of a shell that runs the server.</summary>
    public string[] ServerCommand(int port) =>
    [
        "-c", Wrapper, "postgres", .. _user.Prefix, programs.Server, "-D", folder, "-p", port.ToString(CultureInfo.InvariantCulture),
        "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
        "-c", string.Create(CultureInfo.InvariantCulture, $"max_connections={ConnectionsMax}"),
        "-c", "fsync=on", "-c", "synchronous_commit=on",
    ];

    /// <summary>Begins the folder if it is not begun, and clears away what a killed server left.</summary>
    public async Task PrepareAsync(string database, string password, ILogger log, CancellationToken cancellationToken)
    {
        if (MajorVersion(folder) is null)
            await BeginAsync(database, password, log, cancellationToken);
        else
            await ClearLeftoversAsync(cancellationToken);
    }

    private async Task BeginAsync(string database, string password, ILogger log, CancellationToken cancellationToken)
    {
        // Made beside and moved at the end: a start that is killed here begins again.
        var unfinished = folder + ".new";
        var passwordFile = folder + ".password";

        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);

        Directory.CreateDirectory(unfinished);
        SecretFile.Write(passwordFile, password);
        await _user.GiveAsync([unfinished, passwordFile], log, cancellationToken);

        try
        {
            await RunAsync(
                [programs.Initializer, "-D", unfinished, "-U", UserName, "--auth=scram-sha-256", $"--pwfile={passwordFile}", "--locale=C",
                    "--encoding=UTF8"], null);
            await RunAsync([programs.Server, "--single", "-D", unfinished, "postgres"], $"CREATE DATABASE {database};\n");
        }
        finally
        {
            File.Delete(passwordFile);
        }

        Directory.Move(unfinished, folder);

        async Task RunAsync(string[] command, string? input)
        {
            string[] line = [.. _user.Prefix, .. command];
            await ShortCommand.RunAsync(line[0], line[1..], "/", input, log, cancellationToken);
        }
    }

    /// <summary>
    /// A server that was killed leaves postmaster.pid, and the next one refuses to start if by chance another process has that number now. It may
    /// go only when nobody is at work in the folder; the children of a killed server notice its death and end by themselves.
    /// </summary>
    private async Task ClearLeftoversAsync(CancellationToken cancellationToken)
    {
        var processFile = Path.Combine(folder, "postmaster.pid");

        if (!File.Exists(processFile))
            return;

        var waited = Stopwatch.StartNew();

        while (Processes.In(folder).ToList() is { Count: > 0 } workers)
        {
            if (waited.Elapsed > LeftoverTime)
                throw new DistributedApplicationException($"Process {workers[0]} is still at work in '{folder}'. End it and start again.");

            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }

        File.Delete(processFile);
    }
}
