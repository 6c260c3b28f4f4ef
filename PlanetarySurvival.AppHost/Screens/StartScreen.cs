using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using PlanetarySurvival.AppHost.Launch;

namespace PlanetarySurvival.AppHost.Screens;

internal static class StartScreenSetup
{
    public static void AddStartScreen(this IDistributedApplicationBuilder builder) => builder.Services.AddHostedService<StartScreen>();
}

/// <summary>Says on one screen where to look, once everything is up.</summary>
internal sealed class StartScreen(
    LocalLaunch launch, ResourceNotificationService notifications, DistributedApplicationModel model, IHostApplicationLifetime lifetime) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, CustomResourceSnapshot> _snapshots = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Console.WriteLine($"Planetary Survival is starting. Dashboard: {launch.DashboardLogin}");

        try
        {
            using var watching = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            var settled = WatchUntilSettledAsync(watching.Token);

            while (await Task.WhenAny(settled, Task.Delay(Patience, stoppingToken)) != settled)
            {
                stoppingToken.ThrowIfCancellationRequested();
                Console.WriteLine($"Still on the way: {string.Join(", ", Open())}");
            }

            await settled;
            Print();
            await Task.Delay(Timeout.Infinite, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            if (lifetime.ApplicationStopping.IsCancellationRequested)
                Console.WriteLine("Stopping …");
        }
    }

    private async Task WatchUntilSettledAsync(CancellationToken cancellationToken)
    {
        await foreach (var update in notifications.WatchAsync(cancellationToken))
        {
            lock (_snapshots)
                _snapshots[update.Resource.Name] = update.Snapshot;

            if (Open().Count == 0)
                return;
        }
    }

    private List<string> Open()
    {
        lock (_snapshots)
        {
            return [.. model.Resources
                .Where(r => r is not ParameterResource && !(_snapshots.TryGetValue(r.Name, out var snapshot) && IsSettled(snapshot)))
                .Select(r => $"{r.Name} ({(_snapshots.TryGetValue(r.Name, out var snapshot) ? Describe(snapshot) : "unknown")})")];
        }
    }

    private static bool IsSettled(CustomResourceSnapshot snapshot) => snapshot.HealthStatus == HealthStatus.Healthy
        || snapshot.State?.Text == KnownResourceStates.RuntimeUnhealthy
        || snapshot.State?.Text == KnownResourceStates.FailedToStart
        || snapshot.State?.Text == KnownResourceStates.Finished;

    private static string Describe(CustomResourceSnapshot snapshot) => snapshot.State?.Text == KnownResourceStates.Running
        ? snapshot.HealthStatus == HealthStatus.Healthy ? "healthy" : "not ready yet"
        : snapshot.State?.Text ?? "unknown";

    private void Print()
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture);

        writer.WriteLine();
        writer.WriteLine("  Planetary Survival is up.");
        writer.WriteLine();
        writer.WriteLine($"  Dashboard   {launch.DashboardLogin}");

        if (Port("gateway", "http") is { } gateway)
            writer.WriteLine($"  Gateway     http://localhost:{gateway}   (curl -s localhost:{gateway}/v1/mesh)");

        writer.WriteLine();

        lock (_snapshots)
        {
            foreach (var resource in model.Resources.Where(r => r is ProjectResource or ExecutableResource or ContainerResource))
                writer.WriteLine($"  {resource.Name,-20} {Describe(_snapshots[resource.Name]),-14} {Ports(resource)}");
        }

        writer.WriteLine();

        foreach (var remark in launch.Remarks)
            writer.WriteLine($"  {remark}");

        writer.WriteLine($"  World       {launch.DataFolder}   (--fresh discards it)");
        writer.WriteLine($"  Logs        {launch.LogFolder}");
        writer.WriteLine("  Stop        Ctrl+C");

        Console.WriteLine(writer.ToString());
    }

    private int? Port(string resourceName, string endpoint) =>
        model.Resources.FirstOrDefault(r => r.Name == resourceName)?.Annotations.OfType<EndpointAnnotation>().FirstOrDefault(e => e.Name == endpoint)?.Port;

    private static string Ports(IResource resource) =>
        string.Join("  ", resource.Annotations.OfType<EndpointAnnotation>().Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Name} {e.Port}")));
}
