using Npgsql;
using PlanetarySurvival.GameServer.Storage;
using PlanetarySurvival.Testing;

namespace PlanetarySurvival.GameServer.Tests.Storage;

/// <summary>A PostgreSQL with the tables of the game server, and with the fences that the coordinators make.</summary>
public sealed class WorldDatabase : IAsyncLifetime
{
    private PostgresServer? _server;
    private NpgsqlDataSource? _source;

    public NpgsqlDataSource Source
    {
        get
        {
            PostgresServer.Require();
            return _source ??= NpgsqlDataSource.Create(_server!.ConnectionString);
        }
    }

    public string ConnectionString => _server!.ConnectionString;

    public async ValueTask InitializeAsync()
    {
        if (!PostgresServer.IsInstalled)
            return;

        _server = await PostgresServer.StartAsync();
        await ExecuteAsync("CREATE TABLE region_fences (region INT8 PRIMARY KEY, epoch INT8, incarnation UUID, updated_at TIMESTAMPTZ)");
        await using var migration = typeof(PlayerTable).Assembly.GetManifestResourceStream(
            "PlanetarySurvival.GameServer.Storage.Migrations.0001-players.sql")!;
        await ExecuteAsync(await new StreamReader(migration).ReadToEndAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_source is not null)
            await _source.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
