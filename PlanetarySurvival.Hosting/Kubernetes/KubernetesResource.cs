using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes.Resources;

namespace Aspire.Hosting.Kubernetes;

/// <summary>The objects that a resource becomes.</summary>
public class KubernetesResource(string name, IResource resource, KubernetesEnvironmentResource kubernetesEnvironmentResource) : Resource(name)
{
    /// <summary>The cluster.</summary>
    public KubernetesEnvironmentResource Parent { get; } = kubernetesEnvironmentResource;

    /// <summary>What runs.</summary>
    public Workload? Workload { get; set; }

    /// <summary>Its settings.</summary>
    public ConfigMap? ConfigMap { get; set; }

    /// <summary>Its secret settings.</summary>
    public Secret? Secret { get; set; }

    /// <summary>Its address.</summary>
    public Service? Service { get; set; }

    /// <summary>Whatever else belongs to it.</summary>
    public List<BaseKubernetesResource> AdditionalResources { get; } = [];

    internal IResource Resource { get; } = resource;
}

/// <summary>Changes the objects that a resource becomes.</summary>
internal sealed class KubernetesCustomization(Action<KubernetesResource> configure) : IResourceAnnotation
{
    public Action<KubernetesResource> Configure { get; } = configure;
}
