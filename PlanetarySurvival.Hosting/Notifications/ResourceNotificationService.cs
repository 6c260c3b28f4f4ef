using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Knows the state of every resource and tells who wants to know.</summary>
public class ResourceNotificationService : IDisposable
{
    // A watcher that sleeps through this many updates loses the oldest; it has the newest of each resource anyway.
    private const int PendingUpdatesMax = 100_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResourceEvent> _states = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<Channel<ResourceEvent>> _watchers = [];
    private readonly CancellationTokenSource _disposing = new();

    internal ResourceNotificationService()
    {
    }

    /// <summary>Ends all watching.</summary>
    public void Dispose()
    {
        if (!_disposing.IsCancellationRequested)
            _disposing.Cancel();

        GC.SuppressFinalize(this);
    }

    /// <summary>Changes what is known of a resource.</summary>
    public Task PublishUpdateAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory) =>
        PublishUpdateAsync(resource, resource.Name, stateFactory);

    /// <summary>Changes what is known of a resource.</summary>
    public Task PublishUpdateAsync(IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        lock (_lock)
        {
            var before = _states.TryGetValue(resourceId, out var known) ? known.Snapshot
                : new CustomResourceSnapshot { ResourceType = resource.GetType().Name, Properties = [] };
            var after = stateFactory(before);

            if (known is not null && ReferenceEquals(before, after))
                return Task.CompletedTask;

            var update = new ResourceEvent(resource, resourceId, after);
            _states[resourceId] = update;

            foreach (var watcher in _watchers)
                watcher.Writer.TryWrite(update);
        }

        return Task.CompletedTask;
    }

    /// <summary>What is known of a resource now.</summary>
    public bool TryGetCurrentState(string resourceId, [NotNullWhen(true)] out ResourceEvent? resourceEvent)
    {
        lock (_lock)
            return _states.TryGetValue(resourceId, out resourceEvent);
    }

    /// <summary>What is known of every resource, and then every change, until it is cancelled or the application is gone.</summary>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateBounded<ResourceEvent>(new BoundedChannelOptions(PendingUpdatesMax) { FullMode = BoundedChannelFullMode.DropOldest });

        lock (_lock)
        {
            foreach (var state in _states.Values)
                channel.Writer.TryWrite(state);

            _watchers.Add(channel);
        }

        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);

            await foreach (var update in channel.Reader.ReadAllAsync(either.Token).ConfigureAwait(false))
                yield return update;
        }
        finally
        {
            lock (_lock)
                _watchers.Remove(channel);
        }
    }

    /// <summary>Waits until a resource is in a state; Running if none is named.</summary>
    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, [targetState ?? KnownResourceStates.Running], cancellationToken);

    /// <summary>Waits until a resource is in one of some states, and says in which.</summary>
    public async Task<string> WaitForResourceAsync(string resourceName, IEnumerable<string> targetStates, CancellationToken cancellationToken = default)
    {
        var states = targetStates.ToList();
        var update = await WaitForResourceAsync(
            resourceName, u => u.Snapshot.State is { } state && states.Contains(state.Text), cancellationToken).ConfigureAwait(false);

        return update.Snapshot.State!.Text;
    }

    /// <summary>Waits until something holds for a resource.</summary>
    public async Task<ResourceEvent> WaitForResourceAsync(
        string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        await foreach (var update in WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            if (string.Equals(update.Resource.Name, resourceName, StringComparison.OrdinalIgnoreCase) && predicate(update))
                return update;
        }

        throw new OperationCanceledException($"The application ended while '{resourceName}' was waited for.");
    }

    /// <summary>Waits until a resource runs and is healthy.</summary>
    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceHealthyAsync(resourceName, WaitBehavior.WaitOnResourceUnavailable, cancellationToken);

    /// <summary>Waits until a resource runs and is healthy.</summary>
    /// <exception cref="DistributedApplicationException">It cannot start or has ended, and the behaviour is to give up then.</exception>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, WaitBehavior waitBehavior, CancellationToken cancellationToken = default)
    {
        var update = await WaitForResourceAsync(
            resourceName, u => IsHealthy(u) || (waitBehavior == WaitBehavior.StopOnResourceUnavailable && IsOver(u)), cancellationToken).ConfigureAwait(false);

        return IsHealthy(update) ? update : throw new DistributedApplicationException(
            $"Resource '{resourceName}' is {update.Snapshot.State?.Text} instead of healthy.");
    }

    /// <summary>Waits until all that a resource waits for is as it should be.</summary>
    /// <exception cref="DistributedApplicationException">A dependency cannot become so, and the behaviour is to give up then.</exception>
    public async Task WaitForDependenciesAsync(IResource resource, CancellationToken cancellationToken) =>
        await Task.WhenAll(resource.Annotations.OfType<WaitAnnotation>().Select(
            wait => WaitForDependencyAsync(resource, wait, cancellationToken))).ConfigureAwait(false);

    private async Task WaitForDependencyAsync(IResource resource, WaitAnnotation wait, CancellationToken cancellationToken)
    {
        var givesUp = wait.WaitBehavior == WaitBehavior.StopOnResourceUnavailable;

        bool IsMet(ResourceEvent update) => wait.WaitType switch
        {
            WaitType.WaitUntilHealthy => IsHealthy(update),
            WaitType.WaitUntilStarted => update.Snapshot.State?.Text == KnownResourceStates.Running,
            _ => IsOver(update) && update.Snapshot.ExitCode == wait.ExitCode,
        };

        // Who waits for an end learns that it was the wrong one; nobody else would ever tell.
        bool IsHopeless(ResourceEvent update) => IsOver(update) && (givesUp || wait.WaitType == WaitType.WaitForCompletion);

        var update = await WaitForResourceAsync(wait.Resource.Name, u => IsMet(u) || IsHopeless(u), cancellationToken).ConfigureAwait(false);

        if (!IsMet(update))
        {
            var code = update.Snapshot.ExitCode is { } exitCode ? $" with exit code {exitCode}" : "";
            throw new DistributedApplicationException(
                $"Resource '{resource.Name}' waits for '{wait.Resource.Name}', which is {update.Snapshot.State?.Text}{code}.");
        }
    }

    private static bool IsHealthy(ResourceEvent update) => update.Snapshot.HealthStatus == HealthStatus.Healthy && update.Snapshot.IsReady;

    private static bool IsOver(ResourceEvent update) => update.Snapshot.State is { } state && KnownResourceStates.TerminalStates.Contains(state.Text);
}
