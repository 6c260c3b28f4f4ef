using System.Numerics;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Bodies;

namespace PlanetarySurvival.World.Tests;

public class BodyWorldTests
{
    private static readonly BodyShape Cube = BodyShape.Box(0.5f, 0.5f, 0.5f);

    [Fact]
    public void A_box_falls_comes_to_rest_and_sleeps()
    {
        var (world, field) = (new BodyWorld(BodyGround.Region), BodyGround.Flat());
        world.Add(BodyGround.At(1, Cube, 0, 3002, 0));
        world.Step(field, 200);
        Assert.Equal(0, world.AwakeCount);
        Assert.InRange(world.Get(1).Y, 3000.47, 3000.52);
        Assert.Equal(default, world.Get(1).Velocity);
    }

    [Fact]
    public void A_stack_of_ten_boxes_comes_to_rest_sleeps_and_stays()
    {
        var (world, field) = (new BodyWorld(BodyGround.Region), BodyGround.Flat());
        for (var i = 0; i < 10; i++)
            world.Add(BodyGround.At((ulong)(20 - i), Cube, 0, 3000.5 + i * 1.01, 0));
        world.Step(field, 300);
        Assert.Equal(0, world.AwakeCount);
        AssertStands();

        // Woken, it settles again without falling.
        for (var turn = 0; turn < 5; turn++)
        {
            world.WakeNear(new WorldPosition(0, 3000 * 1024, 0), 1);
            Assert.Equal(10, world.AwakeCount);
            world.Step(field, 400);
            Assert.Equal(0, world.AwakeCount);
        }

        AssertStands();

        void AssertStands()
        {
            for (var i = 0; i < 10; i++)
            {
                var box = world.Get((ulong)(20 - i));
                Assert.InRange(box.Y, 3000.5 + i - 0.02 * (i + 1), 3000.5 + i + 0.01);
                Assert.InRange(Math.Abs(box.X) + Math.Abs(box.Z), 0, 0.1);
            }
        }
    }

    [Fact]
    public void A_pyramid_comes_to_rest_sleeps_and_stays()
    {
        var (world, field) = (new BodyWorld(BodyGround.Region), BodyGround.Flat());
        var id = 1ul;
        for (var layer = 0; layer < 8; layer++)
        {
            for (var i = 0; i < 8 - layer; i++)
                world.Add(BodyGround.At(id++, Cube, (i - (8 - layer) * 0.5) * 1.05, 3000.5 + layer * 1.005, 0));
        }

        world.Step(field, 400);
        Assert.Equal(0, world.AwakeCount);
        Assert.InRange(world.Get(36).Y, 3007.4, 3007.52);
        Assert.InRange(world.Get(36).X, -0.6, -0.45);

        var hash = world.StateHash();
        world.Step(field, 100);
        Assert.Equal(hash, world.StateHash());
    }

    [Fact]
    public void A_box_of_a_hundred_times_the_mass_rests_on_a_light_one()
    {
        var (world, field) = (new BodyWorld(BodyGround.Region), BodyGround.Flat());
        world.Add(BodyGround.At(1, Cube, 0, 3000.5, 0, mass: 1), BodyGround.At(2, Cube, 0, 3001.5, 0, mass: 100));
        world.Step(field, 400);
        Assert.Equal(0, world.AwakeCount);
        Assert.InRange(world.Get(1).Y, 3000.44, 3000.51);
        Assert.InRange(world.Get(2).Y, 3001.40, 3001.51);
    }

    [Fact]
    public void A_thousand_bodies_rained_on_hills_come_to_rest_without_sinking_in_or_gaining_energy()
    {
        var (world, field) = (new BodyWorld(BodyGround.Region), BodyGround.Of(BodyGround.HillsDepth));
        world.Add(BodyGround.Rain(1000, 77, 25, 3006, 3030));
        var (before, start) = (world.Energy(), world.Energy());
        for (var tick = 0; tick < 2700 && world.AwakeCount > 0; tick++)
        {
            world.Step(field, default);
            var energy = world.Energy();

            // Pushed out of what they sank in, bodies rise a little; together never by more than a thousandth of what there was.
            Assert.True(energy <= before + 0.001 * start, $"seed 77, tick {tick}: energy grew from {before} to {energy} J");
            before = energy;
        }

        Assert.True(world.AwakeCount < 50, $"{world.AwakeCount} are awake after 30 s.");
        Assert.Equal(0, world.ContactsDropped);
        for (var row = 0; row < world.Count; row++)
        {
            var body = world[row];
            var depth = field.Sample(new Space.DoubleVector(body.X, body.Y, body.Z), out _);
            Assert.True(depth < 0, $"Body {body.Id} lies {depth} m deep.");
        }
    }

    [Fact]
    public void What_sleeps_wakes_by_a_push_a_hit_an_edit_and_a_player_who_moves()
    {
        var (world, field) = (new BodyWorld(BodyGround.Region), BodyGround.Flat());
        world.Add(BodyGround.At(1, Cube, 0, 3000.5, 0), BodyGround.At(2, Cube, 1.001, 3000.5, 0), BodyGround.At(3, Cube, 8, 3000.5, 0));
        Rest();

        Assert.True(world.Push(new BodyId(2), new Vector3(1, 0, 0), default));
        Assert.Equal(2, world.AwakeCount);
        Rest();

        world.WakeNear(new WorldPosition(8 * 1024, 3000 * 1024, 0), 0.5);
        Assert.Equal(1, world.AwakeCount);
        Rest();

        world.Add(BodyGround.At(9, BodyShape.Sphere(0.2f), -3, 3000.7, 0) with { Velocity = new Vector3(20, 0, 0) });
        world.Step(field, 15);
        Assert.Equal(3, world.AwakeCount);
        Assert.True(world.Remove(new BodyId(9)));
        world.Step(field, 400);
        Rest();

        var box = world.Get(3);
        KinematicCapsule[] players = [new(box.X, 3000, -0.92 + box.Z, default, 0.4f, 1.8f)];
        world.Step(field, players);
        Assert.Equal(0, world.AwakeCount);
        players[0] = players[0] with { Velocity = new Vector3(0, 0, 3) };
        world.Step(field, players);
        Assert.Equal(1, world.AwakeCount);

        void Rest()
        {
            world.Step(field, 200);
            Assert.Equal(0, world.AwakeCount);
        }
    }

    [Fact]
    public void A_player_pushes_a_box_along_and_is_not_pushed()
    {
        var (world, field) = (new BodyWorld(BodyGround.Region), BodyGround.Flat());
        world.Add(BodyGround.At(1, Cube, 0, 3000.5, 0), BodyGround.At(2, BodyShape.Sphere(0.4f), 0, 3000.4, 4));
        for (var tick = 0; tick < 180; tick++)
        {
            var z = -2 + tick * 2.0 / 90;
            var velocity = new Vector3(0, 0, 2);
            KinematicCapsule[] players = [new(0, 3000, z, velocity, 0.4f, 1.8f), new(0.1, 3000, z + 4.5, velocity, 0.4f, 1.8f)];
            world.Step(field, players);
        }

        Assert.InRange(world.Get(1).Z, 2.8, 4);
        Assert.True(world.Get(2).Z > 6);
        Assert.True(world.IsFinite());
    }

    [Fact]
    public void A_body_that_ends_up_in_rock_comes_out()
    {
        var (world, field) = (new BodyWorld(BodyGround.Region), BodyGround.Flat());
        world.Add(
            BodyGround.At(1, Cube, 0, 2999.9, 0), BodyGround.At(2, BodyShape.Sphere(0.3f), 4, 2998, 0), BodyGround.At(3, Cube, 8, 2990, 0),
            BodyGround.At(4, BodyShape.Sphere(1), 12, 2997, 0), BodyGround.At(5, BodyShape.Box(2, 0.1f, 2), -8, 2999, 0));
        world.Step(field, 900);
        Assert.True(world.IsFinite());
        for (var id = 1ul; id <= 5; id++)
            Assert.True(world.Get(id).Y > 3000, $"Body {id} is at {world.Get(id).Y}.");
    }

    [Fact]
    public void Ground_that_is_dug_or_filled_moves_what_slept_on_it()
    {
        var (world, field) = (new BodyWorld(BodyGround.Region), BodyGround.Flat());
        world.Add(BodyGround.At(1, Cube, 5, 3000.5, 5));
        world.Step(field, 200);
        Assert.Equal(0, world.AwakeCount);

        Change(2);
        Assert.InRange(world.Get(1).Y, 3002.4, 3002.6);
        Change(-3);
        Assert.InRange(world.Get(1).Y, 2997.4, 2997.6);

        void Change(double metres)
        {
            for (var y = 119; y < 122; y++)
                field.Install(BodyGround.Chunk(new ChunkId(0, y, 0), (px, py, pz) => BodyGround.FlatDepth(px, py, pz) + metres));
            world.WakeNear(new WorldPosition(5 * 1024, 3000 * 1024, 5 * 1024), 3);
            Assert.Equal(1, world.AwakeCount);
            world.Step(field, 500);
            Assert.Equal(0, world.AwakeCount);
        }
    }

    [Fact]
    public void Bad_bodies_are_refused_with_a_reason_and_nothing_changes()
    {
        var world = new BodyWorld(BodyGround.Region);
        var good = BodyGround.At(1, Cube, 0, 3001, 0);
        Assert.Equal(BodyRefusal.IdMissing, world.Add(good with { Id = default }));
        Assert.Equal(BodyRefusal.ShapeOutOfBounds, world.Add(good with { Shape = default }));
        Assert.Equal(BodyRefusal.ShapeOutOfBounds, world.Add(good with { Shape = BodyShape.Sphere(float.NaN) }));
        Assert.Equal(BodyRefusal.ShapeOutOfBounds, world.Add(good with { Shape = BodyShape.Box(1, 2.1f, 1) }));
        Assert.Equal(BodyRefusal.ShapeOutOfBounds, world.Add(good with { Shape = new BodyShape(BodyShapeKind.Sphere, 0.5f, 0.4f, 0.5f) }));
        Assert.Equal(BodyRefusal.MassOutOfBounds, world.Add(good with { MassKilograms = float.NaN }));
        Assert.Equal(BodyRefusal.MassOutOfBounds, world.Add(good with { MassKilograms = 0 }));
        Assert.Equal(BodyRefusal.SurfaceOutOfBounds, world.Add(good with { Friction = -1 }));
        Assert.Equal(BodyRefusal.SurfaceOutOfBounds, world.Add(good with { Restitution = 1.1f }));
        Assert.Equal(BodyRefusal.NotFinite, world.Add(good with { X = double.NaN }));
        Assert.Equal(BodyRefusal.NotFinite, world.Add(good with { Y = double.PositiveInfinity }));
        Assert.Equal(BodyRefusal.NotFinite, world.Add(good with { Velocity = new Vector3(0, float.NaN, 0) }));
        Assert.Equal(BodyRefusal.NotFinite, world.Add(good with { Rotation = new Vector4(float.MaxValue) }));
        Assert.Equal(BodyRefusal.RotationNotUnit, world.Add(good with { Rotation = default }));
        Assert.Equal(BodyRefusal.TooFast, world.Add(good with { Velocity = new Vector3(61, 0, 0) }));
        Assert.Equal(BodyRefusal.TooFast, world.Add(good with { Spin = new Vector3(0, 1e30f, 0) }));
        Assert.Equal(BodyRefusal.OutsideRegion, world.Add(good with { X = -201 }));
        Assert.Equal(BodyRefusal.OutsideRegion, world.Add(good with { Y = 1e300 }));
        Assert.Equal(0, world.Count);

        Assert.Equal(BodyRefusal.None, world.Add(good));
        Assert.Equal(BodyRefusal.IdTaken, world.Add(good));
        Assert.Equal(1, world.Count);
        Assert.False(world.Remove(new BodyId(2)));
        Assert.False(world.Push(new BodyId(2), default, default));
        Assert.False(world.Push(new BodyId(1), new Vector3(float.NaN), default));
        Assert.False(world.Push(new BodyId(1), new Vector3(float.MaxValue), default));
        Assert.False(world.TryGet(new BodyId(2), out _));
    }

    [Fact]
    public void A_region_takes_so_many_bodies_and_no_more()
    {
        var world = new BodyWorld(BodyGround.Region);
        for (var i = 0; i < BodyWorld.BodiesPerRegionMax; i++)
            world.Add(BodyGround.At((ulong)(i * 7919 % BodyWorld.BodiesPerRegionMax) + 1, Cube, i % 64 * 2 - 64, 3003, i / 64 * 2 - 64));
        Assert.Equal(BodyRefusal.RegionFull, world.Add(BodyGround.At(9999, Cube, 0, 3010, 0)));
        Assert.Equal(BodyRefusal.IdTaken, world.Add(BodyGround.At(1, Cube, 0, 3010, 0)));
        for (var row = 1; row < world.Count; row++)
            Assert.True(world[row - 1].Id.CompareTo(world[row].Id) < 0);

        Assert.True(world.Remove(new BodyId(77)));
        Assert.Equal(BodyRefusal.None, world.Add(BodyGround.At(9999, Cube, 0, 3010, 0)));
    }

    [Fact]
    public void More_bodies_in_one_place_than_contacts_are_made_for_do_no_harm()
    {
        var (world, field) = (new BodyWorld(BodyGround.Region), BodyGround.Flat());
        for (var i = 1ul; i <= 900; i++)
            world.Add(BodyGround.At(i, BodyShape.Box(0.3f, 0.3f, 0.3f), 0, 3001, 0));
        world.Step(field, 20);
        Assert.True(world.ContactsDropped > 0);
        Assert.True(world.IsFinite());
    }

    [Fact]
    public void A_record_carries_a_body_to_another_region_to_the_bit()
    {
        var (world, field) = (new BodyWorld(BodyGround.Region), BodyGround.Flat());
        world.Add(BodyGround.Rain(40, 3, 3, 3001, 3004));
        world.Step(field, 60);
        var other = new BodyWorld(new RegionId(0, -1, 1, 0));
        for (var row = world.Count - 1; row >= 0; row--)
            Assert.Equal(BodyRefusal.None, other.Add(world[row]));
        Assert.Equal(world.StateHash(), other.StateHash());
    }

    [Fact]
    public void A_body_that_would_leave_the_margin_stops()
    {
        var (world, field) = (new BodyWorld(BodyGround.Region), BodyGround.Empty());
        world.Add(BodyGround.At(1, Cube, -199.9, 3000, 0) with { Velocity = new Vector3(-50, 0, 0) });
        world.Step(field, 10);
        Assert.True(world.BodiesStopped > 0);
        Assert.True(world.Get(1).X >= -200);
    }

    [Fact]
    public void Players_that_are_no_capsules_are_not_felt()
    {
        var (world, field) = (new BodyWorld(BodyGround.Region), BodyGround.Flat());
        world.Add(BodyGround.At(1, Cube, 0, 3000.5, 0));
        world.Step(field, 200);
        var hash = world.StateHash();
        KinematicCapsule[] players =
        [
            new(double.NaN, 3000, 0, new Vector3(1, 0, 0), 0.4f, 1.8f), new(0, 3000, 0, new Vector3(float.NaN, 0, 0), 0.4f, 1.8f),
            new(0, 3000, 0, new Vector3(1, 0, 0), float.NaN, 1.8f), new(0, 3000, 0, new Vector3(1, 0, 0), 0.4f, 1e30f),
            new(0, 3000, 0, new Vector3(1, 0, 0), 0.4f, 0.5f), new(0, 1e9, 0, new Vector3(1, 0, 0), 0.4f, 1.8f),
        ];
        world.Step(field, players);
        Assert.Equal(hash, world.StateHash());
    }

    [Fact]
    public void A_warm_tick_allocates_nothing()
    {
        var (world, field) = (new BodyWorld(BodyGround.Region), BodyGround.Of(BodyGround.HillsDepth));
        world.Add(BodyGround.Rain(300, 5, 10, 3004, 3010));
        KinematicCapsule[] players = [new(0, 3002, 0, new Vector3(1, 0, 0), 0.4f, 1.8f)];
        for (var i = 0; i < 60; i++)
            Turn(i);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 300; i++)
            Turn(i);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Turn(int tick)
        {
            world.Push(new BodyId((ulong)tick % 300 + 1), new Vector3(5, 20, 0), default);
            world.WakeNear(new WorldPosition(0, 3000 * 1024, 0), 1);
            world.Step(field, players);
        }
    }
}
