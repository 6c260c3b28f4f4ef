using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The environment of a process, each time before it starts.</summary>
public class EnvironmentCallbackContext
{
    private readonly IResource? _resource;

    /// <summary>The environment of a process.</summary>
    public EnvironmentCallbackContext(
        DistributedApplicationExecutionContext executionContext, IResource resource, Dictionary<string,
            object>? environmentVariables = null, CancellationToken cancellationToken = default)
    {
        _resource = resource;
        ExecutionContext = executionContext;
        EnvironmentVariables = environmentVariables ?? [];
        CancellationToken = cancellationToken;
    }

    /// <summary>Values are text or anything that provides it later (<see cref="IValueProvider"/>).</summary>
    public Dictionary<string, object> EnvironmentVariables { get; }

    /// <summary>In which mode the application is.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <summary>Whose environment.</summary>
    public IResource Resource => _resource ?? throw new InvalidOperationException("The resource is not known here.");

    /// <summary>Ends with the start.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Writes to the log of the resource.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;
}
