using System.Data;
using Npgsql;

namespace PlanetarySurvival.GameServer.Storage;

/// <summary>Runs SERIALIZABLE transactions, again from the beginning when another one stopped them.</summary>
internal static class SerializableTransactions
{
    private const string SerializationFailure = "40001";
    private const string Deadlock = "40P01";
    // Two inserts of one key, each of which saw no row.
    private const string UniqueViolation = "23505";

    /// <summary>
    /// Runs the work and commits. The work may run several times. Throws what the database throws, and <see cref="TimeoutException"/> after
    /// <see cref="StorageLimits.Timeout"/>.
    /// </summary>
    public static async Task<T> RunSerializableAsync<T>(
        this NpgsqlDataSource database, Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(StorageLimits.Timeout);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await TryAsync(database, work, timeout.Token);
                }
                catch (PostgresException exception)
                    when (exception.SqlState is SerializationFailure or Deadlock or UniqueViolation && attempt < StorageLimits.AttemptsMax)
                {
                    // Random, so that those who met once do not meet again.
                    await Task.Delay(Random.Shared.Next(1, 10 << Math.Min(attempt, 5)), timeout.Token);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"The database did not answer within {StorageLimits.Timeout.TotalSeconds:0} s.");
        }
    }

    private static async Task<T> TryAsync<T>(
        NpgsqlDataSource database, Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.Serializable, cancellation);
        var result = await work(connection, cancellation);
        await transaction.CommitAsync(cancellation);
        return result;
    }
}
