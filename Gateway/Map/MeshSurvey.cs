using System.Collections.Immutable;
using PlanetarySurvival.Contracts.Mesh;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.Gateway.Map;

/// <summary>Makes one picture of what several coordinators said; pure.</summary>
internal static class MeshSurvey
{
    /// <summary>
    /// The mesh by those coordinators that answer (null for one that does not): leadership by the highest term, the map by the highest
    /// revision, totals by the leader. What nobody says at the moment stays as it was, except that a leader is not made up.
    /// </summary>
    public static MeshSnapshot Combine(MeshSnapshot before, IReadOnlyList<CoordinatorView?> views)
    {
        var answering = views.OfType<CoordinatorView>().ToArray();
        if (answering.Length == 0)
            return before with { Leader = null, LeaderIndex = -1 };

        // Of those who know the newest term, one that leads knows best; a follower may not have heard who won.
        var leadership = answering
            .OrderByDescending(view => view.Leadership.Term)
            .ThenByDescending(view => view.Leads)
            .ThenByDescending(view => view.Leadership.Leader.Length > 0)
            .First().Leadership;
        var leaderIndex = leadership.Leader.Length == 0 ? -1 : IndexOf(views, leadership.Leader);
        var totals = leaderIndex < 0 ? null : views[leaderIndex]!.Totals;
        var map = answering.MaxBy(view => view.Map?.Revision ?? 0)!.Map;

        var servers = map is null ? before.Servers : [.. Newest(map.Servers).Select(entry => Server(entry, totals, before))];
        var regions = map is null ? before.Regions : [.. Known(map.Regions).Select(region => Region(region.Entry, region.Id, totals, before))];

        return new MeshSnapshot
        {
            Leader = leadership.Leader.Length == 0 ? null : leadership.Leader,
            LeaderIndex = leaderIndex,
            Term = leadership.Term,
            Revision = map?.Revision ?? before.Revision,
            Servers = servers,
            Regions = regions,
            Players = totals?.Players ?? before.Players,
            Transfers = totals?.Transfers ?? before.Transfers,
            Disconnects = totals?.Disconnects ?? before.Disconnects,
        };
    }

    private static int IndexOf(IReadOnlyList<CoordinatorView?> views, string name)
    {
        for (var i = 0; i < views.Count; i++)
        {
            if (views[i]?.Leadership.Self == name)
                return i;
        }

        return -1;
    }

    // A server that came back is in the map as its old incarnation too, as long as that is owed something.
    private static IEnumerable<ServerEntry> Newest(IEnumerable<ServerEntry> servers) => servers
        .GroupBy(server => server.Name)
        .Select(incarnations => incarnations.MinBy(server => Rank(server.State))!)
        .OrderBy(server => server.Name, StringComparer.Ordinal);

    private static int Rank(ServerState state) => state switch
    {
        ServerState.Ready => 0,
        ServerState.Draining => 1,
        ServerState.Suspect => 2,
        ServerState.Dead => 3,
        _ => 4,
    };

    private static IEnumerable<(RegionEntry Entry, RegionId Id)> Known(IEnumerable<RegionEntry> regions)
    {
        var known = ImmutableArray.CreateBuilder<(RegionEntry Entry, RegionId Id)>();
        foreach (var entry in regions)
        {
            // A newer coordinator may know kinds of regions that this Gateway does not.
            if (RegionId.TryUnpack(entry.Region, out var id))
                known.Add((entry, id));
        }

        return known.OrderBy(region => region.Id);
    }

    private static MeshServer Server(ServerEntry entry, MeshTotals? totals, MeshSnapshot before)
    {
        var addresses = entry.Addresses ?? new ServerAddresses();
        var players = totals is null
            ? before.Server(entry.Name)?.Players
            : totals.Servers.FirstOrDefault(load => load.Server == entry.Name)?.Load?.Players;
        return new MeshServer(
            entry.Name, Incarnation(entry.Incarnation), entry.State, addresses.GameHost, (int)Math.Min(addresses.GamePort, ushort.MaxValue),
            addresses.Grpc, addresses.Http, players ?? 0);
    }

    private static MeshRegion Region(RegionEntry entry, RegionId id, MeshTotals? totals, MeshSnapshot before)
    {
        var players = totals is null
            ? before.Regions.FirstOrDefault(region => region.Id == id)?.Players
            : totals.Regions.FirstOrDefault(load => load.Region == entry.Region)?.Players;
        return new MeshRegion(
            id, entry.Owner, Incarnation(entry.OwnerIncarnation), entry.Backup, entry.Epoch, entry.Open, entry.Moving, players ?? 0);
    }

    private static Guid Incarnation(Google.Protobuf.ByteString bytes) => bytes.Length == 16 ? new Guid(bytes.Span) : Guid.Empty;
}
