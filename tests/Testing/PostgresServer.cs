using Npgsql;

namespace PlanetarySurvival.Testing;

/// <summary>
/// A PostgreSQL of the test's own: real binaries, a private folder, a free port, fsync on. PostgreSQL refuses to run as root, so root starts
/// it in a user namespace in which it is somebody else.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string _binaries;
    private ChildProcess? _process;

    private PostgresServer(string binaries)
    {
        _binaries = binaries;
        _folder = Directory.CreateTempSubdirectory("planetary-postgres-").FullName;
        Port = FreePorts.Next();
    }

    /// <summary>The TCP port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Whether the machine has the binaries.</summary>
    public static bool IsInstalled => FindBinaries() is not null;

    /// <summary>For Npgsql, as the owner of the server's first database.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=postgres;Database=postgres;Timeout=5";

    /// <summary>Skips the test if the machine has no PostgreSQL. Call it first in the test.</summary>
    public static void Require() => SystemPart.Require(IsInstalled, "PostgreSQL");

    /// <summary>Makes an empty server and starts it. Skips the test as <see cref="Require"/> does.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        Require();
        var server = new PostgresServer(FindBinaries()!);
        try
        {
            await ChildProcess.RunAsync(server._folder, server.Command(
                "initdb", "-D", "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"));
            await server.ResumeAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A fresh, empty database on the same server; returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(string name)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE \"{name}\"", connection);
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Stops it; what was committed stays on disk.</summary>
    public async Task StopAsync()
    {
        if (_process is null)
            return;

        await _process.DisposeAsync();
        _process = null;
    }

    /// <summary>Starts it again on the same port after <see cref="StopAsync"/>.</summary>
    public async Task ResumeAsync()
    {
        _process = ChildProcess.Start(_folder, Command(
            "postgres", "-D", "data", "-p", $"{Port}", "-k", "", "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200",
            "-c", "shared_buffers=32MB"));
        await Wait.UntilAsync(AnswersAsync, "PostgreSQL answers");
    }

    /// <summary>Stops it and deletes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string? FindBinaries()
    {
        const string Root = "/usr/lib/postgresql";
        var versions = Directory.Exists(Root) ? Directory.GetDirectories(Root).OrderDescending().Select(folder => Path.Combine(folder, "bin")) : [];
        return SystemPart.Find("initdb", versions) is { } initdb ? Path.GetDirectoryName(initdb) : null;
    }

    private IEnumerable<string> Command(string program, params IEnumerable<string> arguments)
    {
        string[] asSomebodyElse = Environment.IsPrivilegedProcess ? ["unshare", "--user", "--map-user=1000", "--map-group=1000"] : [];
        return [.. asSomebodyElse, Path.Combine(_binaries, program), .. arguments];
    }

    private async Task<bool> AnswersAsync()
    {
        if (_process!.HasExited)
            throw new InvalidOperationException($"PostgreSQL ended at once:\n{_process.Output}");

        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
