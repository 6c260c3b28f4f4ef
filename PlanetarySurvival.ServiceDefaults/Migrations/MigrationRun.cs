using System.Data;
using Npgsql;

namespace PlanetarySurvival.ServiceDefaults;

/// <summary>One pass over a program's migrations. Works on PostgreSQL and CockroachDB, and beside other processes that do the same.</summary>
internal sealed class MigrationRun(NpgsqlDataSource database, string program, IReadOnlyList<Migration> migrations)
{
    // Two processes that create a table at the same moment may both find it missing: PostgreSQL then fails one of them with the first or
    // the second state, which asks for another try. The last two are the usual requests to try again.
    private static readonly string[] TryAgain =
        [PostgresErrorCodes.UniqueViolation, PostgresErrorCodes.DuplicateTable, PostgresErrorCodes.SerializationFailure, PostgresErrorCodes.DeadlockDetected];

    private const int AttemptsMax = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Applies what is missing and returns the names of what was applied. Throws <see cref="NpgsqlException"/> if it cannot.</summary>
    public async Task<IReadOnlyList<string>> ApplyAsync(CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await CreateBookkeepingAsync(cancellation);
                return await ApplyUnderLockAsync(cancellation);
            }
            catch (PostgresException exception) when (TryAgain.Contains(exception.SqlState) && attempt < AttemptsMax)
            {
                await Task.Delay(Pause * attempt, cancellation);
            }
        }
    }

    private async Task CreateBookkeepingAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await ExecuteAsync(connection, "CREATE TABLE IF NOT EXISTS schema_lock (program TEXT PRIMARY KEY)", [], cancellation);
        await ExecuteAsync(
            connection,
            """
            CREATE TABLE IF NOT EXISTS schema_migration (
                program TEXT NOT NULL,
                number INT4 NOT NULL,
                name TEXT NOT NULL,
                applied_at TIMESTAMPTZ NOT NULL DEFAULT now(),
                PRIMARY KEY (program, number))
            """,
            [], cancellation);
        await ExecuteAsync(
            connection, "INSERT INTO schema_lock (program) VALUES ($1) ON CONFLICT (program) DO NOTHING", [program], cancellation);
    }

    // The lock is a row held by a transaction that does nothing else, so it ends with the process that holds it. On CockroachDB such a
    // lock may be lost when its range moves; statements are idempotent, so that two processes at once then do no harm.
    private async Task<IReadOnlyList<string>> ApplyUnderLockAsync(CancellationToken cancellation)
    {
        await using var holder = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await holder.BeginTransactionAsync(IsolationLevel.Serializable, cancellation);
        await ExecuteAsync(holder, "SELECT program FROM schema_lock WHERE program = $1 FOR UPDATE", [program], cancellation);

        await using var connection = await database.OpenConnectionAsync(cancellation);
        var applied = await ReadAppliedAsync(connection, cancellation);
        var missing = migrations.Where(migration => !applied.Contains(migration.Number)).ToArray();
        foreach (var migration in missing)
        {
            foreach (var statement in migration.Statements)
                await ExecuteAsync(connection, statement, [], cancellation);

            await ExecuteAsync(
                connection,
                "INSERT INTO schema_migration (program, number, name) VALUES ($1, $2, $3) ON CONFLICT (program, number) DO NOTHING",
                [program, migration.Number, migration.Name], cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return [.. missing.Select(migration => migration.Name)];
    }

    private async Task<HashSet<int>> ReadAppliedAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT number FROM schema_migration WHERE program = $1", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = program });

        var numbers = new HashSet<int>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            numbers.Add(reader.GetInt32(0));
        return numbers;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, object[] values, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
