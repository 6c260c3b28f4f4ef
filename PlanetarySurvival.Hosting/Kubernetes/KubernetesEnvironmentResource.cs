using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Kubernetes;

/// <summary>The cluster that the application is published to.</summary>
public sealed class KubernetesEnvironmentResource(string name) : Resource(name)
{
    /// <summary>Whether the dashboard is deployed too.</summary>
    public bool DashboardEnabled { get; set; } = true;

    /// <summary>When an image is fetched.</summary>
    public string DefaultImagePullPolicy { get; set; } = "IfNotPresent";

    /// <summary>How services are reached.</summary>
    public string DefaultServiceType { get; set; } = "ClusterIP";

    internal HelmChartOptions Helm { get; } = new();
}

/// <summary>What is said about a chart.</summary>
public sealed class HelmChartOptions
{
    internal string Name { get; private set; } = "aspire";

    internal string Version { get; private set; } = "0.1.0";

    internal string Description { get; private set; } = "Aspire Helm Chart";

    /// <summary>Its name.</summary>
    public HelmChartOptions WithChartName(string name)
    {
        Name = name;
        return this;
    }

    /// <summary>Its version.</summary>
    public HelmChartOptions WithChartVersion(string version)
    {
        Version = version;
        return this;
    }

    /// <summary>What it is.</summary>
    public HelmChartOptions WithChartDescription(string description)
    {
        Description = description;
        return this;
    }
}
