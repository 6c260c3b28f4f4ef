using System.Collections.Immutable;
using PlanetarySurvival.Contracts.Mesh;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.Gateway.Map;

/// <summary>The mesh as the Gateway knows it at one moment.</summary>
internal sealed record MeshSnapshot
{
    public static readonly MeshSnapshot Nothing = new();

    /// <summary>The leading coordinator's name; null if unknown.</summary>
    public string? Leader { get; init; }

    /// <summary>The place of the leader in the configured lists; -1 if unknown.</summary>
    public int LeaderIndex { get; init; } = -1;

    public ulong Term { get; init; }

    /// <summary>0 as long as no map was seen.</summary>
    public ulong Revision { get; init; }

    /// <summary>One a name, by name.</summary>
    public ImmutableArray<MeshServer> Servers { get; init; } = [];

    /// <summary>By id.</summary>
    public ImmutableArray<MeshRegion> Regions { get; init; } = [];

    public ulong Players { get; init; }

    public ulong Transfers { get; init; }

    public ulong Disconnects { get; init; }

    /// <summary>The servers that may act for players.</summary>
    public IEnumerable<MeshServer> ServersInService => Servers.Where(server => server.IsInService);

    /// <summary>The server that owns the active region; null if there is none that may act for it.</summary>
    public MeshServer? OwnerOf(RegionId region)
    {
        var entry = Regions.FirstOrDefault(entry => entry.Id == region);
        return entry is { IsOpen: true, IsMoving: false } && Server(entry.Owner) is { } owner &&
            owner.IsInService && owner.Incarnation == entry.OwnerIncarnation ? owner : null;
    }

    public MeshServer? Server(string name) => Servers.FirstOrDefault(server => server.Name == name);
}

/// <summary>A game server; the newest incarnation of its name.</summary>
internal sealed record MeshServer(
    string Name, Guid Incarnation, ServerState State, string GameHost, int GamePort, string Grpc, string Http, uint Players)
{
    /// <summary>Whether it may act for players: ready, or about to go but still there.</summary>
    public bool IsInService => State is ServerState.Ready or ServerState.Draining;
}

/// <summary>An active region. Owner and backup are names, empty if there is none.</summary>
internal sealed record MeshRegion(
    RegionId Id, string Owner, Guid OwnerIncarnation, string Backup, ulong Epoch, bool IsOpen, bool IsMoving, uint Players);
