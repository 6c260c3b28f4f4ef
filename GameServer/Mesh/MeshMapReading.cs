using System.Diagnostics.CodeAnalysis;
using PlanetarySurvival.Contracts.Space;
using Wire = PlanetarySurvival.Contracts.Mesh;

namespace PlanetarySurvival.GameServer.Mesh;

/// <summary>Reads the map as it is sent.</summary>
internal static class MeshMapReading
{
    /// <summary>False if the map holds something that does not exist, such as a region outside of the octree.</summary>
    public static bool TryRead(Wire.MeshMap map, [NotNullWhen(true)] out MeshView? view)
    {
        view = null;
        var servers = new Dictionary<string, ServerView>(StringComparer.Ordinal);
        foreach (var entry in map.Servers)
        {
            if (!TryRead(entry, out var server))
                return false;

            // Of several incarnations the living one counts.
            if (!servers.TryGetValue(server.Name, out var known) || !known.Alive)
                servers[server.Name] = server;
        }

        var regions = new Dictionary<RegionId, RegionView>();
        foreach (var entry in map.Regions)
        {
            if (!TryRead(entry, out var region) || !regions.TryAdd(region.Region, region))
                return false;
        }

        view = new MeshView(map.Revision, servers.Values, regions.Values);
        return true;
    }

    /// <summary>An incarnation; empty bytes are none (<c>default</c>).</summary>
    public static bool TryRead(Google.Protobuf.ByteString bytes, out Guid incarnation)
    {
        incarnation = bytes.Length == 16 ? new Guid(bytes.Span) : default;
        return bytes.Length is 0 or 16;
    }

    private static bool TryRead(Wire.ServerEntry entry, [NotNullWhen(true)] out ServerView? server)
    {
        server = null;
        var addresses = entry.Addresses ?? new Wire.ServerAddresses();
        if (entry.Name.Length == 0 || !TryRead(entry.Incarnation, out var incarnation) || addresses.GamePort > ushort.MaxValue)
            return false;

        server = new ServerView(
            entry.Name, incarnation,
            Alive: entry.State is Wire.ServerState.Ready or Wire.ServerState.Draining, Ready: entry.State is Wire.ServerState.Ready,
            addresses.GameHost, (ushort)addresses.GamePort, addresses.Grpc);
        return true;
    }

    private static bool TryRead(Wire.RegionEntry entry, [NotNullWhen(true)] out RegionView? region)
    {
        region = null;
        if (!RegionId.TryUnpack(entry.Region, out var id) || !TryRead(entry.OwnerIncarnation, out var owner) ||
            !TryRead(entry.BackupIncarnation, out var backup))
            return false;

        region = new RegionView(
            id, entry.Epoch, NullIfEmpty(entry.Owner), owner, NullIfEmpty(entry.Backup), backup, entry.BackupSynced, entry.Open, entry.Moving);
        return true;
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
