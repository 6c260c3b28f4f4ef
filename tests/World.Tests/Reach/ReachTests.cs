using System.Numerics;
using CsCheck;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Reach;

namespace PlanetarySurvival.World.Tests.Reach;

public class ReachTests
{
    private const double SecondsPerTick = 1.0 / ProtocolLimits.TickRate;

    private static readonly AvatarPose Upright = new(At(0, 1.65, 0), At(-0.25, 1, 0.3), At(0.25, 1, 0.3));

    private static TrackedPose At(double x, double y, double z) => new(new Vector3((float)x, (float)y, (float)z), Rotation.None);

    private static Rotation Turned(double radians) => new(0, (float)Math.Sin(radians / 2), 0, (float)Math.Cos(radians / 2));

    /// <summary>
    /// A person of a seed who plays: sways, leans, crouches, looks around, swings arms and throws, as sums of swings within what people do; with
    /// noise of a tracker.
    /// </summary>
    private static AvatarPose Play(int seed, int tick)
    {
        var random = new Random(seed);
        var t = tick * SecondsPerTick;
        var size = 1.45 + 0.5 * random.NextDouble();
        var noise = new Random(seed * 7919 + tick);

        var crouch = 0.5 + 0.5 * Swing(0.25);
        var eye = size - crouch * (size - 0.55);
        var lean = 0.4 * Swing(0.4);
        var head = new Vector3((float)(lean * 0.6), (float)eye, (float)(lean * 0.8)) + Noise();
        var (left, right) = (Arm(-1), Arm(1));
        return new AvatarPose(
            new TrackedPose(head, Turned(1.3 * Swing(1.1))),
            new TrackedPose(left, Turned(3 * Swing(2))),
            new TrackedPose(right, Turned(3 * Swing(2))));

        double Swing(double perSecond) => Math.Sin(t * perSecond * Math.Tau * (0.5 + 0.5 * random.NextDouble()) + random.NextDouble() * 6);

        Vector3 Noise() => new(Jitter(), Jitter(), Jitter());

        float Jitter() => (float)((noise.NextDouble() - 0.5) * 0.01);

        // An arm of 0.65 m swings around the shoulder: up to 1.6 rad twice a second, 13 rad/s and 8.5 m/s.
        Vector3 Arm(int side)
        {
            var (pitch, yaw) = (1.6 * Swing(1.2), 0.5 * Swing(1.5));
            return new Vector3(
                head.X + (float)(side * 0.2 + 0.65 * Math.Sin(yaw) * Math.Cos(pitch)), head.Y - 0.25f + (float)(0.65 * Math.Sin(pitch)),
                head.Z + (float)(0.65 * Math.Cos(yaw) * Math.Cos(pitch))) + Noise();
        }
    }

    [Fact]
    public void Nobody_who_plays_honestly_is_refused()
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            var before = Play(seed, 0);
            for (var tick = 1; tick < 1500; tick++)
            {
                var now = Play(seed, tick);
                Assert.True(PoseRules.Check(now) == ReachAnswer.Plausible, $"seed {seed}, tick {tick}: {PoseRules.Check(now)} of {now}");
                var motion = PoseRules.CheckMotion(before, now, 1);
                Assert.True(motion == ReachAnswer.Plausible, $"seed {seed}, tick {tick}: {motion} from {before} to {now}");
                if (tick > 10)
                    Assert.Equal(ReachAnswer.Plausible, PoseRules.CheckMotion(Play(seed, tick - 10), now, 10));
                before = now;
            }
        }
    }

    [Fact]
    public void Every_violation_of_a_pose_is_caught_and_named()
    {
        for (var seed = 1; seed <= 30; seed++)
        {
            var pose = Play(seed, seed * 37);
            AssertAnswer(ReachAnswer.HeadTooLow, WithHead(pose, y: 0.39f));
            AssertAnswer(ReachAnswer.HeadTooHigh, WithHead(pose, y: 2.21f));
            AssertAnswer(ReachAnswer.HeadTooFar, WithHead(pose, x: 0.61f));
            AssertAnswer(ReachAnswer.HeadTooFar, WithHead(pose, x: 0.45f, z: -0.45f));
            var head = pose.Head.Position;
            AssertAnswer(ReachAnswer.HandTooFar, pose with { Left = At(head.X - 1.02, head.Y - 0.25, head.Z) });
            AssertAnswer(ReachAnswer.HandTooFar, pose with { Right = At(0, -1, 0) });
            AssertAnswer(ReachAnswer.HandTooFar, pose with { Right = At(1e30, 1, 0) });
            foreach (var broken in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
            {
                AssertAnswer(ReachAnswer.NotFinite, WithHead(pose, y: broken));
                AssertAnswer(ReachAnswer.NotFinite, pose with { Left = pose.Left with { Position = new Vector3(0, 0, broken) } });
                AssertAnswer(ReachAnswer.NotFinite, pose with { Right = pose.Right with { Rotation = new Rotation(0, broken, 0, 1) } });
            }

            foreach (var (x, y, w) in new[] { (0f, 0f, 0f), (0f, 0f, 1.1f), (1f, 1f, 0f), (0f, 0f, -0.9f), (9e30f, 0f, 0f) })
            {
                var rotation = new Rotation(x, y, 0, w);
                AssertAnswer(ReachAnswer.NotNormalised, pose with { Head = pose.Head with { Rotation = rotation } });
                AssertAnswer(ReachAnswer.NotNormalised, pose with { Left = pose.Left with { Rotation = rotation } });
                AssertAnswer(ReachAnswer.NotNormalised, pose with { Right = pose.Right with { Rotation = rotation } });
            }
        }

        static void AssertAnswer(ReachAnswer answer, AvatarPose pose) => Assert.Equal(answer, PoseRules.Check(pose));

        static AvatarPose WithHead(AvatarPose pose, float x = 0, float y = 1.6f, float z = 0) =>
            pose with { Head = pose.Head with { Position = new Vector3(x, y, z) } };
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(30)]
    public void Every_violation_of_motion_is_caught_and_what_is_just_allowed_is_not(int ticks)
    {
        var seconds = ticks * SecondsPerTick;
        var hand = (float)(ReachLimits.HandMetresPerSecondMax * seconds + ReachLimits.TrackingMetres);
        var head = (float)(ReachLimits.HeadMetresPerSecondMax * seconds + ReachLimits.TrackingMetres);
        foreach (var way in new[] { Vector3.UnitX, -Vector3.UnitY, Vector3.Normalize(new Vector3(1, 2, -3)) })
        {
            AssertMotion(ReachAnswer.Plausible, Upright with { Left = Moved(Upright.Left, way * hand * 0.99f) });
            AssertMotion(ReachAnswer.HandTooFast, Upright with { Left = Moved(Upright.Left, way * hand * 1.01f) });
            AssertMotion(ReachAnswer.HandTooFast, Upright with { Right = Moved(Upright.Right, way * hand * 1.01f) });
            AssertMotion(ReachAnswer.Plausible, Upright with { Head = Moved(Upright.Head, way * head * 0.99f) });
            AssertMotion(ReachAnswer.HeadTooFast, Upright with { Head = Moved(Upright.Head, way * head * 1.01f) });
        }

        // Beyond half a turn there is nothing that a faster head would show.
        var turn = ReachLimits.HeadRadiansPerSecondMax * seconds + ReachLimits.TrackingRadians;
        AssertMotion(ReachAnswer.Plausible, Upright with { Head = Upright.Head with { Rotation = Turned(Math.Min(turn * 0.98, Math.PI)) } });
        if (turn * 1.1 < 2)
            AssertMotion(ReachAnswer.HeadTurnsTooFast, Upright with { Head = Upright.Head with { Rotation = Turned(turn * 1.1) } });

        // The negative of a quaternion is the same rotation.
        AssertMotion(ReachAnswer.Plausible, Upright with { Head = Upright.Head with { Rotation = new Rotation(0, 0, 0, -1) } });

        void AssertMotion(ReachAnswer answer, AvatarPose now) => Assert.Equal(answer, PoseRules.CheckMotion(Upright, now, ticks));

        static TrackedPose Moved(TrackedPose pose, Vector3 way) => pose with { Position = pose.Position + way };
    }

    [Fact]
    public void After_a_long_silence_motion_says_nothing_and_no_ticks_count_as_one()
    {
        var far = Upright with { Left = At(0.3, 0.8, 0.1) };
        Assert.Equal(ReachAnswer.Plausible, PoseRules.CheckMotion(Upright, far, ReachLimits.TicksMax + 1));
        Assert.Equal(ReachAnswer.HandTooFast, PoseRules.CheckMotion(Upright, far, 0));
        Assert.Equal(ReachAnswer.HandTooFast, PoseRules.CheckMotion(Upright, far, int.MinValue));
    }

    [Fact]
    public void A_head_in_the_rock_is_noticed()
    {
        var scenery = new Scenery((x, y, z) => Math.Max(-y, x - 0.7));
        var walker = scenery.Walker(0, 0, 0);
        Assert.Equal(ReachAnswer.Plausible, PoseRules.CheckPlace(Upright, walker.Body, 0, walker.Field, walker.Region.Origin));

        // With a heading of 0 the right hand is in the east, where the wall is; turned around it is not.
        var leaning = Upright with { Head = At(0.59, 1.6, 0) };
        Assert.Equal(ReachAnswer.Plausible, PoseRules.CheckPlace(leaning, walker.Body, 0, walker.Field, walker.Region.Origin));
        walker = scenery.Walker(0.4, 0, 0);
        Assert.Equal(ReachAnswer.HeadInRock, PoseRules.CheckPlace(leaning, walker.Body, 0, walker.Field, walker.Region.Origin));
        Assert.Equal(ReachAnswer.Plausible, PoseRules.CheckPlace(leaning, walker.Body, 32768, walker.Field, walker.Region.Origin));

        var broken = Upright with { Head = At(double.NaN, 0, 0) };
        Assert.Equal(ReachAnswer.NotFinite, PoseRules.CheckPlace(broken, walker.Body, 0, walker.Field, walker.Region.Origin));
    }

    [Fact]
    public void A_tool_reaches_six_metres_and_not_through_rock()
    {
        var scenery = new Scenery((x, y, z) => Math.Max(-y, Math.Min(0.8 - Math.Abs(x - 4), 3 - y)));
        var walker = scenery.Walker(0, 0, 0);

        Assert.Equal(ReachAnswer.Plausible, Tool(3.2, 1.2, 0));
        Assert.Equal(ReachAnswer.Plausible, Tool(1, 0, 1));
        Assert.Equal(ReachAnswer.Plausible, Tool(0, 1, 6.2));
        Assert.Equal(ReachAnswer.ToolTooFar, Tool(0, 1, 6.5));
        Assert.Equal(ReachAnswer.ToolTooFar, Tool(0, 1e30, 0));
        Assert.Equal(ReachAnswer.ToolBlocked, Tool(5.6, 1.2, 0));
        Assert.Equal(ReachAnswer.ToolBlocked, Tool(0, -2, 0));
        Assert.Equal(ReachAnswer.NotFinite, Tool(0, double.NaN, 0));

        // Neither may the hand be beyond a wall.
        walker = scenery.Walker(2.4, 0, 0);
        var through = Upright with { Right = At(1, 1.2, 0) };
        Assert.Equal(ReachAnswer.ToolBlocked, Tool(5.5, 1.2, 0, through));

        ReachAnswer Tool(double x, double y, double z, AvatarPose? pose = null)
        {
            var target = (scenery.FromCentre(x, y, z) - Space.DoubleVector.From(walker.Region.Origin)).ToSingle();
            return ToolRules.Check(pose ?? Upright, Hand.Right, target, walker.Body, 0, walker.Field, walker.Region.Origin);
        }
    }

    [Fact]
    public void No_pose_however_broken_does_harm()
    {
        var scenery = new Scenery((x, y, z) => -y);
        var number = Gen.OneOf(Gen.Float, Gen.Const(float.NaN), Gen.Const(float.PositiveInfinity), Gen.Const(float.MaxValue), Gen.Float[-3, 3]);
        var place = Gen.Select(number, number, number, (x, y, z) => new Vector3(x, y, z));
        var tracked = Gen.Select(place, number, number, (at, x, w) => new TrackedPose(at, new Rotation(x, 0, 0, w)));
        Gen.Select(tracked, tracked, tracked, place, place, Gen.Int).Sample(
            (head, left, right, target, at, ticks) =>
            {
                var pose = new AvatarPose(head, left, right);
                var body = new PlayerBody(at, default, BodyFlags.None, 0);
                var far = new WorldPosition(long.MaxValue, 0, long.MinValue);
                return Enum.IsDefined(PoseRules.Check(pose)) && Enum.IsDefined(PoseRules.CheckMotion(pose, Upright, ticks)) &&
                    Enum.IsDefined(PoseRules.CheckPlace(pose, body, 7, scenery.Field, default)) &&
                    Enum.IsDefined(ToolRules.Check(pose, Hand.Left, target, body, 7, scenery.Field, far));
            },
            threads: 1);
    }
}
