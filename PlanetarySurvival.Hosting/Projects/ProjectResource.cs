namespace Aspire.Hosting.ApplicationModel;

/// <summary>A .NET program that is built with the application.</summary>
public class ProjectResource(
    string name) : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport,
        IResourceWithProbes, IComputeResource;
