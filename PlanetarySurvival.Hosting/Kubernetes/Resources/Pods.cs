namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>What a pod is.</summary>
public sealed class PodSpecV1
{
    /// <summary>What runs in it.</summary>
    public List<ContainerV1> Containers { get; } = [];

    /// <summary>Seconds that it may take to end.</summary>
    public long? TerminationGracePeriodSeconds { get; set; }

    /// <summary>Whose rights it has.</summary>
    public PodSecurityContextV1? SecurityContext { get; set; }

    /// <summary>Its storage.</summary>
    public List<VolumeV1> Volumes { get; } = [];
}

/// <summary>Whose rights a pod has.</summary>
public sealed class PodSecurityContextV1
{
    /// <summary>Refuse to run as root.</summary>
    public bool? RunAsNonRoot { get; set; }

    /// <summary>The user.</summary>
    public long? RunAsUser { get; set; }

    /// <summary>The user's group.</summary>
    public long? RunAsGroup { get; set; }

    /// <summary>The group of its volumes.</summary>
    public long? FsGroup { get; set; }
}

/// <summary>Storage of a pod.</summary>
public sealed class VolumeV1
{
    /// <summary>Its name in the pod.</summary>
    public string Name { get; set; } = null!;

    /// <summary>Storage that ends with the pod.</summary>
    public EmptyDirVolumeSourceV1? EmptyDir { get; set; }

    /// <summary>Storage that outlives it.</summary>
    public PersistentVolumeClaimVolumeSourceV1? PersistentVolumeClaim { get; set; }
}

/// <summary>Storage that ends with the pod.</summary>
public sealed class EmptyDirVolumeSourceV1;

/// <summary>Storage that is demanded elsewhere.</summary>
public sealed class PersistentVolumeClaimVolumeSourceV1
{
    /// <summary>The demand.</summary>
    public string ClaimName { get; set; } = null!;
}

/// <summary>What runs.</summary>
public sealed class ContainerV1
{
    /// <summary>Instead of what the image says.</summary>
    public List<string> Command { get; } = [];

    /// <summary>What is run.</summary>
    public string Image { get; set; } = null!;

    /// <summary>Whether it must be started again.</summary>
    public ProbeV1? LivenessProbe { get; set; }

    /// <summary>Its name.</summary>
    public string Name { get; set; } = null!;

    /// <summary>Whether it may be asked.</summary>
    public ProbeV1? ReadinessProbe { get; set; }

    /// <summary>Its environment, from settings.</summary>
    public List<EnvFromSourceV1> EnvFrom { get; } = [];

    /// <summary>Its environment, one by one; these go first.</summary>
    public List<EnvVarV1> Env { get; } = [];

    /// <summary>Its arguments.</summary>
    public List<string> Args { get; } = [];

    /// <summary>Where it listens.</summary>
    public List<ContainerPortV1> Ports { get; } = [];

    /// <summary>Where its storage is.</summary>
    public List<VolumeMountV1> VolumeMounts { get; } = [];

    /// <summary>When the image is fetched.</summary>
    public string ImagePullPolicy { get; set; } = "IfNotPresent";
}

/// <summary>Where a container listens.</summary>
public sealed class ContainerPortV1
{
    /// <summary>Its name.</summary>
    public string Name { get; set; } = null!;

    /// <summary>TCP or UDP.</summary>
    public string Protocol { get; set; } = "TCP";

    /// <summary>The port.</summary>
    public Int32OrStringV1? ContainerPort { get; set; }
}

/// <summary>Where storage is in a container.</summary>
public sealed class VolumeMountV1
{
    /// <summary>The storage.</summary>
    public string Name { get; set; } = null!;

    /// <summary>The folder.</summary>
    public string MountPath { get; set; } = null!;

    /// <summary>Whether it may only be read.</summary>
    public bool? ReadOnly { get; set; }
}

/// <summary>Variables from settings.</summary>
public sealed class EnvFromSourceV1
{
    /// <summary>From these.</summary>
    public ConfigMapEnvSourceV1? ConfigMapRef { get; set; }

    /// <summary>From these.</summary>
    public SecretEnvSourceV1? SecretRef { get; set; }
}

/// <summary>Settings by name.</summary>
public sealed class ConfigMapEnvSourceV1
{
    /// <summary>The name.</summary>
    public string Name { get; set; } = null!;
}

/// <summary>Secret settings by name.</summary>
public sealed class SecretEnvSourceV1
{
    /// <summary>The name.</summary>
    public string Name { get; set; } = null!;
}

/// <summary>A variable.</summary>
public sealed class EnvVarV1
{
    /// <summary>Its name.</summary>
    public string Name { get; set; } = null!;

    /// <summary>Its value.</summary>
    public string Value { get; set; } = null!;

    /// <summary>Where its value comes from.</summary>
    public EnvVarSourceV1? ValueFrom { get; set; }
}

/// <summary>Where the value of a variable comes from.</summary>
public sealed class EnvVarSourceV1
{
    /// <summary>From the pod itself.</summary>
    public ObjectFieldSelectorV1? FieldRef { get; set; }
}

/// <summary>Something about the pod.</summary>
public sealed class ObjectFieldSelectorV1
{
    /// <summary>What, such as metadata.name.</summary>
    public string FieldPath { get; set; } = null!;
}

/// <summary>A question that tells whether something is well.</summary>
public sealed class ProbeV1
{
    /// <summary>Bad answers in a row.</summary>
    public int? FailureThreshold { get; set; }

    /// <summary>Good answers in a row.</summary>
    public int? SuccessThreshold { get; set; }

    /// <summary>Before the first.</summary>
    public int? InitialDelaySeconds { get; set; }

    /// <summary>Between two.</summary>
    public int? PeriodSeconds { get; set; }

    /// <summary>Until it counts as bad.</summary>
    public int? TimeoutSeconds { get; set; }

    /// <summary>By HTTP.</summary>
    public HttpGetActionV1? HttpGet { get; set; }
}

/// <summary>A question by HTTP.</summary>
public sealed class HttpGetActionV1
{
    /// <summary>HTTP or HTTPS.</summary>
    public string Scheme { get; set; } = null!;

    /// <summary>The path.</summary>
    public string Path { get; set; } = null!;

    /// <summary>The port.</summary>
    public Int32OrStringV1? Port { get; set; }
}
