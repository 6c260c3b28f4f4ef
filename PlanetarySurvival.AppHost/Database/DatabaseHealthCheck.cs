using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace PlanetarySurvival.AppHost.Database;

internal static class DatabaseHealthCheck
{
    public delegate Task Existence(NpgsqlConnectionStringBuilder connection, CancellationToken cancellationToken);

    private const int AnswerSeconds = 3;

    /// <summary>The server accepts statements in the database of the world.</summary>
    public static async Task<HealthCheckResult> CheckAsync(IResourceWithConnectionString resource, Existence existence, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnectionStringBuilder(await resource.GetConnectionStringAsync(cancellationToken))
        {
            Timeout = AnswerSeconds,
            CommandTimeout = AnswerSeconds,
            Pooling = false,
        };

        try
        {
            await existence(connection, cancellationToken);
            await ExecuteAsync(connection, "SELECT 1", cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception problem) when (problem is NpgsqlException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy(problem.Message);
        }
    }

    /// <summary>The database was created with the server.</summary>
    public static Task ExpectDatabase(NpgsqlConnectionStringBuilder connection, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The server is asked for the database each time.</summary>
    public static async Task CreateDatabaseFirst(NpgsqlConnectionStringBuilder connection, CancellationToken cancellationToken)
    {
        var anywhere = new NpgsqlConnectionStringBuilder(connection.ConnectionString) { Database = "defaultdb" };

        await ExecuteAsync(anywhere, $"CREATE DATABASE IF NOT EXISTS \"{connection.Database}\"", cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnectionStringBuilder connection, string statement, CancellationToken cancellationToken)
    {
        await using var session = new NpgsqlConnection(connection.ConnectionString);
        await session.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(statement, session);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
