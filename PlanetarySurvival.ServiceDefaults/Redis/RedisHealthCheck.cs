using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace PlanetarySurvival.ServiceDefaults;

/// <summary>Healthy if Redis answers a ping.</summary>
internal sealed class RedisHealthCheck(Func<IConnectionMultiplexer> connect) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            // The first connection blocks its thread; a probe does not wait for it.
            var redis = await Task.Run(connect, cancellationToken).WaitAsync(cancellationToken);
            if (!redis.IsConnected)
                return new HealthCheckResult(context.Registration.FailureStatus, "Redis is not connected.");

            await redis.GetDatabase().PingAsync().WaitAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "Redis does not answer.", exception);
        }
    }
}
