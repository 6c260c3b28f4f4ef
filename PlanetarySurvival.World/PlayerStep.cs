using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Gathering;
using PlanetarySurvival.World.Movement;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World;

/// <summary>One tick of one player: what the server decides and the client predicts, from the same code and to the same bits.</summary>
public static class PlayerStep
{
    /// <summary>Applies one input: movement, then gathering. Every input and every body is taken; none does harm.</summary>
    /// <param name="body">Relative to <paramref name="origin"/>.</param>
    /// <param name="inventory">Gains what is gathered.</param>
    /// <param name="input">The player's wishes in this tick.</param>
    /// <param name="field">The ground.</param>
    /// <param name="origin">The origin of the region that the player belongs to.</param>
    public static void Apply(ref PlayerBody body, ref Inventory inventory, in PlayerInput input, VoxelField field, WorldPosition origin)
    {
        BodyMovement.Move(ref body, input, field, origin);
        GatherLoose.Apply(ref body, ref inventory, input, field, origin);
    }
}
