namespace Aspire.Hosting.ApplicationModel;

/// <summary>How often a program is deployed.</summary>
public sealed class ReplicaAnnotation(int replicas = 1) : IResourceAnnotation
{
    /// <summary>How often.</summary>
    public int Replicas { get; } = replicas;
}
