using PlanetarySurvival.AppHost.Deployments;
using PlanetarySurvival.AppHost.Launch;

namespace PlanetarySurvival.AppHost.Gateways;

internal static class GatewaySetup
{
    private const int HttpPort = 8080;
    private const int HttpsPort = 8443;

    /// <summary>Adds the front door.</summary>
    public static IResourceBuilder<ProjectResource> AddGateway<TProject>(this IDistributedApplicationBuilder builder, string name, LocalLaunch launch)
        where TProject : IProjectMetadata, new()
    {
        var https = launch.Port(name, "https", HttpsPort, HttpsPort);

        return builder.AddProgram<TProject>(name)
            .WithHttp(launch.Port(name, "http", HttpPort, HttpPort))
            .WithHttpsEndpoint(https, https, "https", "Endpoints__Https", isProxied: false)
            .WithExternalHttpEndpoints()
            .WithProbes()
            .OnKubernetes(launch, resource => resource.RunAsUser())
            .WithUrlForEndpoint("http", url => url.DisplayText = "Gateway");
    }

    public static IResourceBuilder<ProjectResource> WithJwtKey(this IResourceBuilder<ProjectResource> gateway, IResourceBuilder<ParameterResource> key) =>
        gateway.WithEnvironment("Jwt__Key", key);
}
