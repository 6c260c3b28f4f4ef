using Aspire.Hosting;

namespace PlanetarySurvival.Hosting.Containers;

/// <summary>A container has nothing to run in. A normal state of a machine, not an error.</summary>
internal sealed class NoContainerEngineException() : DistributedApplicationException("No container engine answers.");
