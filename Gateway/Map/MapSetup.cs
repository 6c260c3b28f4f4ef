using Microsoft.Extensions.Options;
using PlanetarySurvival.Gateway.Admission;

namespace PlanetarySurvival.Gateway.Map;

/// <summary>The map of the mesh, and the page that shows it.</summary>
internal static class MapSetup
{
    public static void AddMap(this WebApplicationBuilder builder)
    {
        builder.AddMeshSecret();
        builder.Services.AddOptions<MeshOptions>().BindConfiguration(MeshOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(services =>
            new MeshBoard(services.GetRequiredService<IOptions<MeshOptions>>().Value.Coordinators.Length));
        builder.Services.AddHostedService<MeshPoller>();
        builder.Services.AddHealthChecks().AddCheck<MapHealthCheck>("map");
    }

    public static void MapMesh(this WebApplication app) =>
        app.MapGet("/v1/mesh", (MeshBoard board) => Results.Json(MeshReport.Of(board.Current), GatewayJson.Default.MeshReport))
            .RequireAuthorization(AdmissionSetup.LocalDevelopmentOrToken);
}
