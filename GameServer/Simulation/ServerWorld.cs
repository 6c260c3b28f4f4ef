using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.GameServer.Connections;
using PlanetarySurvival.GameServer.Mesh;
using PlanetarySurvival.GameServer.Players;
using PlanetarySurvival.GameServer.Regions;
using PlanetarySurvival.World;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.GameServer.Simulation;

/// <summary>What all stages of a tick share: who this server is, what it knows of the mesh, and the regions and players it has.</summary>
internal sealed class ServerWorld(string server, Guid incarnation, VoxelField field, SimulationOptions options, OutputBuffer output)
{
    /// <summary>Half a second: the way to the other server, its first snapshot and back, and a heartbeat.</summary>
    private const uint HandedOverTicks = 45;

    private readonly Dictionary<RegionId, ulong> _knownEpochs = [];

    public string Server { get; } = server;

    public Guid Incarnation { get; } = incarnation;

    public Planet Planet { get; } = field.Planet;

    /// <summary>The ground. Only the tick touches it.</summary>
    public VoxelField Field { get; } = field;

    public SimulationOptions Options { get; } = options;

    public OutputBuffer Output { get; } = output;

    public MeshView Map { get; set; } = MeshView.Empty;

    /// <summary>The present tick; the first is 1.</summary>
    public uint Tick { get; set; }

    /// <summary>Clock microseconds at the beginning of the tick.</summary>
    public long Now { get; set; }

    /// <summary>Regions that the map gives to this process, whether or not a lease stands.</summary>
    public List<OwnedRegion> Regions { get; } = [];

    /// <summary>Players that this server has authority over.</summary>
    public Dictionary<PlayerId, Player> Players { get; } = [];

    /// <summary>Links that are up: name and incarnation at the other end.</summary>
    public Dictionary<string, Guid> Peers { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Players with a client that went to another server, and until when this one still names them: the other's report may come a heartbeat later.
    /// </summary>
    public List<(PlayerId Player, uint UntilTick)> HandedOver { get; } = [];

    public ulong Transfers { get; set; }

    public ulong Disconnects { get; set; }

    public OwnedRegion? Region(RegionId id)
    {
        foreach (var region in Regions)
        {
            if (region.Id == id)
                return region;
        }

        return null;
    }

    /// <summary>The region of ours that may act and contains a place, or null.</summary>
    public OwnedRegion? ActingAt(WorldPosition place) =>
        Map.RegionAt(place) is { } view && Region(view.Region) is { Acting: true } region ? region : null;

    /// <summary>Remembers that an epoch of a region exists, and says whether it is not lower than any known one (invariant I4).</summary>
    public bool IsCurrent(RegionId region, ulong epoch)
    {
        var known = Math.Max(_knownEpochs.GetValueOrDefault(region), Map.Region(region)?.Epoch ?? 0);
        if (epoch < known)
            return false;

        if (epoch > known)
            _knownEpochs[region] = epoch;
        return true;
    }

    /// <summary>Takes a player into a region.</summary>
    public void Add(Player player)
    {
        Players.Add(player.Id, player);
        player.Region.Players.Add(player);
    }

    /// <summary>
    /// Gives a player up to another server, which will name it as soon as its client was seen there. The client is told where that is, in case it
    /// does not stand by there yet.
    /// </summary>
    public void HandOver(Player player, string? to)
    {
        if (player.Client is { } client)
        {
            Offer(player, client, to);
            if (client.SnapshotSeen > 0)
                HandedOver.Add((player.Id, Tick + HandedOverTicks));
        }

        Remove(player);
    }

    /// <summary>Has a client offered to stand by at another server that is alive.</summary>
    public void Offer(Player player, Client client, string? name)
    {
        if (name == Server || Map.Server(name) is not { Alive: true } server)
            return;

        client.Offers[server.Name] = (server.Incarnation, Tick);
        Output.Requests.Add(new OfferStandby(
            client.Connection, player.Id, player.Session, player.Name, server.Name, server.GameHost, server.GamePort));
    }

    /// <summary>Gives a player up: it is elsewhere now, or left. Its client, if any, stands by.</summary>
    public void Remove(Player player)
    {
        Players.Remove(player.Id);
        player.Region.Players.Remove(player);
        if (player.Client is not { } client)
            return;

        player.Client = null;
        client.Player = null;
        client.Welcomed = false;
    }
}
