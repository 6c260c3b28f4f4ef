using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Gathering;

/// <summary>Picking up what lies loose on the ground: one unit each half second while the button is held.</summary>
internal static class GatherLoose
{
    /// <summary>Ticks from one unit to the next.</summary>
    public const byte CooldownTicks = 45;

    // Half a voxel: the nearest one to this depth is of the ground, not of the air over it.
    private const double DepthMetres = ChunkId.VoxelMetres / 2;

    public static void Apply(ref PlayerBody body, ref Inventory inventory, in PlayerInput input, VoxelField field, WorldPosition origin)
    {
        if (body.GatherCooldown > 0)
            body.GatherCooldown--;

        if (body.GatherCooldown > 0 || (input.Buttons & PlayerButtons.Gather) == 0 || (body.Flags & BodyFlags.OnGround) == 0)
            return;

        var material = (int)UnderFeet(DoubleVector.From(origin) + DoubleVector.From(body.Position), field);
        if (material < Inventory.MaterialCount && inventory[material] < uint.MaxValue)
            inventory[material]++;
        body.GatherCooldown = CooldownTicks;
    }

    private static Material UnderFeet(DoubleVector feet, VoxelField field)
    {
        var voxel = (feet - feet.NormalizedOr(new DoubleVector(0, 1, 0)) * DepthMetres) * (1 / ChunkId.VoxelMetres);
        return field.MaterialOfVoxel((int)Math.Floor(voxel.X + 0.5), (int)Math.Floor(voxel.Y + 0.5), (int)Math.Floor(voxel.Z + 0.5));
    }
}
