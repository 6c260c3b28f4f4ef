namespace Aspire.Hosting.ApplicationModel;

/// <summary>A program of the machine.</summary>
public class ExecutableResource(string name, string command, string workingDirectory)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport, IResourceWithProbes, IComputeResource
{
    /// <summary>Its path, or its name if it lies on the search path.</summary>
    public string Command { get; } = command;

    /// <summary>The folder that it starts in.</summary>
    public string WorkingDirectory { get; } = workingDirectory;
}
