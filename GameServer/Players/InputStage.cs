using System.Numerics;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.GameServer.Regions;
using PlanetarySurvival.GameServer.Simulation;
using PlanetarySurvival.World;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.GameServer.Players;

/// <summary>
/// Applies what clients asked for: one input is one step of the player, in order, exactly once. A client that was cut off for a moment
/// catches up by a few steps a tick, within the time that has really passed.
/// </summary>
internal static class InputStage
{
    /// <summary>Steps a tick while many inputs wait.</summary>
    private const int StepsPerTickMax = 4;

    /// <summary>How far a player gets beyond its region while no neighbour takes it over: the wall, in metres beyond the hysteresis.</summary>
    private const float WallMetres = 4;

    public static void Step(OwnedRegion region, ServerWorld world)
    {
        var wall = world.Options.TransferHysteresisMetres + WallMetres;
        foreach (var player in region.Players)
        {
            player.InputCredit = Math.Min(player.InputCredit + 1, ProtocolLimits.InputsOutstandingMax);
            if (!player.IsFrozen && player.Inputs.Waiting > 0)
                Step(player, region, world.Field, wall);
        }
    }

    private static void Step(Player player, OwnedRegion region, VoxelField field, float wall)
    {
        var steps = player.Inputs.Waiting switch { > 8 => StepsPerTickMax, > 2 => 2, _ => 1 };
        for (; steps > 0 && player.InputCredit > 0 && player.Inputs.TryTake(out var input); steps--)
        {
            player.InputCredit--;
            var before = player.Body;
            PlayerStep.Apply(ref player.Body, ref player.Inventory, input, field, region.Origin);
            if (IsBeyond(player.Body.Position, region.Id.EdgeMetres, wall))
                player.Body = player.Body with { Position = before.Position, Velocity = Vector3.Zero };

            player.Yaw = input.Yaw;
        }

        player.Changed = true;
        player.Unsaved = true;
    }

    private static bool IsBeyond(Vector3 position, float edge, float wall)
    {
        var far = edge + wall;
        return position.X < -wall || position.Y < -wall || position.Z < -wall || position.X > far || position.Y > far || position.Z > far;
    }
}
