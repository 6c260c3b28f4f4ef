using PlanetarySurvival.Contracts.Mesh;

namespace PlanetarySurvival.Gateway.Map;

/// <summary>What <c>GET /v1/mesh</c> answers.</summary>
internal sealed record MeshReport(
    string? Leader, ulong Term, ulong Revision, ulong Players, ulong Transfers, ulong Disconnects,
    IReadOnlyList<ServerReport> Servers, IReadOnlyList<RegionReport> Regions)
{
    public static MeshReport Of(MeshSnapshot mesh) => new(
        mesh.Leader, mesh.Term, mesh.Revision, mesh.Players, mesh.Transfers, mesh.Disconnects,
        [.. mesh.Servers.Select(server => new ServerReport(
            server.Name, Word(server.State), server.Players, mesh.Regions.Count(region => region.Owner == server.Name)))],
        [.. mesh.Regions.Select(region => new RegionReport(
            region.Id.ToString(), NullIfEmpty(region.Owner), NullIfEmpty(region.Backup), region.Epoch, region.Players))]);

    private static string? NullIfEmpty(string name) => name.Length == 0 ? null : name;

    private static string Word(ServerState state) => state switch
    {
        ServerState.Ready => "ready",
        ServerState.Draining => "draining",
        ServerState.Suspect => "suspect",
        ServerState.Dead => "dead",
        _ => "unknown",
    };
}

/// <summary>A game server; regions are those that it owns.</summary>
internal sealed record ServerReport(string Name, string State, uint Players, int Regions);

/// <summary>A region; owner and backup are null if there is none.</summary>
internal sealed record RegionReport(string Id, string? Owner, string? Backup, ulong Epoch, uint Players);
