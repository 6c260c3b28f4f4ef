using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PlanetarySurvival.Hosting.Waiting;

namespace PlanetarySurvival.Hosting.Running;

/// <summary>Starts the resources of an application, each as soon as those that it waits for are ready, and stops them in the opposite order.</summary>
internal sealed class ApplicationRun(
    DistributedApplicationModel model, IDistributedApplicationEventing eventing, IServiceProvider services) : IHostedService, IAsyncDisposable
{
    private readonly Dictionary<IResource, ResourceRun> _runs = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether addresses are known.</summary>
    public bool IsStarted { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await eventing.PublishAsync(new BeforeStartEvent(services, model), cancellationToken).ConfigureAwait(false);

        StartOrder.Check([.. model.Resources]);

        foreach (var resource in model.Resources)
            EndpointAllocation.Allocate(resource);

        foreach (var resource in model.Resources)
            _runs.Add(resource, ActivatorUtilities.CreateInstance<ResourceRun>(services, resource));

        foreach (var run in _runs.Values)
            await run.IntroduceAsync().ConfigureAwait(false);

        IsStarted = true;

        foreach (var (resource, run) in _runs)
        {
            if (!resource.HasAnnotationOfType<ExplicitStartupAnnotation>())
                run.Begin();
        }

        await eventing.PublishAsync(new AfterResourcesCreatedEvent(services, model), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The run of a resource that has one.</summary>
    public ResourceRun? Find(IResource resource) => _runs.GetValueOrDefault(resource);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var stops = new Dictionary<IResource, Task>(ReferenceEqualityComparer.Instance);

        foreach (var run in _runs.Values)
            run.Close();

        foreach (var resource in _runs.Keys)
            _ = StopAfterDependents(resource, stops);

        await Task.WhenAll(stops.Values).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None).ConfigureAwait(false);

    private Task StopAfterDependents(IResource resource, Dictionary<IResource, Task> stops)
    {
        if (stops.TryGetValue(resource, out var known))
            return known;

        var dependents = _runs.Keys.Where(r => StartOrder.Dependencies(r).Contains(resource)).ToList();
        var before = dependents.Select(dependent => StopAfterDependents(dependent, stops)).ToList();

        return stops[resource] = StopAsync(resource, before);
    }

    private async Task StopAsync(IResource resource, List<Task> before)
    {
        await Task.WhenAll(before).ConfigureAwait(false);
        await _runs[resource].StopAsync(CancellationToken.None).ConfigureAwait(false);
    }
}
