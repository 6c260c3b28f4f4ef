using CsCheck;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.World.Queries;
using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Tests.Queries;

public class GroundSweepTests
{
    private const double Tolerance = GroundSweep.ToleranceMetres;

    private static readonly Planet Home = new(20261123, 8000);
    private static readonly DoubleVector Centre = SyntheticGround.Centre;
    private static readonly DoubleVector Up = new(0, 1, 0);

    private static readonly Gen<DoubleVector> Vector =
        Gen.Select(Gen.Double[-1, 1], Gen.Double[-1, 1], Gen.Double[-1, 1], (x, y, z) => new DoubleVector(x, y, z));

    [Fact]
    public void A_sphere_that_falls_on_flat_ground_touches_it_with_its_lowest_point()
    {
        var field = SyntheticGround.Flat(0).Field;
        var from = Centre + new DoubleVector(0.2, 5, 0.1);
        Assert.True(GroundSweep.TrySweep(field, from, from - Up * 8, 0.5, out var hit));
        Assert.Equal(4.5 / 8, hit.Fraction, Tolerance / 8);
        Assert.Equal(0.2, hit.Place.X - Centre.X, 2e-3);
        Assert.Equal(0, hit.Place.Y - Centre.Y, 2e-3);
        Assert.True(hit.Normal.Y > 0.9999);
        Assert.Equal(SweepStop.Ground, hit.Stop);
        Assert.False(GroundSweep.TrySweep(field, from, from - Up * 4.49, 0.5, out _));
    }

    [Fact]
    public void A_capsule_that_falls_on_its_side_touches_along_its_length_and_one_against_a_wall_with_its_side()
    {
        var flat = SyntheticGround.Flat(0).Field;
        var foot = Centre + new DoubleVector(-1, 3, 0.3);
        Assert.True(GroundSweep.TrySweep(flat, foot, foot + new DoubleVector(2, 0, 0), Up * -5, 0.4, out var hit));
        Assert.Equal(2.6 / 5, hit.Fraction, Tolerance / 5);

        // A spike that only the middle of an upright capsule meets.
        var spike = new SyntheticGround((x, y, z) => y == 0 && z == 0 && x >= 0 ? 1 : -1).Field;
        var start = Centre + new DoubleVector(-4, -0.5, 0);
        Assert.True(GroundSweep.TrySweep(spike, start, start + Up, new DoubleVector(6, 0, 0), 0.4, out hit));
        Assert.Equal(3.6 - SyntheticGround.Voxel / 2, 6 * hit.Fraction, 0.05);
        Assert.True(hit.Normal.X < -0.99);
    }

    [Fact]
    public void What_touches_at_the_start_is_stopped_there_and_told_the_nearest_ground()
    {
        var field = SyntheticGround.Flat(0).Field;
        var from = Centre + new DoubleVector(0.3, 0.3, 0.2);
        Assert.True(GroundSweep.TrySweep(field, from, from + Up, 0.5, out var hit));
        Assert.Equal(0, hit.Fraction);
        Assert.True(hit.Normal.Y > 0.999);
        Assert.Equal(0, hit.Place.Y - Centre.Y, 2e-3);

        var inRock = Centre - Up * 0.2;
        Assert.True(GroundSweep.TrySweep(field, inRock, inRock + Up, 0.5, out hit));
        Assert.Equal((0, Material.Iron), (hit.Fraction, hit.Material));
        Assert.True(hit.Normal.Y > 0.999);
    }

    [Fact]
    public void A_sphere_that_was_stopped_may_go_away_from_there_and_along()
    {
        var field = SyntheticGround.Flat(0).Field;
        var from = Centre + new DoubleVector(0.2, 5, 0.1);
        Assert.True(GroundSweep.TrySweep(field, from, from - Up * 8, 0.5, out var hit));

        // One tolerance back along the normal, as a mover does.
        var rest = from - Up * (8 * hit.Fraction) + hit.Normal * (2 * Tolerance);
        Assert.False(GroundSweep.TrySweep(field, rest, rest + Up, 0.5, out _));
        Assert.False(GroundSweep.TrySweep(field, rest, rest + new DoubleVector(3, 0, -2), 0.5, out _));
    }

    [Fact]
    public void No_speed_tunnels_through_the_thinnest_wall()
    {
        // One layer of voxels of 1/64 m: a wall of a few centimetres.
        var wall = new SyntheticGround((x, _, _) => x == 5 ? 1 / 64.0 : -1.98).Field;
        Gen.Select(Vector, Gen.Double[0, 0.6], Gen.Double[0.01, 20]).Sample(
            (offset, radius, length) =>
            {
                var from = Centre + new DoubleVector(5 * SyntheticGround.Voxel - radius - 0.1, 0, 0) + offset * 0.05;
                var clear = 5 * SyntheticGround.Voxel + Centre.X - radius - from.X;
                var found = GroundSweep.TrySweep(wall, from, from + new DoubleVector(length, 0, 0), radius, out var hit);
                return found ? Math.Abs(hit.Fraction * length - clear) < 0.02 : length < clear;
            },
            iter: 300);
    }

    [Fact]
    public void Sweeps_and_brute_force_agree_on_any_ground()
    {
        Gen.Select(Gen.ULong, Vector, Vector, Vector, Gen.Double[0, 1.2], Gen.Double[0, 4]).Sample(
            (seed, offset, core, direction, radius, length) =>
            {
                var field = SyntheticGround.Any(seed).Field;
                var from = Centre + offset * 18;
                var axis = seed % 3 == 0 ? default : core * 1.2;
                Agrees(field, from, from + axis, direction * length, radius);
            },
            iter: 400);
    }

    [Fact]
    public void Sweeps_and_brute_force_agree_on_planets()
    {
        foreach (var direction in (ReadOnlySpan<DoubleVector>)[new(0, 1, 0), new(3000, 7000, -2500), new(-7000, 100, 3000)])
        {
            var field = GroundRayTests.FieldAt(Home, direction, out var ground, reach: 1);
            var up = new SurfaceFrame(ground).Up;
            Gen.Select(Vector, Vector, Gen.Double[0.2, 0.6], Gen.Double[0, 2]).Sample(
                (offset, toward, radius, height) =>
                {
                    var foot = ground + up * (radius + 0.1 + height) + offset;
                    Agrees(field, foot, foot + up, toward * 2, radius);
                },
                iter: 60);
        }
    }

    [Fact]
    public void Long_sweeps_and_those_of_large_bodies_agree_with_brute_force()
    {
        Gen.Select(Gen.ULong, Vector, Vector, Gen.Double[1, 4]).Sample(
            (seed, offset, direction, radius) =>
                Agrees(SyntheticGround.Any(seed | 1).Field, Centre + offset * 20, Centre + offset * 20, direction * 20, radius, moments: 60, grid: 2),
            iter: 40);
    }

    [Fact]
    public void The_nearest_ground_is_as_near_as_brute_force_says()
    {
        Gen.Select(Gen.ULong, Vector, Vector, Gen.Double[0.1, 2.5]).Sample(
            (seed, offset, core, reach) =>
            {
                var field = SyntheticGround.Any(seed).Field;
                var (foot, head) = (Centre + offset * 18, Centre + offset * 18 + core);
                var found = GroundSweep.TryNearest(field, foot, head, reach, out var distance, out var hit);
                var told = Distance(foot, head, hit.Place);
                Assert.True(!found || told <= distance + GroundSweep.ToleranceMetresMax + 1e-6, $"The place is {told} m away, not {distance}.");
                var bound = found ? distance : reach;
                var rock = RockNear(field, foot, head, default, reach, 4);
                var nearest = rock.Count == 0 ? double.PositiveInfinity : rock.Min(place => Distance(foot, head, place));
                Assert.True(nearest >= bound - 1e-7, $"Rock is {nearest} m away, not {bound}.");
            },
            iter: 200);
    }

    [Theory]
    [InlineData(0, 400, 4000)]
    [InlineData(1, 400, 4000)]
    [InlineData(2, 40, 1000)]
    [InlineData(3, 300, 4000)]
    [InlineData(4, 60, 1000)]
    [InlineData(5, 300, 4000)]
    public void The_bound_of_work_is_far_from_what_ground_needs(ulong kind, double meanMax, int boxesMax)
    {
        var counts = new List<int>();
        for (ulong seed = kind; seed < 60; seed += 6)
        {
            var reader = new GroundReader(SyntheticGround.Any(seed).Field);
            for (var i = 0; i < 100; i++)
            {
                var from = Centre + new DoubleVector(At(i, 1), At(i, 2), At(i, 3)) * 18;
                var move = new DoubleVector(At(i, 4), At(i, 5), At(i, 6));
                if (GroundSweep.TrySweep(ref reader, from, from + Up, move, 0.4, out var hit, out var boxes) && hit.Fraction > 0)
                    counts.Add(boxes);
            }

            double At(int i, int axis) => SyntheticGround.Chance(seed, i, axis, 99) * 2 - 1;
        }

        Assert.NotEmpty(counts);
        Assert.InRange(counts.Average(), 0, meanMax);
        Assert.InRange(counts.Max(), 0, boxesMax);
    }

    [Fact]
    public void A_sweep_stops_at_its_bound_and_a_question_that_is_none_does_not_move()
    {
        var field = SyntheticGround.Flat(0).Field;
        var from = Centre + Up * 10;
        Assert.True(GroundSweep.TrySweep(field, from, from + Up * 400, 0.5, out var hit));
        Assert.Equal((0.25, SweepStop.Bound), (hit.Fraction, hit.Stop));
        Assert.False(GroundSweep.TrySweep(field, from, from + Up * 99, 0.5, out _));

        double[] numbers = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, -1e200, -1];
        foreach (var number in numbers)
        {
            Refused(GroundSweep.TrySweep(field, from, from + Up, number, out hit), hit);
            if (number == -1)
                continue;
            Refused(GroundSweep.TrySweep(field, new DoubleVector(number, 0, 0), from, 0.5, out hit), hit);
            Refused(GroundSweep.TrySweep(field, from, new DoubleVector(0, number, 0), 0.5, out hit), hit);
            Refused(GroundSweep.TrySweep(field, from, new DoubleVector(0, 0, number), Up, 0.5, out hit), hit);
            Assert.False(GroundSweep.TryNearest(field, from, new DoubleVector(number, 0, 0), 1, out _, out _));
            Assert.False(GroundSweep.TryNearest(field, from, from, number, out _, out _));
        }

        Refused(GroundSweep.TrySweep(field, from, from + Up, GroundSweep.RadiusMetresMax + 0.01, out hit), hit);
        Refused(GroundSweep.TrySweep(field, from, from + Up * (GroundSweep.CoreMetresMax + 0.01), Up, 0.5, out hit), hit);

        // The largest of all that is allowed is looked through.
        var core = new DoubleVector(1, 1, 1) * (GroundSweep.CoreMetresMax * 0.577);
        Assert.True(GroundSweep.TrySweep(field, from, from + core, Up * -99, GroundSweep.RadiusMetresMax, out hit));
        Assert.Equal(6, hit.Fraction * 99, 0.01);

        static void Refused(bool stopped, in SweepHit hit)
        {
            Assert.True(stopped);
            Assert.Equal((0, SweepStop.Refused), (hit.Fraction, hit.Stop));
            Assert.True(hit.Place.IsFinite && hit.Normal.IsFinite);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.Epsilon)]
    [InlineData(1e-200)]
    [InlineData(1e-12)]
    public void Sweeps_of_almost_nothing_are_sweeps(double tiny)
    {
        var field = SyntheticGround.Flat(0).Field;
        var above = Centre + new DoubleVector(0.1, 0.2, 0.3);
        Assert.False(GroundSweep.TrySweep(field, above, above, new DoubleVector(0, -tiny, tiny), 0.1, out _));
        Assert.False(GroundSweep.TrySweep(field, above, above + new DoubleVector(tiny, tiny, 0), new DoubleVector(0, -0.05, 0), 0.1, out _));
        Assert.True(GroundSweep.TrySweep(field, above, above + new DoubleVector(tiny, 0, 0), new DoubleVector(tiny, -1, 0), tiny, out var hit));
        Assert.Equal(0.2, hit.Fraction, 0.002);
    }

    [Fact]
    public void A_batch_gives_the_bits_of_its_parts_and_allocates_nothing()
    {
        var ground = SyntheticGround.Any(3);
        var bodies = new Sweeping[100];
        for (var i = 0; i < bodies.Length; i++)
        {
            var place = Centre + new DoubleVector(i % 17 - 8, i % 13 - 6, i % 11 - 5);
            bodies[i] = new Sweeping(place, place + Up, new DoubleVector(i % 5 - 2, i % 7 - 3.5, 1), 0.4);
        }

        var hits = new SweepHit[bodies.Length];
        var count = GroundSweep.Sweep(ground.Field, bodies, hits);
        for (var i = 0; i < bodies.Length; i++)
        {
            ref var body = ref bodies[i];
            var stopped = GroundSweep.TrySweep(ground.Field, body.Foot, body.Head, body.Displacement, body.RadiusMetres, out var hit);
            Assert.Equal(stopped ? hit : new SweepHit(1, default, default, default, SweepStop.Ground), hits[i]);
        }

        Assert.InRange(count, 20, bodies.Length - 5);
        var before = GC.GetAllocatedBytesForCurrentThread();
        GroundSweep.Sweep(ground.Field, bodies, hits);
        GroundSweep.TryNearest(ground.Field, Centre, Centre + Up, 2, out _, out _);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>
    /// Whether a sweep keeps both promises: at many moments before the hit no point of rock, of a grid finer than the cells, is within the radius;
    /// and where it stops, the place that it tells of is rock or surface, and within the radius and the tolerance.
    /// </summary>
    private static void Agrees(
        VoxelField field, DoubleVector foot, DoubleVector head, DoubleVector move, double radius, int moments = 25, int grid = 4)
    {
        var reader = new GroundReader(field);
        var found = GroundSweep.TrySweep(ref reader, foot, head, move, radius, out var hit, out var boxes);
        var tolerance = boxes < ContactSearch<MovingCapsule>.BoxesPerTolerance ? Tolerance : GroundSweep.ToleranceMetresMax;
        var rock = RockNear(field, foot, head, move, radius, grid);
        var clear = found ? hit.Fraction : 1;
        for (var i = 0; i <= moments; i++)
        {
            // The last moment is the answer itself: up to it, and there, rock is no nearer than the radius. At the start it may be.
            var moved = move * (clear * i / moments);
            var nearest = rock.Count == 0 ? double.PositiveInfinity : rock.Min(place => Distance(foot + moved, head + moved, place));
            Assert.True(clear <= 0 || nearest >= radius - 1e-7, $"Rock {radius - nearest} m within, {i}/{moments} of the way to {clear}.");
        }

        if (!found)
            return;
        var stop = move * hit.Fraction;
        var slack = field.Sample(hit.Place, out var gradient) / Math.Max(gradient.Length, 1e-3);
        var gap = Distance(foot + stop, head + stop, hit.Place) - radius;
        Assert.Equal(1, hit.Normal.Length, 1e-6);
        Assert.True(slack > -2e-4, $"The place is {-slack} m from rock.");
        Assert.True(gap <= tolerance + 1e-6, $"The place is {gap} m from the body at {hit.Fraction}.");
    }

    private static List<DoubleVector> RockNear(VoxelField field, DoubleVector foot, DoubleVector head, DoubleVector move, double radius, int grid)
    {
        var rock = new List<DoubleVector>();
        var (x0, x1) = Range(foot.X, head.X, move.X);
        var (y0, y1) = Range(foot.Y, head.Y, move.Y);
        var (z0, z1) = Range(foot.Z, head.Z, move.Z);
        for (var x = x0; x <= x1; x++)
        {
            for (var y = y0; y <= y1; y++)
            {
                for (var z = z0; z <= z1; z++)
                {
                    var place = new DoubleVector(x, y, z) * (SyntheticGround.Voxel / grid);
                    if (field.Sample(place, out _) >= 0)
                        rock.Add(place);
                }
            }
        }

        return rock;

        (int Low, int High) Range(double a, double b, double moved)
        {
            var step = SyntheticGround.Voxel / grid;
            return ((int)Math.Floor((Math.Min(a, b) + Math.Min(moved, 0) - radius) / step),
                (int)Math.Ceiling((Math.Max(a, b) + Math.Max(moved, 0) + radius) / step));
        }
    }

    private static double Distance(DoubleVector foot, DoubleVector head, DoubleVector place)
    {
        var core = head - foot;
        var along = core.LengthSquared > 0 ? Math.Clamp(DoubleVector.Dot(place - foot, core) / core.LengthSquared, 0, 1) : 0;
        return (place - foot - core * along).Length;
    }
}
