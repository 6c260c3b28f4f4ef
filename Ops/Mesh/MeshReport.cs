using System.Text.Json;
using System.Text.Json.Serialization;

namespace PlanetarySurvival.Ops.Mesh;

/// <summary>What the gateway's <c>GET /v1/mesh</c> answers. Leader, owner and backup are null if there is none.</summary>
internal sealed record MeshReport(
    string? Leader, ulong Term, ulong Revision, ulong Players, ulong Transfers, ulong Disconnects,
    IReadOnlyList<MeshServer> Servers, IReadOnlyList<MeshRegion> Regions);

/// <summary>A game server; regions are those that it owns.</summary>
internal sealed record MeshServer(string Name, string State, ulong Players, ulong Regions);

/// <summary>A region that is active.</summary>
internal sealed record MeshRegion(string Id, string? Owner, string? Backup, ulong Epoch, ulong Players);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, MaxDepth = 16, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(MeshReport))]
internal sealed partial class MeshJson : JsonSerializerContext;
