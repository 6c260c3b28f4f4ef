namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something that the application is made of: a program, a container, a parameter.</summary>
public interface IResource
{
    /// <summary>Unique in the application: letters, digits and hyphens, beginning with a letter, at most 64.</summary>
    string Name { get; }

    /// <summary>All that was said about the resource, in the order in which it was said.</summary>
    ResourceAnnotationCollection Annotations { get; }
}

/// <summary>A fact about a resource.</summary>
public interface IResourceAnnotation;

/// <summary>A resource whose process has environment variables.</summary>
public interface IResourceWithEnvironment : IResource;

/// <summary>A resource whose process has command-line arguments.</summary>
public interface IResourceWithArgs : IResource;

/// <summary>A resource that others can reach over the network.</summary>
public interface IResourceWithEndpoints : IResource;

/// <summary>A resource that can wait for others before it starts.</summary>
public interface IResourceWithWaitSupport : IResource;

/// <summary>A resource that can be probed when it is deployed.</summary>
public interface IResourceWithProbes : IResource;

/// <summary>A resource that is deployed as something that runs.</summary>
public interface IComputeResource : IResource;

/// <summary>A resource that never starts or stops.</summary>
public interface IResourceWithoutLifetime : IResource;

/// <summary>What to do with annotations of the same type that are there already.</summary>
public enum ResourceAnnotationMutationBehavior
{
    /// <summary>Keep them.</summary>
    Append = 0,

    /// <summary>Remove them.</summary>
    Replace = 1,
}
