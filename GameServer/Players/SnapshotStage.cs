using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.GameServer.Borders;
using PlanetarySurvival.GameServer.Regions;
using PlanetarySurvival.GameServer.Simulation;

namespace PlanetarySurvival.GameServer.Players;

/// <summary>Sends each client what it is to see of this tick: its own player exactly, and the nearest others.</summary>
internal sealed class SnapshotStage(ServerWorld world, GhostExchange ghosts)
{
    /// <summary>Others are seen within this distance.</summary>
    private const int ViewMetres = 150;

    private const long ViewUnits = ViewMetres * WorldPosition.UnitsPerMetre;

    private readonly List<(WorldPosition Place, EntityState State)> _all = new(256);
    private readonly EntityState[] _seen = new EntityState[ProtocolLimits.EntitiesPerSnapshotMax];
    private readonly long[] _distances = new long[ProtocolLimits.EntitiesPerSnapshotMax];

    public void Step()
    {
        Collect();
        foreach (var region in world.Regions)
        {
            if (!region.Acting)
                continue;

            world.Output.Deadline = region.LeaseUntil;
            foreach (var player in region.Players)
            {
                if (player is { IsVisible: true, Client: { Welcomed: true } client })
                    Send(region, player, client.Connection);
            }

            world.Output.Deadline = long.MaxValue;
        }
    }

    private void Collect()
    {
        _all.Clear();
        foreach (var region in world.Regions)
        {
            if (!region.Acting)
                continue;

            foreach (var player in region.Players)
            {
                if (player.IsVisible)
                    _all.Add((player.Place, new EntityState(player.Id, 0, 0, 0, player.Yaw, EntityFlags.None)));
            }
        }

        foreach (var ghost in ghosts.Ghosts)
        {
            if (!world.Players.ContainsKey(ghost.Id))
                _all.Add((ghost.Place, new EntityState(ghost.Id, 0, 0, 0, ghost.Yaw, EntityFlags.Ghost)));
        }
    }

    private void Send(OwnedRegion region, Player player, int connection)
    {
        var snapshot = new Snapshot(
            world.Tick, region.Id, region.Epoch, player.Epoch, player.Inputs.Applied, player.SafeInput, player.Body, player.Inventory);
        var seen = _seen.AsSpan(0, Nearest(player, region.Origin));
        world.Output.CommitClient(connection, snapshot.Write(world.Output.Reserve(Snapshot.SizeMax), seen), reliable: false);
    }

    /// <summary>Fills the nearest others; at the limit the farthest give way.</summary>
    private int Nearest(Player player, WorldPosition origin)
    {
        var count = 0;
        var place = player.Place;
        foreach (var (other, state) in _all)
        {
            var (x, y, z) = (other.X - place.X, other.Y - place.Y, other.Z - place.Z);
            if (state.Id == player.Id || Math.Abs(x) > ViewUnits || Math.Abs(y) > ViewUnits || Math.Abs(z) > ViewUnits)
                continue;

            var distance = x * x + y * y + z * z;
            var slot = count;
            if (count < _seen.Length)
                count++;
            else if ((slot = Farthest()) is var farthest && _distances[farthest] <= distance)
                continue;

            _distances[slot] = distance;
            _seen[slot] = state with { X = (int)(other.X - origin.X), Y = (int)(other.Y - origin.Y), Z = (int)(other.Z - origin.Z) };
        }

        return count;
    }

    private int Farthest()
    {
        var farthest = 0;
        for (var i = 1; i < _distances.Length; i++)
        {
            if (_distances[i] > _distances[farthest])
                farthest = i;
        }

        return farthest;
    }
}
