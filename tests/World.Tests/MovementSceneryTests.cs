using CsCheck;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.World.Movement;
using PlanetarySurvival.World.Space;

namespace PlanetarySurvival.World.Tests;

/// <summary>Movement on ground made for it: steps, slopes, tunnels, ceilings, thin walls, edits.</summary>
public class MovementSceneryTests
{
    private const int Second = ProtocolLimits.TickRate;
    private const ushort East = 16384;

    private static readonly PlayerInput Stand = default;

    private static PlayerInput Walk(ushort yaw = East, PlayerButtons buttons = PlayerButtons.None) => new(0, 127, yaw, 0, buttons);

    private static double Flat(double x, double y, double z) => -y;

    private static double Box(double x, double y, double z, double left, double right, double bottom, double top, double near, double far) =>
        Math.Min(Math.Min(Math.Min(x - left, right - x), Math.Min(y - bottom, top - y)), Math.Min(z - near, far - z));

    /// <summary>No part of the body is in the rock, but for the skin of walls.</summary>
    private static void AssertFree(Walker walker, string what)
    {
        var feet = walker.FromCentre;
        var up = new SurfaceFrame(feet).Up;
        for (var height = 0.3; height <= 1.5; height += 0.1)
        {
            var depth = walker.Field.Sample(feet + up * height, out _);
            Assert.True(depth < 0, $"{what}: {depth:0.000} m of rock {height:0.0} m above the feet");
        }

        Assert.True(Capsule.Clearance(walker.Field, feet, up) > -0.05, $"{what}: {Capsule.Clearance(walker.Field, feet, up):0.000} m");
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(15, false)]
    [InlineData(30, false)]
    [InlineData(44, false)]
    [InlineData(46.5, true)]
    [InlineData(60, true)]
    [InlineData(80, true)]
    public void Slopes_to_45_degrees_carry_and_steeper_ones_slide(double degrees, bool slides)
    {
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        for (var turn = 0; turn < 8; turn++)
        {
            var (across, along) = Math.SinCos(turn * Math.PI / 4);
            var scenery = new Scenery((x, y, z) => (x * along + z * across) * sine - y * cosine);
            var walker = scenery.Walker(0, 0.3, 0);
            walker.Step(Second, Stand);
            var before = walker.Body;
            walker.Step(Second, Stand);
            if (slides)
            {
                Assert.False(walker.OnGround);
                Assert.True(scenery.Of(walker).Y < -3, $"turn {turn}: at {scenery.Of(walker)}");
            }
            else
            {
                Assert.Equal(before with { Fuel = walker.Body.Fuel }, walker.Body);
                Assert.True(walker.OnGround);
                Assert.InRange(scenery.Of(walker).Y, -0.01, 0.3);
            }

            AssertFree(walker, $"turn {turn}");
        }
    }

    [Theory]
    [InlineData(0.15)]
    [InlineData(0.3)]
    [InlineData(0.4)]
    [InlineData(0.45)]
    public void Steps_are_climbed_without_stopping(double height)
    {
        foreach (var speed in new[] { PlayerButtons.None, PlayerButtons.Run })
        {
            for (var shift = 0.0; shift < 0.8; shift += 0.1)
            {
                var edge = 2 + shift;
                var scenery = new Scenery((x, y, z) => Math.Max(-y, Math.Min(x - edge, height - y)));
                var walker = scenery.Walker(0, 0.1, 0);
                walker.Step(Second, Stand);
                walker.Step(10, Walk(East, speed));
                var last = scenery.Of(walker).X;
                walker.Step(Second, Walk(East, speed), tick =>
                {
                    var x = scenery.Of(walker).X;
                    Assert.True(x - last > 0.03, $"edge {edge}, tick {tick}: only {x - last:0.000} m from {last:0.000}");
                    Assert.True(walker.OnGround, $"edge {edge}, tick {tick}, {scenery.Of(walker)}: in the air");
                    AssertFree(walker, $"edge {edge}, tick {tick}");
                    last = x;
                });
                Assert.InRange(scenery.Of(walker).Y, height - 0.02, height + 0.02);
            }
        }
    }

    [Theory]
    [InlineData(1.2)]
    [InlineData(2.5)]
    public void Walls_stop_who_runs_into_them_and_let_who_runs_askew_slide_along(double height)
    {
        foreach (var hard in new[] { false, true })
        {
            Func<double, double, double, double> depth = (x, y, z) => Math.Max(-y, Math.Min(x - 4, height - y));
            var scenery = new Scenery(hard ? Scenery.Hard(depth) : depth);
            var walker = scenery.Walker(0, 0.5, 0);
            walker.Step(Second, Stand);
            walker.Step(3 * Second, Walk(East, PlayerButtons.Run), tick => AssertFree(walker, $"tick {tick}"));
            var (x, y, _) = scenery.Of(walker);
            Assert.InRange(x, 2.4, 4);
            Assert.InRange(y, -0.5, 0.6);

            // An eighth of a turn away from the wall: more than half of the speed is along it.
            walker.Step(Second, Walk(East / 2, PlayerButtons.Run));
            Assert.InRange(scenery.Of(walker).Z, 3.5, 7);
        }
    }

    [Fact]
    public void Walking_down_stairs_and_slopes_never_leaves_the_ground()
    {
        Func<double, double, double, double>[] grounds =
        [
            (x, y, z) => -0.7 * x - y * 1.0,
            (x, y, z) => Math.Max(-y - 12, -0.4 * Math.Floor(Math.Max(x, 0) / 1.2) - y),
            (x, y, z) => Math.Sin(x) * 0.4 + Math.Cos(x * 0.6) * 0.4 - y,
        ];
        for (var ground = 0; ground < grounds.Length; ground++)
        {
            foreach (var buttons in new[] { PlayerButtons.None, PlayerButtons.Run })
            {
                var scenery = new Scenery(grounds[ground]);
                var walker = scenery.Walker(-2, 2.5, 0);
                walker.Step(2 * Second, Stand);
                Assert.True(walker.OnGround);
                walker.Step(2 * Second, Walk(East, buttons), tick =>
                {
                    Assert.True(walker.OnGround, $"ground {ground}, tick {tick}: {scenery.Of(walker)}");
                    AssertFree(walker, $"ground {ground}, tick {tick}");
                });
                Assert.True(scenery.Of(walker).X > 4);
            }
        }
    }

    [Fact]
    public void Over_an_edge_a_body_falls()
    {
        var scenery = new Scenery((x, y, z) => Math.Max(-y - 5, Math.Min(2 - x, -y)));
        var walker = scenery.Walker(0, 0.1, 0);
        walker.Step(Second, Stand);
        walker.Step(3 * Second, Walk(), tick => AssertFree(walker, $"tick {tick}"));
        Assert.True(walker.OnGround);
        Assert.InRange(scenery.Of(walker).Y, -5.02, -4.98);
        Assert.True(scenery.Of(walker).X > 3);
    }

    [Theory]
    [InlineData(2.0)]
    [InlineData(2.4)]
    public void A_ceiling_stops_a_jump_and_nothing_sticks_to_it(double height)
    {
        foreach (var buttons in new[] { PlayerButtons.Jump, PlayerButtons.Jetpack })
        {
            var scenery = new Scenery((x, y, z) => Math.Max(-y, y - height));
            var walker = scenery.Walker(0, 0.05, 0);
            walker.Step(Second, Stand);
            var highest = 0.0;
            walker.Step(2 * Second, Walk(East, buttons), tick =>
            {
                highest = Math.Max(highest, scenery.Of(walker).Y);
                AssertFree(walker, $"tick {tick}");
            });
            Assert.InRange(highest, height - 1.85, height - 1.75);
            Assert.True(scenery.Of(walker).X > 3);
            walker.Step(Second, Stand);
            Assert.True(walker.OnGround);
        }
    }

    [Fact]
    public void Who_is_too_tall_for_a_passage_stays_out_and_who_fits_goes_through()
    {
        foreach (var (height, width, fits) in new[] { (2.1, 1.2, true), (1.95, 1.3, true), (1.4, 3.0, false), (2.5, 0.5, false) })
        {
            var scenery = new Scenery((x, y, z) =>
                Math.Max(-y, Math.Min(Box(x, y, z, 3, 12, -9, 9, -9, 9), Math.Max(y - height, Math.Abs(z) - width / 2))));
            var walker = scenery.Walker(0, 0.1, 0);
            walker.Step(Second, Stand);
            walker.Step(5 * Second, Walk(), tick => AssertFree(walker, $"height {height}, width {width}, tick {tick}"));
            if (fits)
                Assert.True(scenery.Of(walker).X > 14, $"height {height}, width {width}: {scenery.Of(walker)}");
            else
                Assert.True(scenery.Of(walker).X < 3.3, $"height {height}, width {width}: {scenery.Of(walker)}");
        }
    }

    [Fact]
    public void In_a_passage_of_one_voxel_a_body_can_stand_turn_and_walk()
    {
        // Rock but for one row of voxels, three high: 0.78 m from wall to wall, a little less than the body is wide.
        var voxel = 0.78125;
        var scenery = new Scenery((x, y, z) => Math.Abs(z) < voxel / 2 && y > -voxel / 2 && y < 2.6 * voxel && x > -10 ? -2 : 2);
        var walker = scenery.Walker(0, 0, 0);
        walker.Step(Second, Stand);
        walker.Step(Second, Stand);
        Assert.True(walker.OnGround);
        var before = walker.Body;
        walker.Step(Second, Stand);
        Assert.Equal(before with { Fuel = walker.Body.Fuel }, walker.Body);

        walker.Step(2 * Second, Walk(), tick => Assert.InRange(scenery.Of(walker).Z, -0.05, 0.05));
        Assert.True(scenery.Of(walker).X > 5, $"{scenery.Of(walker)}");
        walker.Step(2 * Second, Walk(3 * East));
        Assert.True(scenery.Of(walker).X < 1, $"{scenery.Of(walker)}");
    }

    [Fact]
    public void Under_a_roof_that_comes_down_a_body_stops()
    {
        foreach (var slope in new[] { 0.2, 0.5, 1, 3 })
        {
            var scenery = new Scenery((x, y, z) => Math.Max(-y, (y + slope * x - 6) / Math.Sqrt(1 + slope * slope)));
            var walker = scenery.Walker(0, 0.1, 0);
            walker.Step(Second, Stand);
            walker.Step(15 * Second, Walk(East, PlayerButtons.Run | PlayerButtons.Jump), tick => AssertFree(walker, $"slope {slope}, tick {tick}"));
            Assert.InRange(scenery.Of(walker).X, (6 - 1.8) / slope - 3, (6 - 1.2) / slope);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(127)]
    public void A_floor_of_one_voxel_holds_a_fall_at_60_metres_a_second(sbyte density)
    {
        for (var shift = 0.0; shift < 1.3; shift += 0.07)
        {
            var scenery = new Scenery((x, y, z) => Math.Abs(y) < 0.1 ? density / 64.0 : -2);
            var walker = scenery.Walker(0.3, 15 + shift, 0.2);
            walker.Body.Velocity = new System.Numerics.Vector3(0, -60, 0);
            walker.Step(Second, Stand, tick => Assert.True(scenery.Of(walker).Y > -0.05, $"tick {tick}: {scenery.Of(walker)}"));
            Assert.True(walker.OnGround);
            Assert.InRange(scenery.Of(walker).Y, -0.02, 0.4);
        }
    }

    [Fact]
    public void A_shell_of_one_voxel_holds_bodies_at_any_speed_in_all_directions()
    {
        var scenery = new Scenery((x, y, z) => Math.Abs(Math.Sqrt(x * x + y * y + z * z) - 10) < 0.7 ? 0.3 : -2);
        Gen.Select(Gen.Double[-1, 1], Gen.Double[-1, 1], Gen.Double[-1, 1], Gen.UShort, Gen.Byte).Where(t =>
            t.Item1 * t.Item1 + t.Item2 * t.Item2 + t.Item3 * t.Item3 > 0.1).Sample((x, y, z, yaw, buttons) =>
        {
            var walker = scenery.Walker(0, -0.9, 0);
            var speed = 60 / Math.Sqrt(x * x + y * y + z * z);
            for (var tick = 0; tick < 180; tick++)
            {
                // Thrown anew every half second.
                if (tick % 45 == 0)
                {
                    walker.Body.Velocity = new DoubleVector(x * speed, y * speed, z * speed).ToSingle();
                    (x, y, z) = (y, z, x);
                }

                walker.Step(new PlayerInput(0, 127, yaw, 0, (PlayerButtons)buttons));
                var (px, py, pz) = scenery.Of(walker);
                if (px * px + py * py + pz * pz > 10 * 10 || !float.IsFinite(walker.Body.Velocity.X))
                    return false;
            }

            return true;
        }, iter: 300, threads: 1);
    }

    [Fact]
    public void Rock_that_is_put_around_a_body_lets_it_go_within_ten_ticks()
    {
        var random = new Random(9133);
        for (var round = 0; round < 400; round++)
        {
            var scenery = new Scenery(Flat);
            var walker = scenery.Walker(0, 0.1, 0);
            walker.Step(Second / 2, Stand);
            if (round % 3 == 1)
                walker.Step(20, Walk((ushort)random.Next(65536), PlayerButtons.Jump | PlayerButtons.Run));

            var (bx, by, bz) = scenery.Of(walker);
            var balls = new (double X, double Y, double Z, double Radius)[1 + round % 4];
            for (var i = 0; i < balls.Length; i++)
            {
                balls[i] = (
                    bx + random.NextDouble() * 4 - 2, by + random.NextDouble() * 4 - 1, bz + random.NextDouble() * 4 - 2,
                    0.5 + random.NextDouble() * 5);
            }

            var hard = round % 5 == 0;
            scenery.Fill((x, y, z) =>
            {
                var depth = -y;
                foreach (var ball in balls)
                {
                    var (dx, dy, dz) = (x - ball.X, y - ball.Y, z - ball.Z);
                    depth = Math.Max(depth, ball.Radius - Math.Sqrt(dx * dx + dy * dy + dz * dz));
                }

                return hard ? depth > 0 ? 2 : -2 : depth;
            });
            walker.Step(10, Walk((ushort)random.Next(65536)), _ => Assert.True(float.IsFinite(walker.Body.Position.Length())));
            AssertFree(walker, $"round {round}");
            walker.Step(Second, Walk((ushort)random.Next(65536)), tick => AssertFree(walker, $"round {round}, tick {tick}"));
        }
    }

    [Fact]
    public void Deep_in_rock_that_says_no_direction_a_body_rises_to_the_next_free_place()
    {
        var scenery = new Scenery((x, y, z) => Math.Max(Math.Min(20 - y, Math.Max(12 - y, y - 15)), -2));
        var walker = scenery.Walker(0, -20, 0);
        walker.Step(5, Stand);
        AssertFree(walker, "in the cave");
        Assert.InRange(scenery.Of(walker).Y, 11.9, 13.3);
        walker.Step(Second, Stand);
        Assert.True(walker.OnGround);
        Assert.InRange(scenery.Of(walker).Y, 11.95, 12.05);
    }

    [Fact]
    public void Ground_that_is_dug_away_lets_the_body_fall_and_ground_that_grows_lifts_it()
    {
        var scenery = new Scenery(Flat);
        var walker = scenery.Walker(0, 0.1, 0);
        walker.Step(Second, Stand);
        scenery.Fill((x, y, z) => -y - 1);
        walker.Step(Second, Stand);
        Assert.InRange(scenery.Of(walker).Y, -1.01, -0.99);
        scenery.Fill((x, y, z) => -y + 0.7);
        walker.Step(10, Stand);
        Assert.True(walker.OnGround);
        Assert.InRange(scenery.Of(walker).Y, 0.69, 0.71);
    }

    [Fact]
    public void Between_two_steep_slopes_a_body_comes_to_rest_and_can_jump_out()
    {
        var scenery = new Scenery((x, y, z) => (Math.Abs(x) * 2 - y) / Math.Sqrt(5));
        var walker = scenery.Walker(1, 6, 0);
        walker.Step(4 * Second, Stand, tick => AssertFree(walker, $"tick {tick}"));
        Assert.True(walker.OnGround);
        var before = walker.Body;
        walker.Step(Second, Stand);
        Assert.Equal(before with { Fuel = walker.Body.Fuel }, walker.Body);
        walker.Step(20, new PlayerInput(0, 0, 0, 0, PlayerButtons.Jump));
        Assert.True(scenery.Of(walker).Y > 0.8, $"{scenery.Of(walker)}");
    }

    [Fact]
    public void A_jetpack_lifts_until_its_fuel_is_gone_and_fills_up_on_the_ground()
    {
        var scenery = new Scenery(Flat, 2);
        var walker = scenery.Walker(0, 0.05, 0);
        walker.Step(3 * Second, Stand);
        Assert.Equal(Propulsion.FuelTicksMax, walker.Body.Fuel);

        var jet = new PlayerInput(0, 0, 0, 0, PlayerButtons.Jetpack);
        walker.Step(Propulsion.FuelTicksMax, jet, tick =>
        {
            Assert.Equal(BodyFlags.Jetting, walker.Body.Flags);
            Assert.InRange(walker.Body.Velocity.Y, 0, 8.001f);
        });
        Assert.Equal(0, walker.Body.Fuel);
        Assert.InRange(scenery.Of(walker).Y, 15, 22);
        walker.Step(jet);
        Assert.Equal(BodyFlags.None, walker.Body.Flags);

        walker.Step(4 * Second, jet);
        Assert.InRange(scenery.Of(walker).Y, -0.01, 0.2);
        walker.Step(4 * Second, Stand);
        Assert.Equal(Propulsion.FuelTicksMax, walker.Body.Fuel);
    }

    [Fact]
    public void A_jet_steers_better_than_a_fall()
    {
        var scenery = new Scenery(Flat, 2);
        double Reached(PlayerButtons buttons)
        {
            var walker = scenery.Walker(0, 20, 0);
            walker.Body.Fuel = ushort.MaxValue;
            walker.Step(60, Walk(East, buttons));
            return scenery.Of(walker).X;
        }

        Assert.InRange(Reached(PlayerButtons.None), 0.7, 1.0);
        Assert.InRange(Reached(PlayerButtons.Jetpack), 1.4, 2.0);
    }
}
