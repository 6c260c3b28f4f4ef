using System.Numerics;
using CsCheck;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Movement;

namespace PlanetarySurvival.World.Tests;

public class MovementTests
{
    private const int Second = ProtocolLimits.TickRate;
    private const ushort QuarterTurn = 16384;

    private static readonly Planet Home = new(20261123, 8000);
    private static readonly PlayerInput Stand = default;

    private static PlayerInput Walk(ushort yaw = 0, PlayerButtons buttons = PlayerButtons.None) => new(0, 127, yaw, 0, buttons);

    private static Walker AtSpawn(ulong player = 1)
    {
        var walker = new Walker(Home, Home.SpawnPlace(new PlayerId(player)));
        walker.Step(Second, Stand);
        return walker;
    }

    [Fact]
    public void A_body_above_the_ground_falls_and_lands()
    {
        var walker = new Walker(Home, Home.SpawnPlace(new PlayerId(1)), above: 20);
        walker.Step(Second, Stand);
        Assert.False(walker.OnGround);

        // 20 m take 2.02 s, and end at 19.8 m/s.
        walker.Step(Second * 14 / 10, Stand);
        Assert.True(walker.OnGround);
        Assert.Equal(Vector3.Zero, walker.Body.Velocity);
        Assert.InRange(walker.Depth, -0.1f, 0.05f);
    }

    [Fact]
    public void A_body_at_rest_does_not_move_by_a_bit_not_even_on_a_slope()
    {
        for (ulong player = 1; player <= 50; player++)
        {
            var walker = AtSpawn(player);
            var before = walker.Body;
            walker.Step(10 * Second, Stand);
            Assert.Equal(before with { Fuel = Propulsion.FuelTicksMax }, walker.Body);
        }
    }

    [Theory]
    [InlineData(PlayerButtons.None, 4)]
    [InlineData(PlayerButtons.Run, 7)]
    public void Walking_is_4_metres_a_second_and_running_7(PlayerButtons buttons, double speed)
    {
        var walker = AtSpawn();
        walker.Step(Second, Walk(0, buttons));
        var from = walker.Place;
        walker.Step(10 * Second, Walk(0, buttons));
        Assert.InRange(walker.Place.DistanceMetres(from), speed * 9.9, speed * 10.3);
        Assert.InRange(walker.Body.Velocity.Length(), speed - 0.01, speed + 0.01);
    }

    [Fact]
    public void Walking_askew_is_not_faster()
    {
        var walker = AtSpawn();
        walker.Step(2 * Second, new PlayerInput(127, 127, 0, 0, PlayerButtons.None));
        Assert.InRange(walker.Body.Velocity.Length(), 3.99, 4.01);
    }

    [Fact]
    public void At_the_pole_yaw_0_walks_to_positive_z_and_a_quarter_turn_to_positive_x()
    {
        AssertWalksTo(Walk(), 0, 1);
        AssertWalksTo(Walk(QuarterTurn), 1, 0);
        AssertWalksTo(Walk(2 * QuarterTurn), 0, -1);
        AssertWalksTo(Walk(3 * QuarterTurn), -1, 0);
        AssertWalksTo(new PlayerInput(127, 0, 0, 0, PlayerButtons.None), 1, 0);
        AssertWalksTo(new PlayerInput(0, -127, QuarterTurn, 0, PlayerButtons.None), -1, 0);

        static void AssertWalksTo(PlayerInput input, int x, int z)
        {
            var walker = new Walker(Home, Home.Surface(WorldPosition.FromMetres(0, 8000, 0)));
            walker.Step(Second, Stand);
            walker.Step(3 * Second, input);
            Assert.InRange(walker.Body.Velocity.X, 4 * x - 0.02f, 4 * x + 0.02f);
            Assert.InRange(walker.Body.Velocity.Z, 4 * z - 0.02f, 4 * z + 0.02f);
        }
    }

    [Fact]
    public void A_jump_rises_1_27_metres_and_lands_a_second_later()
    {
        var walker = AtSpawn();
        var ground = walker.Place.MetresFromCentre;
        walker.Step(new PlayerInput(0, 0, 0, 0, PlayerButtons.Jump));
        Assert.False(walker.OnGround);

        var highest = ground;
        var ticks = 0;
        for (; !walker.OnGround && ticks < 3 * Second; ticks++)
        {
            walker.Step(new PlayerInput(0, 0, 0, 0, PlayerButtons.Jump));
            highest = Math.Max(highest, walker.Place.MetresFromCentre);
        }

        // v²/2g, and half a tick's worth more since the speed is held through a tick.
        Assert.InRange(highest - ground, 1.25, 1.33);
        Assert.InRange(ticks, 89, 94);
    }

    [Fact]
    public void Jumping_needs_ground_under_the_feet()
    {
        var walker = new Walker(Home, Home.SpawnPlace(new PlayerId(1)), above: 50);
        walker.Step(new PlayerInput(0, 0, 0, 0, PlayerButtons.Jump));
        Assert.True(walker.Body.Velocity.Y < 0);
    }

    [Fact]
    public void Walking_a_minute_in_each_direction_stays_on_the_ground_and_gets_somewhere()
    {
        for (var direction = 0; direction < 16; direction++)
        {
            var walker = AtSpawn((ulong)direction + 1);
            var start = walker.Place;
            var input = Walk((ushort)(direction * 4096));
            walker.Step(60 * Second, input, tick =>
            {
                walker.FollowRegion();
                Assert.True(walker.Depth is > -1.5f and < 0.05f, $"direction {direction}, tick {tick}: {walker.Depth} m of rock above the feet");
            });
            Assert.True(start.DistanceMetres(walker.Place) > 230, $"direction {direction}: only {start.DistanceMetres(walker.Place):0} m");
        }
    }

    [Fact]
    public void Running_over_the_hills_never_sinks_in()
    {
        var place = 0;
        foreach (var direction in TerrainTests.Directions(24))
        {
            var walker = new Walker(Home, Home.Surface(direction), above: 0.5f);
            for (var leg = 0; leg < 6; leg++)
            {
                var jump = leg % 2 == 0 ? PlayerButtons.None : PlayerButtons.Jump;
                walker.Step(5 * Second, Walk((ushort)(leg * 9000 + place * 2711), PlayerButtons.Run | jump), tick =>
                {
                    walker.FollowRegion();
                    Assert.True(walker.Depth < 0.05f, $"place {place}, leg {leg}, tick {tick}: {walker.Depth} m of rock above the feet");
                    Assert.True(walker.Body.Velocity.Length() <= 60.01f);
                });
            }

            place++;
        }
    }

    [Fact]
    public void A_body_deep_in_the_rock_comes_out_on_top_or_in_a_cave()
    {
        foreach (var depth in new[] { 0.3f, 2, 40, 900 })
        {
            var walker = new Walker(Home, Home.SpawnPlace(new PlayerId(3)), above: -depth);
            walker.Step(Second, Stand);
            Assert.True(walker.Depth < 0.05f, $"{depth} m: {walker.Depth} m of rock above the feet");
            walker.Step(10 * Second, Stand);
            Assert.True(walker.OnGround || (walker.Body.Flags & BodyFlags.InWater) != 0);
            Assert.True(walker.Depth < 0.05f);
        }
    }

    [Fact]
    public void No_input_does_harm()
    {
        var sbytes = Gen.SByte;
        Gen.Select(Gen.Byte, sbytes, sbytes, Gen.UShort, Gen.Short).Array[1, 40].Sample(inputs =>
        {
            var walker = AtSpawn();
            foreach (var (buttons, right, forward, yaw, pitch) in inputs)
            {
                walker.Step(5, new PlayerInput(right, forward, yaw, pitch, (PlayerButtons)buttons));
                if (!IsSound(walker))
                    return false;
            }

            return true;
        }, iter: 200);
    }

    [Fact]
    public void Every_value_of_the_buttons_and_the_extremes_of_all_fields_do_no_harm()
    {
        var walker = AtSpawn();
        for (var buttons = 0; buttons < 256; buttons++)
        {
            foreach (var yaw in new ushort[] { 0, 1, 8191, 8192, 32767, 32768, 65535 })
            {
                walker.Step(3, new PlayerInput(sbyte.MinValue, sbyte.MinValue, yaw, short.MinValue, (PlayerButtons)buttons));
                Assert.True(IsSound(walker), $"buttons {buttons}, yaw {yaw}");
            }
        }
    }

    [Fact]
    public void No_body_however_broken_does_harm()
    {
        var number = Gen.OneOf(Gen.Float, Gen.Const(float.NaN), Gen.Const(float.PositiveInfinity), Gen.Const(float.MaxValue), Gen.Float[-3000, 3000]);
        var vector = Gen.Select(number, number, number, (x, y, z) => new Vector3(x, y, z));
        Gen.Select(vector, vector, Gen.Byte, Gen.Byte).Sample((position, velocity, flags, cooldown) =>
        {
            var walker = AtSpawn();
            walker.Body = new PlayerBody(position, velocity, (BodyFlags)flags, cooldown);
            walker.Step(3, new PlayerInput(90, -90, 12345, 0, (PlayerButtons)255));
            var (p, v) = (walker.Body.Position, walker.Body.Velocity);
            return !float.IsNaN(p.X + p.Y + p.Z) && v.Length() <= 60.01f;
        }, iter: 500);
    }

    [Fact]
    public void A_fall_from_space_ends_on_the_ground_at_a_bounded_speed()
    {
        var walker = new Walker(Home, Home.SpawnPlace(new PlayerId(1)), above: 1500);
        var fastest = 0f;
        walker.Step(40 * Second, Stand, _ =>
        {
            fastest = Math.Max(fastest, walker.Body.Velocity.Length());
            Assert.True(walker.Depth < 0.05f);
        });
        Assert.InRange(fastest, 59.9f, 60.01f);
        Assert.True(walker.OnGround);
    }

    [Fact]
    public void A_body_is_at_the_same_place_in_the_frames_of_two_regions()
    {
        var walker = AtSpawn();
        var twin = AtSpawn();
        twin.MoveToFrame(twin.Region.Neighbour(twin.Region.X < 0 ? 1 : -1, 0, twin.Region.Z < 0 ? 1 : -1));
        Assert.NotEqual(walker.Region, twin.Region);

        for (var tick = 0; tick < 20 * Second; tick++)
        {
            var input = Walk((ushort)(tick * 37), tick % 200 < 5 ? PlayerButtons.Jump : PlayerButtons.Run);
            walker.Step(input);
            twin.Step(input);
            Assert.InRange(walker.Place.DistanceMetres(twin.Place), 0, 0.1);
        }
    }

    [Fact]
    public void Crossing_a_border_and_back_neither_moves_nor_stops_a_body()
    {
        var walker = AtSpawn();
        walker.Step(3 * Second, Walk(QuarterTurn, PlayerButtons.Run));
        for (var crossing = 0; crossing < 50; crossing++)
        {
            var (place, velocity, region) = (walker.Place, walker.Body.Velocity, walker.Region);
            walker.MoveToFrame(region.X < 0 ? region.Neighbour(1, 0, 0) : region.Neighbour(-1, 0, 0));
            Assert.InRange(walker.Place.DistanceMetres(place), 0, 0.002);
            Assert.Equal(velocity, walker.Body.Velocity);

            walker.Step(Walk(QuarterTurn, PlayerButtons.Run));
            Assert.InRange(walker.Place.DistanceMetres(place), 0.06, 0.09);
        }
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        // The same way twice: what the first one meets is warm for the second.
        var input = Walk(1234, PlayerButtons.Run | PlayerButtons.Gather | PlayerButtons.Jump);
        AtSpawn().Step(2200, input);
        var walker = AtSpawn();
        walker.Step(200, input);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var tick = 0; tick < 2000; tick++)
            walker.Step(input);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Around_the_whole_planet_the_frame_of_reference_is_upright()
    {
        foreach (var direction in TerrainTests.Directions(2000).Concat(
            [new(0, 0, 1024), new(0, 0, -1024), new(0, 1024, 0), new(0, -1024, 0), new(1024, 0, 0), new(145, 0, 1013), default]))
        {
            var frame = new Space.SurfaceFrame(Space.DoubleVector.From(direction));
            Assert.Equal(1, frame.Forward.Length, 9);
            Assert.Equal(1, frame.Right.Length, 9);
            Assert.Equal(0, Space.DoubleVector.Dot(frame.Up, frame.Forward), 9);
            Assert.Equal(0, Space.DoubleVector.Dot(frame.Up, frame.Right), 9);
        }
    }

    [Fact]
    public void The_sine_and_cosine_of_every_heading_are_right()
    {
        for (var turn = 0; turn <= ushort.MaxValue; turn++)
        {
            var (sine, cosine) = Space.Angle.SineCosine((ushort)turn);
            Assert.Equal(Math.Sin(turn * Math.Tau / 65536), sine, 2e-9);
            Assert.Equal(Math.Cos(turn * Math.Tau / 65536), cosine, 2e-9);
        }
    }

    private static bool IsSound(Walker walker)
    {
        var (p, v) = (walker.Body.Position, walker.Body.Velocity);
        return float.IsFinite(p.X + p.Y + p.Z) && v.Length() <= 60.01f && walker.Depth < 0.05f;
    }
}
