using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>Something with a kind.</summary>
public abstract class BaseKubernetesObject
{
    /// <summary>Something of a kind.</summary>
    protected BaseKubernetesObject(string? apiVersion = null, string? kind = null) => (ApiVersion, Kind) = (apiVersion, kind);

    /// <summary>The version of its kind.</summary>
    [YamlMember(Order = -3)]
    public string? ApiVersion { get; set; }

    /// <summary>Its kind.</summary>
    [YamlMember(Order = -2)]
    public string? Kind { get; set; }
}

/// <summary>An object of the cluster.</summary>
public abstract class BaseKubernetesResource : BaseKubernetesObject
{
    /// <summary>An object of a kind.</summary>
    protected BaseKubernetesResource(string apiVersion, string kind) : base(apiVersion, kind)
    {
    }

    /// <summary>Its name and labels.</summary>
    [YamlMember(Order = -1)]
    public ObjectMetaV1 Metadata { get; set; } = new();
}

/// <summary>Who an object is.</summary>
public sealed class ObjectMetaV1
{
    /// <summary>Its name.</summary>
    public string Name { get; set; } = null!;

    /// <summary>Where it is, if not where the release is.</summary>
    public string Namespace { get; set; } = null!;

    /// <summary>Notes for programs.</summary>
    public Dictionary<string, string> Annotations { get; } = [];

    /// <summary>By which it is found.</summary>
    public Dictionary<string, string> Labels { get; set; } = [];
}

/// <summary>Which objects are meant.</summary>
public sealed class LabelSelectorV1
{
    /// <summary>The labels that they all have.</summary>
    public Dictionary<string, string> MatchLabels { get; } = [];
}

/// <summary>Settings.</summary>
public sealed class ConfigMap() : BaseKubernetesResource("v1", "ConfigMap")
{
    /// <summary>Names and values.</summary>
    public Dictionary<string, string> Data { get; } = [];
}

/// <summary>Secret settings.</summary>
public sealed class Secret() : BaseKubernetesResource("v1", "Secret")
{
    /// <summary>Names and values as text.</summary>
    public Dictionary<string, string> StringData { get; } = [];

    /// <summary>What kind of secret.</summary>
    public string Type { get; set; } = "Opaque";
}

/// <summary>A demand for storage.</summary>
public sealed class PersistentVolumeClaim() : BaseKubernetesResource("v1", "PersistentVolumeClaim")
{
    /// <summary>What is demanded.</summary>
    public PersistentVolumeClaimSpecV1 Spec { get; set; } = new();
}

/// <summary>What storage is demanded.</summary>
public sealed class PersistentVolumeClaimSpecV1
{
    /// <summary>The class; the cluster's default if null.</summary>
    public string StorageClassName { get; set; } = null!;

    /// <summary>Who may use it at once.</summary>
    public List<string> AccessModes { get; } = [];

    /// <summary>How much.</summary>
    public VolumeResourceRequirementsV1 Resources { get; set; } = new();
}

/// <summary>How much storage.</summary>
public sealed class VolumeResourceRequirementsV1
{
    /// <summary>At least.</summary>
    public Dictionary<string, string> Requests { get; } = [];
}
