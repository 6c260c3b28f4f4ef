using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PlanetarySurvival.Hosting.Health;

internal sealed class HttpHealthCheck(HealthClient client, Func<Uri> address, int statusCode) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var answer = await client.Client.GetAsync(address(), HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);

            return (int)answer.StatusCode == statusCode
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"{address()} answers {(int)answer.StatusCode}.");
        }
        catch (HttpRequestException problem)
        {
            return HealthCheckResult.Unhealthy($"{address()} cannot be asked: {problem.Message}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"{address()} does not answer.");
        }
    }
}
