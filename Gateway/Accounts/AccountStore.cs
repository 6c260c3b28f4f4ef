using System.Security.Cryptography;
using Npgsql;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Gateway.Storage;

namespace PlanetarySurvival.Gateway.Accounts;

/// <summary>The accounts in the database.</summary>
internal sealed class AccountStore(NpgsqlDataSource database)
{
    /// <summary>The account of a name, in whatever case; null if there is none.</summary>
    public Task<Account?> FindAsync(string nameKey, CancellationToken cancellation) => database.RunAsync(async connection =>
    {
        await using var command = new NpgsqlCommand("SELECT player, name, password FROM accounts WHERE name_key = $1", connection)
        {
            Parameters = { new() { Value = nameKey } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation)
            ? new Account(new PlayerId((ulong)reader.GetInt64(0)), reader.GetString(1), reader.GetString(2))
            : null;
    }, cancellation);

    /// <summary>Makes an account; null if the name is taken.</summary>
    public Task<PlayerId?> TryCreateAsync(string name, string nameKey, string password, CancellationToken cancellation)
    {
        var player = DrawPlayer();
        return database.RunAsync<PlayerId?>(async connection =>
        {
            await using var command = new NpgsqlCommand(
                """
                INSERT INTO accounts (player, name, name_key, password) VALUES ($1, $2, $3, $4)
                ON CONFLICT (name_key) DO NOTHING RETURNING player
                """, connection)
            {
                Parameters =
                {
                    new() { Value = (long)player.Value }, new() { Value = name }, new() { Value = nameKey }, new() { Value = password },
                },
            };
            return await command.ExecuteScalarAsync(cancellation) is null ? null : player;
        }, cancellation);
    }

    /// <summary>Counts the player's next session and returns it; null if there is no such player.</summary>
    public Task<ulong?> RaiseSessionAsync(PlayerId player, CancellationToken cancellation) => database.RunAsync<ulong?>(async connection =>
    {
        await using var command = new NpgsqlCommand(
            "UPDATE accounts SET session = session + 1 WHERE player = $1 RETURNING session", connection)
        {
            Parameters = { new() { Value = (long)player.Value } },
        };
        return await command.ExecuteScalarAsync(cancellation) is long session ? (ulong)session : null;
    }, cancellation);

    // 63 bits: the column is signed. 0 is nobody.
    private static PlayerId DrawPlayer()
    {
        while (true)
        {
            var bits = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) >> 1;
            if (bits != 0)
                return new PlayerId(bits);
        }
    }
}
