using System.Collections.Concurrent;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Hosting;

namespace PlanetarySurvival.Dashboard.Resources;

/// <summary>Follows all resources once, for all pages.</summary>
public sealed class ResourceFeed(ResourceNotificationService notifications, DistributedApplicationModel model) : BackgroundService
{
    private readonly ConcurrentDictionary<string, ResourceView> _views = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Something changed. Called from any thread.</summary>
    public event Action? Changed;

    /// <summary>All resources in the order of the AppHost.</summary>
    public IReadOnlyList<ResourceView> Views => [.. _views.Values.OrderBy(view => view.Order)];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var update in notifications.WatchAsync(stoppingToken))
            {
                _views[update.ResourceId] = new ResourceView(update.Resource, update.Snapshot, model.Resources.IndexOf(update.Resource));
                Changed?.Invoke();
            }
        }
        catch (OperationCanceledException)
        {
            // The application ends.
        }
    }
}
