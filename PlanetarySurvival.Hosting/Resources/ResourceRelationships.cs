namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource has to do with another.</summary>
public sealed class ResourceRelationshipAnnotation(IResource resource, string type) : IResourceAnnotation
{
    /// <summary>The other resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>What it is to this one: Reference, WaitFor or Parent.</summary>
    public string Type { get; } = type;
}
