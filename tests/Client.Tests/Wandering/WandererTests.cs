using PlanetarySurvival.Bots.Wandering;
using PlanetarySurvival.Client.Tests.Stages;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.Client.Tests.Wandering;

public sealed class WandererTests
{
    [Fact]
    public void The_same_seed_walks_the_same_way()
    {
        Assert.Equal(Walk(7, 3000).Inputs, Walk(7, 3000).Inputs);
        Assert.NotEqual(Walk(7, 3000).Inputs, Walk(8, 3000).Inputs);
    }

    [Fact]
    public void A_wanderer_crosses_borders_gathers_and_stays_near_the_pole()
    {
        var (inputs, places, inventory) = Walk(3, 180 * ProtocolLimits.TickRate);
        var regions = places.Select(p => (p.X < 0, p.Z < 0)).ToArray();
        var crossings = regions.Zip(regions.Skip(1)).Count(pair => pair.First != pair.Second);

        Assert.InRange(crossings, 5, 60);
        Assert.True(inventory.Total > 5, $"{inventory.Total} gathered");
        Assert.Contains(inputs, i => i.Buttons.HasFlag(PlayerButtons.Jump));
        Assert.All(places, p => Assert.InRange(Math.Max(Math.Abs(p.X), Math.Abs(p.Z)) / 1024.0, 0, Wanderer.ReachMetresMax + 20));
    }

    private static (List<PlayerInput> Inputs, List<WorldPosition> Places, Inventory Inventory) Walk(int seed, int ticks)
    {
        var wanderer = new Wanderer(seed);
        var origin = RegionId.At(TestGameServer.Planet.SpawnPlace(Stage.Player)).Origin;
        var body = new PlayerBody { Position = TestGameServer.Planet.SpawnPlace(Stage.Player).RelativeTo(origin) };
        var field = new VoxelField(TestGameServer.Planet);
        var (inventory, inputs, places) = (new Inventory(), new List<PlayerInput>(), new List<WorldPosition>());
        for (var tick = 0; tick < ticks; tick++)
        {
            var place = WorldPosition.From(origin, body.Position);
            var input = wanderer.Next(place);
            PlayerStep.Apply(ref body, ref inventory, input, field, origin);
            inputs.Add(input);
            places.Add(place);
        }

        return (inputs, places, inventory);
    }
}
