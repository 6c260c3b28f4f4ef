using YamlDotNet.Serialization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>An address of pods.</summary>
public sealed class Service() : BaseKubernetesResource("v1", "Service")
{
    /// <summary>What is wanted.</summary>
    public ServiceSpecV1 Spec { get; set; } = new();
}

/// <summary>What a service should be.</summary>
public sealed class ServiceSpecV1
{
    /// <summary>How it is reached.</summary>
    public string Type { get; set; } = "ClusterIP";

    /// <summary>Its address; "None" gives the addresses of its pods instead.</summary>
    [YamlMember(Alias = "clusterIP", ApplyNamingConventions = false)]
    public string? ClusterIp { get; set; }

    /// <summary>The labels of its pods.</summary>
    public Dictionary<string, string> Selector { get; set; } = [];

    /// <summary>Where it listens.</summary>
    public List<ServicePortV1> Ports { get; } = [];

    /// <summary>Whether pods that are not ready are among its addresses.</summary>
    public bool? PublishNotReadyAddresses { get; set; }

    /// <summary>Whether packets from outside keep where they came from.</summary>
    public string? ExternalTrafficPolicy { get; set; }
}

/// <summary>Where a service listens.</summary>
public sealed class ServicePortV1
{
    /// <summary>Its name.</summary>
    public string Name { get; set; } = null!;

    /// <summary>TCP or UDP.</summary>
    public string Protocol { get; set; } = "TCP";

    /// <summary>The port.</summary>
    public Int32OrStringV1 Port { get; set; } = null!;

    /// <summary>The port of the pods.</summary>
    public Int32OrStringV1 TargetPort { get; set; } = null!;
}
