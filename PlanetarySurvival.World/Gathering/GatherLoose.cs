using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.World.Gathering;

/// <summary>Picking up what lies loose on the ground: one unit each half second while the button is held.</summary>
internal static class GatherLoose
{
    /// <summary>Ticks from one unit to the next.</summary>
    public const byte CooldownTicks = 45;

    public static void Apply(ref PlayerBody body, ref Inventory inventory, in PlayerInput input, Planet planet, WorldPosition origin)
    {
        if (body.GatherCooldown > 0)
            body.GatherCooldown--;

        if (body.GatherCooldown > 0 || (input.Buttons & PlayerButtons.Gather) == 0 || (body.Flags & BodyFlags.OnGround) == 0)
            return;

        var material = (int)planet.MaterialAt(WorldPosition.From(origin, body.Position));
        if (inventory[material] < uint.MaxValue)
            inventory[material]++;
        body.GatherCooldown = CooldownTicks;
    }
}
