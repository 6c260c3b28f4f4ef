using System.Numerics;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.World.Movement;

namespace PlanetarySurvival.World.Tests;

public class MovementWaterTests
{
    private const int Second = ProtocolLimits.TickRate;
    private const ushort East = 16384;
    private const short QuarterUp = 16384;

    private static readonly PlayerInput Stand = default;

    /// <summary>A lake, 15 m deep, with a shore in the east that is 0.2 m over the water; heights are relative to the water.</summary>
    private static Scenery Lake()
    {
        var planet = new Planet(3, 8000);
        var baseMetres = (int)planet.WaterMetres / 25 * 25;
        var water = planet.WaterMetres - baseMetres;
        return new Scenery((x, y, z) => Math.Max(-15 - (y - water), Math.Min(x - 8, 0.2 - (y - water))), planet, baseMetres, 2);
    }

    private static double Height(Walker walker) => walker.FromCentre.Length - walker.Field.Planet.WaterMetres;

    private static Walker At(Scenery scenery, double x, double height) =>
        scenery.Walker(x, height + scenery.Field.Planet.WaterMetres - scenery.FromCentre(0, 0, 0).Y, 0);

    [Fact]
    public void Who_wishes_nothing_floats_with_the_head_out_of_the_water()
    {
        foreach (var height in new[] { 3, -1.4, -10 })
        {
            var walker = At(Lake(), 0, height);
            walker.Step(20 * Second, Stand);
            Assert.Equal(BodyFlags.InWater, walker.Body.Flags);
            Assert.InRange(Height(walker), -Propulsion.FloatDepthMetres - 0.05, -Propulsion.FloatDepthMetres + 0.05);
            Assert.InRange(walker.Body.Velocity.Length(), 0, 0.05f);
        }
    }

    [Fact]
    public void A_swimmer_goes_where_the_player_looks()
    {
        var scenery = Lake();
        var walker = At(scenery, 0, -6);
        walker.Step(2 * Second, new PlayerInput(0, 127, East, 0, PlayerButtons.None));
        Assert.InRange(scenery.Of(walker).X, 4, 5);
        Assert.InRange(Height(walker), -6.3, -5.5);

        walker.Step(2 * Second, new PlayerInput(0, 127, East, -QuarterUp, PlayerButtons.None));
        Assert.InRange(Height(walker), -11.5, -10);
        Assert.InRange(walker.Body.Velocity.Y, -2.5f, -2.2f);

        walker.Step(Second, new PlayerInput(0, 127, East, short.MaxValue, PlayerButtons.None));
        Assert.True(walker.Body.Velocity.Y > 2.2f);
    }

    [Fact]
    public void Water_breaks_a_fall()
    {
        var walker = At(Lake(), 0, 3);
        walker.Body.Velocity = new Vector3(0, -60, 0);
        var slowest = 60f;
        walker.Step(2 * Second, Stand, _ =>
        {
            slowest = Math.Min(slowest, walker.Body.Velocity.Length());
            Assert.InRange(walker.Body.Velocity.Length(), 0, 60.01f);
        });
        Assert.True(slowest < 3);
        Assert.True(Height(walker) > -15.1);
    }

    [Theory]
    [InlineData(PlayerButtons.Jump)]
    [InlineData(PlayerButtons.Jetpack)]
    public void Jump_and_jetpack_lead_out_of_the_water_onto_the_shore(PlayerButtons buttons)
    {
        var scenery = Lake();
        var walker = At(scenery, 4, -1.4);
        walker.Body.Fuel = Propulsion.FuelTicksMax;
        walker.Step(6 * Second, new PlayerInput(0, 127, East, 0, buttons));
        walker.Step(2 * Second, Stand);
        Assert.True(walker.OnGround);
        Assert.Equal(BodyFlags.None, walker.Body.Flags & BodyFlags.InWater);
        Assert.InRange(Height(walker), 0.15, 0.25);
    }

    [Fact]
    public void Who_jumps_under_water_swims_up()
    {
        var walker = At(Lake(), 0, -12);
        walker.Step(Second, new PlayerInput(0, 0, 0, 0, PlayerButtons.Jump));
        Assert.InRange(walker.Body.Velocity.Y, 2.4f, 2.6f);
    }

    [Fact]
    public void In_shallow_water_a_body_walks_and_stands_still_to_the_bit()
    {
        var planet = new Planet(3, 8000);
        var baseMetres = (int)planet.WaterMetres / 25 * 25;
        var water = planet.WaterMetres - baseMetres;
        foreach (var depth in new[] { 0.5, 1.2 })
        {
            var scenery = new Scenery((x, y, z) => water - depth - y, planet, baseMetres, 2);
            var walker = At(scenery, 0, -depth + 0.1);
            walker.Step(3 * Second, Stand);
            var before = walker.Body;
            Assert.True(walker.OnGround);
            walker.Step(Second, Stand);
            Assert.Equal(before with { Fuel = walker.Body.Fuel }, walker.Body);
            walker.Step(Second, new PlayerInput(0, 127, East, 0, PlayerButtons.None));
            Assert.InRange(scenery.Of(walker).X, 3.6, 4.1);
        }
    }

    [Fact]
    public void Walking_into_deep_water_becomes_swimming_and_back_out_walking()
    {
        var planet = new Planet(3, 8000);
        var baseMetres = (int)planet.WaterMetres / 25 * 25;
        var water = planet.WaterMetres - baseMetres;
        var scenery = new Scenery((x, y, z) => (water + 1 - 0.4 * (x + 8) - y) / 1.08, planet, baseMetres, 2);
        var walker = At(scenery, -8, 1.1);
        walker.Step(Second, Stand);
        walker.Step(5 * Second, new PlayerInput(0, 127, East, 0, PlayerButtons.None));
        Assert.Equal(BodyFlags.InWater, walker.Body.Flags);
        Assert.InRange(Height(walker), -1.9, -1.2);

        walker.Step(7 * Second, new PlayerInput(0, 127, 3 * East, 0, PlayerButtons.None));
        Assert.Equal(BodyFlags.OnGround, walker.Body.Flags);
        Assert.True(Height(walker) > 0.5, $"{Height(walker)}");
    }
}
