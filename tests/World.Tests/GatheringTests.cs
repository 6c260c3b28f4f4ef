using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.World.Tests;

public class GatheringTests
{
    private static readonly Planet Home = new(20261123, 8000);
    private static readonly PlayerInput Gather = new(0, 0, 0, 0, PlayerButtons.Gather);

    private static Walker AtSpawn()
    {
        var walker = new Walker(Home, Home.SpawnPlace(new PlayerId(1)));
        walker.Step(90, default);
        return walker;
    }

    [Fact]
    public void Holding_the_button_gives_one_unit_of_what_lies_there_each_45_ticks()
    {
        var walker = AtSpawn();

        // Of the voxel half a voxel under the feet.
        var perVoxel = (1 - ChunkId.VoxelMetres / 2 / walker.Place.MetresFromCentre) / ChunkId.VoxelUnits;
        var material = (int)Home.MaterialOfVoxel(
            (int)Math.Round(walker.Place.X * perVoxel), (int)Math.Round(walker.Place.Y * perVoxel), (int)Math.Round(walker.Place.Z * perVoxel));
        walker.Step(Gather);
        Assert.Equal(1u, walker.Inventory[material]);

        walker.Step(44, Gather);
        Assert.Equal(1u, walker.Inventory[material]);
        walker.Step(Gather);
        Assert.Equal(2u, walker.Inventory[material]);
        walker.Step(900, Gather);
        Assert.Equal(22u, walker.Inventory[material]);
        Assert.Equal(22ul, walker.Inventory.Total);
    }

    [Fact]
    public void Letting_go_does_not_shorten_the_wait()
    {
        var walker = AtSpawn();
        walker.Step(Gather);
        walker.Step(20, default);
        Assert.Equal(25, walker.Body.GatherCooldown);
        walker.Step(24, Gather);
        Assert.Equal(1ul, walker.Inventory.Total);
        walker.Step(Gather);
        Assert.Equal(2ul, walker.Inventory.Total);
    }

    [Fact]
    public void Nothing_is_gathered_in_the_air()
    {
        var walker = new Walker(Home, Home.SpawnPlace(new PlayerId(1)), above: 30);
        walker.Step(90, Gather);
        Assert.Equal(0ul, walker.Inventory.Total);
    }

    [Fact]
    public void A_full_inventory_stays_full()
    {
        var walker = AtSpawn();
        var material = (int)Home.MaterialAt(walker.Place);
        walker.Inventory[material] = uint.MaxValue;
        walker.Step(200, Gather);
        Assert.Equal(uint.MaxValue, walker.Inventory[material]);
    }
}
