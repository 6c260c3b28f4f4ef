using System.Collections.Immutable;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.MeshCoordinator.Mesh;

/// <summary>
/// What the coordinators agree on: servers, and who owns which region at which epoch. Immutable; <see cref="Apply(MeshCommand)"/> is the only way on,
/// and gives the same state on every coordinator, since it knows no clock, no chance and no order but that of the log.
/// </summary>
internal sealed partial record MeshState
{
    /// <summary>Before the first command.</summary>
    public static MeshState Empty { get; } = new();

    /// <summary>Grows with every change that others can see in the map.</summary>
    public ulong Revision { get; init; }

    /// <summary>The newest incarnation of each name, in the order of names.</summary>
    public ImmutableSortedDictionary<string, ServerRecord> Servers { get; init; } =
        ImmutableSortedDictionary.Create<string, ServerRecord>(StringComparer.Ordinal);

    /// <summary>Active regions in the order of their ids.</summary>
    public ImmutableSortedDictionary<RegionId, RegionRecord> Regions { get; init; } = ImmutableSortedDictionary<RegionId, RegionRecord>.Empty;

    /// <summary>No lower than any epoch of a region that was retired: one number keeps the epochs of all space growing.</summary>
    public ulong EpochFloor { get; init; }

    /// <summary>What forgotten and dead incarnations counted in all.</summary>
    public ServerCounters PastCounters { get; init; }

    /// <summary>Incarnations that can never be registered again, oldest first.</summary>
    public ImmutableList<IncarnationId> Retired { get; init; } = [];

    /// <summary>The record of an incarnation; null if it is not the newest of its name.</summary>
    public ServerRecord? Find(IncarnationId incarnation)
    {
        foreach (var (_, server) in Servers)
        {
            if (server.Incarnation == incarnation)
                return server;
        }

        return null;
    }

    /// <summary>Whether the incarnation is registered and can act.</summary>
    public bool IsLive(IncarnationId incarnation) => Find(incarnation) is { IsLive: true };

    /// <summary>Whether some active region shares space with this one.</summary>
    public bool Overlaps(RegionId region)
    {
        // While nothing is subdivided the ids alone answer, in logarithmic time.
        if (Regions.ContainsKey(region))
            return true;

        foreach (var (id, _) in Regions)
        {
            if (id.Level != region.Level && id.Overlaps(region))
                return true;
        }

        return false;
    }
}
