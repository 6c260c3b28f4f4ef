using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace PlanetarySurvival.Hosting.Waiting;

/// <summary>Who waits for whom.</summary>
internal static class StartOrder
{
    /// <summary>Checks that all that is waited for or referred to is there, and that nobody waits for himself in the end.</summary>
    /// <exception cref="DistributedApplicationException">Names the resources.</exception>
    public static void Check(IReadOnlyCollection<IResource> resources)
    {
        var known = resources.ToHashSet(ReferenceEqualityComparer.Instance);

        foreach (var resource in resources)
        {
            foreach (var other in Related(resource).Where(other => !known.Contains(other)))
                throw new DistributedApplicationException($"Resource '{resource.Name}' refers to '{other.Name}', which is not part of the application.");
        }

        var finished = new HashSet<IResource>(ReferenceEqualityComparer.Instance);
        var path = new List<IResource>();

        foreach (var resource in resources)
            Visit(resource, path, finished);
    }

    /// <summary>Those that <paramref name="resource"/> waits for.</summary>
    public static IEnumerable<IResource> Dependencies(IResource resource) =>
        resource.Annotations.OfType<WaitAnnotation>().Select(w => w.Resource).Distinct();

    private static IEnumerable<IResource> Related(IResource resource) =>
        Dependencies(resource).Concat(resource.Annotations.OfType<ResourceRelationshipAnnotation>().Select(r => r.Resource));

    private static void Visit(IResource resource, List<IResource> path, HashSet<IResource> finished)
    {
        if (finished.Contains(resource))
            return;

        if (path.IndexOf(resource) is >= 0 and var start)
        {
            var circle = string.Join(" -> ", path.Skip(start).Append(resource).Select(r => $"'{r.Name}'"));
            throw new DistributedApplicationException($"Resources wait for each other in a circle, so none can start: {circle}.");
        }

        path.Add(resource);

        foreach (var dependency in Dependencies(resource))
            Visit(dependency, path, finished);

        path.RemoveAt(path.Count - 1);
        finished.Add(resource);
    }
}
