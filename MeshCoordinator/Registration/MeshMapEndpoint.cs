using System.Text.Json;
using PlanetarySurvival.MeshCoordinator.Consensus;
using PlanetarySurvival.MeshCoordinator.Mesh;

namespace PlanetarySurvival.MeshCoordinator.Registration;

/// <summary>GET /v1/mesh/map: what this coordinator has applied.</summary>
internal static class MeshMapEndpoint
{
    public static void MapMeshMap(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/mesh/map", WriteAsync);

    private static async Task WriteAsync(HttpContext context, IMeshLog log, Leaderships leaderships)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        var leadership = leaderships.Current();
        json.WriteStartObject();
        json.WriteString("self", leadership.Self);
        json.WriteString("leader", leadership.Leader);
        json.WriteNumber("term", leadership.Term);
        MeshMapJson.WriteFields(json, log.Applied);
        json.WriteEndObject();
    }
}
