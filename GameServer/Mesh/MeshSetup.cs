using Microsoft.Extensions.Options;

namespace PlanetarySurvival.GameServer.Mesh;

/// <summary>Adds the way to the coordinators.</summary>
internal static class MeshSetup
{
    public static WebApplicationBuilder AddMesh(this WebApplicationBuilder builder)
    {
        builder.AddMeshSecret();
        builder.Services.AddOptions<MeshOptions>()
            .BindConfiguration(MeshOptions.Section).ValidateDataAnnotations().ValidateOnStart();

        builder.Services.AddSingleton(services =>
        {
            var mesh = services.GetRequiredService<IOptions<MeshOptions>>().Value;
            return new ServerIdentity(mesh.Name, mesh.Incarnation ?? Guid.NewGuid());
        });
        builder.Services.AddSingleton<MeshInbox>();
        builder.Services.AddSingleton<AwaitedRegions>();
        builder.Services.AddSingleton<RegionReleases>();
        builder.Services.AddSingleton<CoordinatorChannels>();
        builder.Services.AddSingleton<MeshLink>();
        builder.Services.AddHostedService(services => services.GetRequiredService<MeshLink>());
        builder.Services.AddHostedService<Departure>();
        builder.Services.AddHealthChecks().AddCheck<MeshReadiness>("mesh");
        return builder;
    }
}
