using Aspire.Hosting.ApplicationModel;

namespace PlanetarySurvival.Hosting.Health;

/// <summary>A question by HTTP that the cluster asks.</summary>
internal sealed record HttpProbeAnnotation(
    ProbeType Type, string Path, string EndpointName, int InitialDelaySeconds, int PeriodSeconds, int TimeoutSeconds, int FailureThreshold,
    int SuccessThreshold) : IResourceAnnotation;
