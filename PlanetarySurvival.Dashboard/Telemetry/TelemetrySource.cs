namespace PlanetarySurvival.Dashboard.Telemetry;

/// <summary>A program that sends: the resource of that name.</summary>
/// <param name="Name">The name of the service.</param>
/// <param name="InstanceId">Which of its processes, one after the other.</param>
/// <param name="Attributes">What it says about itself.</param>
public sealed record TelemetrySource(string Name, string InstanceId, IReadOnlyList<KeyValuePair<string, string>> Attributes);
