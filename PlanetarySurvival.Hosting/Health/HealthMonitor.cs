using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PlanetarySurvival.Hosting.Health;

/// <summary>Asks for the health of a resource for as long as its process runs.</summary>
internal sealed class HealthMonitor(
    HealthCheckService checks, ResourceNotificationService notifications, IDistributedApplicationEventing eventing, IServiceProvider services)
{
    private static readonly TimeSpan IntervalUntilHealthy = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan IntervalOnceHealthy = TimeSpan.FromSeconds(2);

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(IResource resource, CancellationToken cancellationToken)
    {
        var keys = Keys(resource);
        var ready = false;

        while (!cancellationToken.IsCancellationRequested)
        {
            var healthy = true;

            if (keys.Count > 0)
            {
                var report = await checks.CheckHealthAsync(registration => keys.Contains(registration.Name), cancellationToken).ConfigureAwait(false);
                var now = DateTime.UtcNow;

                healthy = keys.All(report.Entries.ContainsKey) && report.Status == HealthStatus.Healthy;

                await notifications.PublishUpdateAsync(resource, snapshot => cancellationToken.IsCancellationRequested ? snapshot : snapshot with
                {
                    HealthReports = [.. keys.Select(key => Snapshot(key, report, now))],
                }).ConfigureAwait(false);
            }

            if (healthy && !ready)
            {
                ready = true;
                await eventing.PublishAsync(new ResourceReadyEvent(resource, services), cancellationToken).ConfigureAwait(false);
                await notifications.PublishUpdateAsync(
                    resource, snapshot => cancellationToken.IsCancellationRequested ? snapshot : snapshot with { IsReady = true }).ConfigureAwait(false);
            }

            if (keys.Count == 0)
                return;

            await Task.Delay(healthy ? IntervalOnceHealthy : IntervalUntilHealthy, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The reports of a resource of which nothing is known yet.</summary>
    public static ImmutableArray<HealthReportSnapshot> Unknown(IResource resource) =>
        [.. Keys(resource).Select(key => new HealthReportSnapshot(key, null, null, null))];

    private static HashSet<string> Keys(IResource resource) => [.. resource.Annotations.OfType<HealthCheckAnnotation>().Select(a => a.Key)];

    private static HealthReportSnapshot Snapshot(string key, HealthReport report, DateTime now) => report.Entries.TryGetValue(key, out var entry)
        ? new HealthReportSnapshot(key, entry.Status, entry.Description, entry.Exception?.ToString()) { LastRunAt = now }
        : new HealthReportSnapshot(key, HealthStatus.Unhealthy, "There is no health check of that name.", null) { LastRunAt = now };
}
