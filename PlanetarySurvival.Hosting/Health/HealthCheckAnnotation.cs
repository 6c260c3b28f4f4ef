namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource is healthy only if a health check of the application says so.</summary>
public class HealthCheckAnnotation(string key) : IResourceAnnotation
{
    /// <summary>The name of the health check.</summary>
    public string Key { get; } = key;
}
