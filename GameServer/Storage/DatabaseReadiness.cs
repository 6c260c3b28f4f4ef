using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace PlanetarySurvival.GameServer.Storage;

/// <summary>
/// Degraded, not unhealthy, while the database is away: who plays goes on playing, what is acknowledged is safe with the backup. (Before
/// the tables are there, the check of the migrations says no.)
/// </summary>
internal sealed class DatabaseReadiness(NpgsqlDataSource database) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = database.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (NpgsqlException exception)
        {
            return HealthCheckResult.Degraded("The database does not answer.", exception);
        }
    }
}
