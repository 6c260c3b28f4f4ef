using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PlanetarySurvival.GameServer.Simulation;

/// <summary>Alive is who ticks.</summary>
internal sealed class TickHealth(TickLoop ticks, TickMeter meter) : IHealthCheck
{
    private const long SilenceMicrosecondsMax = 2_000_000;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check());

    private HealthCheckResult Check()
    {
        if (ticks.Failure is { } failure)
            return HealthCheckResult.Unhealthy("A tick failed.", failure);
        if (meter.LastMicroseconds is not { } last)
            return HealthCheckResult.Healthy("The first tick is being prepared.");

        var silence = MonotonicClock.NowMicroseconds - last;
        return silence < SilenceMicrosecondsMax
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"The last tick was {silence / 1000} ms ago.");
    }
}
