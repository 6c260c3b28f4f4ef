namespace Aspire.Hosting.ApplicationModel;

/// <summary>Adds to the environment of a process, each time before it starts.</summary>
public class EnvironmentCallbackAnnotation(Func<EnvironmentCallbackContext, Task> callback) : IResourceAnnotation
{
    /// <summary>Adds to the environment.</summary>
    public Func<EnvironmentCallbackContext, Task> Callback { get; } = callback;
}
