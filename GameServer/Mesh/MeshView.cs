using System.Collections.Frozen;
using System.Collections.Immutable;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.GameServer.Mesh;

/// <summary>One revision of the coordinators' map, as the simulation reads it. Immutable.</summary>
public sealed class MeshView
{
    /// <summary>What a server knows before it has heard from a coordinator.</summary>
    public static readonly MeshView Empty = new(0, [], []);

    private readonly FrozenDictionary<RegionId, RegionView> _regions;
    private readonly FrozenDictionary<string, ServerView> _servers;

    /// <summary>Takes over the lists of one revision.</summary>
    public MeshView(ulong revision, IEnumerable<ServerView> servers, IEnumerable<RegionView> regions)
    {
        Revision = revision;
        Servers = [.. servers];
        Regions = [.. regions];
        _servers = Servers.ToFrozenDictionary(server => server.Name, StringComparer.Ordinal);
        _regions = Regions.ToFrozenDictionary(region => region.Region);
    }

    /// <summary>Grows with every committed change.</summary>
    public ulong Revision { get; }

    /// <summary>All active regions.</summary>
    public ImmutableArray<RegionView> Regions { get; }

    /// <summary>The newest incarnation of every server.</summary>
    public ImmutableArray<ServerView> Servers { get; }

    /// <summary>The server of that name, or null.</summary>
    public ServerView? Server(string? name) => name is not null && _servers.TryGetValue(name, out var server) ? server : null;

    /// <summary>The active region of that id, or null.</summary>
    public RegionView? Region(RegionId region) => _regions.GetValueOrDefault(region);

    /// <summary>The active region that contains a place, whatever its level, or null.</summary>
    public RegionView? RegionAt(WorldPosition place)
    {
        for (var level = 0; level <= RegionId.LevelMax; level++)
        {
            if (_regions.TryGetValue(RegionId.At(place, level), out var region))
                return region;
        }

        return null;
    }
}

/// <summary>A server in the map.</summary>
/// <param name="Name">Such as game-server-0.</param>
/// <param name="Incarnation">Of its newest process.</param>
/// <param name="Alive">Ready or draining, as far as the coordinators know.</param>
/// <param name="Ready">May be given regions: neither draining, suspect nor dead.</param>
/// <param name="GameHost">Where clients connect.</param>
/// <param name="GamePort">Where clients connect, UDP.</param>
/// <param name="Grpc">Where peers connect, http://host:port.</param>
public sealed record ServerView(string Name, Guid Incarnation, bool Alive, bool Ready, string GameHost, ushort GamePort, string Grpc);

/// <summary>An active region in the map; see RegionEntry in mesh.proto.</summary>
public sealed record RegionView(
    RegionId Region, ulong Epoch, string? Owner, Guid OwnerIncarnation, string? Backup, Guid BackupIncarnation,
    bool BackupSynced, bool Open, bool Moving);
