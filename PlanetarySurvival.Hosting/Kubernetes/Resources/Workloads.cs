using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>Something that runs pods.</summary>
public abstract class Workload : BaseKubernetesResource
{
    /// <summary>A workload of a kind.</summary>
    protected Workload(string apiVersion, string kind) : base(apiVersion, kind)
    {
    }

    /// <summary>What its pods are.</summary>
    [YamlIgnore]
    public abstract PodTemplateSpecV1 PodTemplate { get; }
}

/// <summary>Pods that are all alike.</summary>
public sealed class Deployment() : Workload("apps/v1", "Deployment")
{
    /// <summary>What is wanted.</summary>
    public DeploymentSpecV1 Spec { get; set; } = new();

    /// <summary>What its pods are.</summary>
    [YamlIgnore]
    public override PodTemplateSpecV1 PodTemplate => Spec.Template;
}

/// <summary>What a deployment should be.</summary>
public sealed class DeploymentSpecV1
{
    /// <summary>Its pods.</summary>
    public PodTemplateSpecV1 Template { get; set; } = new();

    /// <summary>By which it finds them.</summary>
    public LabelSelectorV1 Selector { get; set; } = new();

    /// <summary>How many.</summary>
    public int? Replicas { get; set; } = 1;

    /// <summary>How many former versions are remembered.</summary>
    public int? RevisionHistoryLimit { get; set; } = 3;

    /// <summary>How new ones take the place of old ones.</summary>
    public DeploymentStrategyV1 Strategy { get; set; } = new() { RollingUpdate = new() { MaxSurge = 1, MaxUnavailable = 1 } };
}

/// <summary>How new pods take the place of old ones.</summary>
public sealed class DeploymentStrategyV1
{
    /// <summary>If one after the other.</summary>
    public RollingUpdateDeploymentV1 RollingUpdate { get; set; } = new();

    /// <summary>RollingUpdate, or Recreate.</summary>
    public string Type { get; set; } = "RollingUpdate";
}

/// <summary>How many at a time.</summary>
public sealed class RollingUpdateDeploymentV1
{
    /// <summary>More than wanted.</summary>
    public int? MaxSurge { get; set; }

    /// <summary>Fewer than wanted.</summary>
    public int? MaxUnavailable { get; set; }
}

/// <summary>Pods with names and volumes of their own.</summary>
public sealed class StatefulSet() : Workload("apps/v1", "StatefulSet")
{
    /// <summary>What is wanted.</summary>
    public StatefulSetSpecV1 Spec { get; set; } = new();

    /// <summary>What its pods are.</summary>
    [YamlIgnore]
    public override PodTemplateSpecV1 PodTemplate => Spec.Template;
}

/// <summary>What a stateful set should be.</summary>
public sealed class StatefulSetSpecV1
{
    /// <summary>The headless service that gives its pods their names.</summary>
    public string ServiceName { get; set; } = null!;

    /// <summary>Its pods.</summary>
    public PodTemplateSpecV1 Template { get; set; } = new();

    /// <summary>By which it finds them.</summary>
    public LabelSelectorV1 Selector { get; set; } = new();

    /// <summary>How many.</summary>
    public int? Replicas { get; set; } = 1;

    /// <summary>The storage that each pod has.</summary>
    public List<PersistentVolumeClaim> VolumeClaimTemplates { get; } = [];

    /// <summary>OrderedReady, or Parallel.</summary>
    public string? PodManagementPolicy { get; set; }
}

/// <summary>What pods are.</summary>
public sealed class PodTemplateSpecV1
{
    /// <summary>Their labels.</summary>
    public ObjectMetaV1 Metadata { get; set; } = new();

    /// <summary>Their containers.</summary>
    public PodSpecV1 Spec { get; set; } = new();
}
