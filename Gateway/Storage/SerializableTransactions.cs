using System.Data;
using Npgsql;

namespace PlanetarySurvival.Gateway.Storage;

/// <summary>Runs work in SERIALIZABLE transactions, which both databases may ask to be tried again.</summary>
internal static class SerializableTransactions
{
    /// <summary>Then the last refusal goes to the caller.</summary>
    public const int AttemptsMax = 8;

    private const int FirstPauseMilliseconds = 5;

    /// <summary>Commits the work and returns its result. The work may run several times.</summary>
    public static async Task<T> RunAsync<T>(
        this NpgsqlDataSource database, Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(cancellation);
                await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.Serializable, cancellation);
                var result = await work(connection);
                await transaction.CommitAsync(cancellation);
                return result;
            }
            catch (PostgresException exception) when (IsRetry(exception) && attempt < AttemptsMax)
            {
                var pause = FirstPauseMilliseconds << attempt;
                await Task.Delay(Random.Shared.Next(pause / 2, pause), cancellation);
            }
        }
    }

    private static bool IsRetry(PostgresException exception) =>
        exception.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;
}
