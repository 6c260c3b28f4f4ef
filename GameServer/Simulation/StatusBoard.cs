using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.GameServer.Connections;

namespace PlanetarySurvival.GameServer.Simulation;

/// <summary>Makes the <see cref="SimulationStatus"/> that the rest of the process reads.</summary>
internal sealed class StatusBoard(ServerWorld world, ClientSessions sessions)
{
    /// <summary>A region is wanted while something is within so many metres of it: a little more than the border zone.</summary>
    private const int WantedMetres = RegionId.BorderZoneMetres + 50;

    private readonly HashSet<RegionId> _wanted = [];
    private SimulationStatus _status = SimulationStatus.None;

    public SimulationStatus Status => Volatile.Read(ref _status);

    public void Publish()
    {
        _wanted.Clear();
        var playing = new List<PlayerId>(world.Players.Count + world.HandedOver.Count);
        var present = new Dictionary<PlayerId, PlayerPresence>(world.Players.Count);
        var regions = new List<RegionStatus>(world.Regions.Count);
        foreach (var region in world.Regions)
        {
            var players = 0;
            foreach (var player in region.Players)
            {
                if (sessions.IsPlaying(player))
                {
                    players++;
                    playing.Add(player.Id);
                }

                present[player.Id] = new PlayerPresence(region.Id, player.IsFrozen || !region.Acting);
                Want(player.Place);
            }

            if (!region.IsOver)
            {
                var synced = region.BackupCounts || region.Log.IsSynced ? region.Log.Backup : default;
                regions.Add(new RegionStatus(region.Id, region.Epoch, region.Acting, players, synced));
            }
        }

        var here = playing.Count;
        world.HandedOver.RemoveAll(gone => world.Tick >= gone.UntilTick || world.Players.ContainsKey(gone.Player));
        foreach (var (player, _) in world.HandedOver)
            playing.Add(player);

        Volatile.Write(ref _status, new SimulationStatus(
            world.Tick, world.Map.Revision, here, world.Players.Count, regions, [.. _wanted], playing, world.Transfers, world.Disconnects,
            world.Field.Chunks, present));
    }

    private void Want(WorldPosition place)
    {
        var home = RegionId.At(place);
        if (home.IsNone)
            return;

        for (var x = -1; x <= 1; x++)
        {
            for (var y = -1; y <= 1; y++)
            {
                for (var z = -1; z <= 1; z++)
                {
                    var near = home.Neighbour(x, y, z);
                    if (!near.IsNone && near.DistanceMetres(place) < WantedMetres)
                        _wanted.Add(near);
                }
            }
        }
    }
}
