using PlanetarySurvival.Hosting.Resources;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The resources of an application.</summary>
public class DistributedApplicationModel
{
    /// <summary>The resources of an application.</summary>
    public DistributedApplicationModel(IResourceCollection resources) => Resources = resources;

    /// <summary>The resources of an application.</summary>
    public DistributedApplicationModel(IEnumerable<IResource> resources)
    {
        Resources = new ResourceCollection();

        foreach (var resource in resources)
            Resources.Add(resource);
    }

    /// <summary>In the order in which they were added.</summary>
    public IResourceCollection Resources { get; }
}
