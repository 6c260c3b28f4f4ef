using Aspire.Hosting.ApplicationModel;

namespace PlanetarySurvival.Hosting.Projects;

/// <summary>Which endpoints stand in ASPNETCORE_URLS.</summary>
internal sealed record EndpointEnvironmentFilter(Func<EndpointAnnotation, bool> Includes) : IResourceAnnotation;
