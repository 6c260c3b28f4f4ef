using System.Numerics;
using CsCheck;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Bodies;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Tests;

public class BodyPropertyTests
{
    private static readonly VoxelField Air = BodyGround.Empty();
    private static readonly VoxelField Plain = BodyGround.Flat();

    private static readonly Gen<Vector3> Direction =
        Gen.Select(Gen.Float[-1, 1], Gen.Float[-1, 1], Gen.Float[-1, 1]).Where(v => v.Item1 * v.Item1 + v.Item2 * v.Item2 + v.Item3 * v.Item3 > 0.1f)
            .Select(v => Vector3.Normalize(new Vector3(v.Item1, v.Item2, v.Item3)));

    private static readonly Gen<Vector4> Turn =
        Gen.Select(Direction, Gen.Float[-1, 1], (axis, w) => Vector4.Normalize(new Vector4(axis, w)));

    private static readonly Gen<BodyShape> Shape = Gen.OneOf(
        Gen.Float[0.1f, 0.5f].Select(BodyShape.Sphere),
        Gen.Select(Gen.Float[0.1f, 0.5f], Gen.Float[0.1f, 0.5f], Gen.Float[0.1f, 0.5f]).Select(h => BodyShape.Box(h.Item1, h.Item2, h.Item3)));

    private static readonly Gen<BodyRecord[]> Swarm =
        Gen.Select(Shape, Turn, Direction, Direction, Gen.Float[0.1f, 50], Gen.Float[0, 1], Gen.Float[0, 10])
            .Select(v => BodyGround.At(1, v.Item1, v.Item3.X * 2, 3020 + v.Item3.Y * 2, v.Item3.Z * 2, v.Item5) with
            {
                Rotation = v.Item2,
                Restitution = v.Item6,

                // Inwards, so that they meet.
                Velocity = (v.Item4 * 0.4f - v.Item3) * v.Item7,
            })
            .Array[2, 12]
            .Select(bodies => Apart(bodies).Select((body, i) => body with { Id = new BodyId((ulong)i + 1) }).ToArray());

    [Fact]
    public void Collisions_in_free_space_keep_momentum() => Swarm.Sample(
        bodies =>
        {
            var world = new BodyWorld(BodyGround.Region);
            world.Add(bodies);
            var (before, scale) = Momentum(world);
            var fall = default(Vector3);
            for (var tick = 0; tick < 60; tick++)
            {
                for (var row = 0; row < world.Count; row++)
                {
                    var place = new Vector3((float)world[row].X, (float)world[row].Y, (float)world[row].Z);
                    fall -= Vector3.Normalize(place) * (9.81f / 90 * world[row].MassKilograms);
                }

                world.Step(Air, 1);
            }

            // Each falls towards the planet's centre; all else they give each other.
            var (after, _) = Momentum(world);
            Assert.True((after - before - fall).Length() < 0.001f * (scale + fall.Length() + 1), $"from {before} and {fall} to {after}");
        },
        iter: 150);

    [Fact]
    public void Collisions_in_free_space_give_no_energy() => Swarm.Sample(
        bodies =>
        {
            var world = new BodyWorld(BodyGround.Region);
            world.Add(bodies);
            AssertNoGain(world);
        },
        iter: 150);

    [Fact]
    public void A_ball_bounces_to_the_square_of_its_restitution() =>
        Gen.Select(Gen.Float[0.3f, 0.9f], Gen.Float[0.1f, 1], Gen.Float[0.1f, 1000], Gen.Double[1, 4]).Sample(
            (restitution, radius, mass, height) =>
            {
                var world = new BodyWorld(BodyGround.Region);
                world.Add(BodyGround.At(1, BodyShape.Sphere(radius), 0, 3000 + radius + height, 0, mass) with { Restitution = restitution });
                var (hit, top) = (false, 0.0);
                for (var tick = 0; tick < 180; tick++)
                {
                    world.Step(Plain, 1);
                    var body = world.Get(1);
                    hit |= body.Velocity.Y > 0;
                    if (hit && body.Velocity.Y <= 0)
                        break;
                    top = hit ? body.Y - 3000 - radius : 0;
                }

                Assert.InRange(top, restitution * restitution * height * 0.85 - 0.05, restitution * restitution * height * 1.1 + 0.03);
            },
            iter: 60);

    [Fact]
    public void Friction_stops_a_box_where_it_should() =>
        Gen.Select(Gen.Float[0.3f, 1], Gen.Float[2, 8], Gen.Float[0.5f, 500]).Sample(
            (friction, speed, mass) =>
            {
                var world = new BodyWorld(BodyGround.Region);

                // Low and wide, so that it slides rather than topples.
                world.Add(BodyGround.At(1, BodyShape.Box(0.6f, 0.15f, 0.6f), 0, 3000.15, 0, mass) with
                {
                    Friction = friction,
                    Velocity = new Vector3(speed, 0, 0),
                });
                world.Step(Plain, 720);
                Assert.Equal(0, world.AwakeCount);
                var way = speed * speed / (2 * 9.81 * Math.Sqrt(friction) * 0.9);
                Assert.InRange(world.Get(1).X, way * 0.8 - 0.1, way * 1.2 + 0.1);
            },
            iter: 30);

    [Fact]
    public void Balls_at_rest_do_not_overlap() =>
        Gen.ULong.Sample(
            seed =>
            {
                var world = new BodyWorld(BodyGround.Region);
                var records = BodyGround.Rain(60, seed, 1.2, 3001, 3008).Where(r => r.Shape.Kind == BodyShapeKind.Sphere).ToArray();
                world.Add(records);
                world.Step(Plain, 900);
                for (var a = 0; a < world.Count; a++)
                {
                    var (px, py, pz) = (world[a].X, world[a].Y, world[a].Z);
                    var height = Math.Sqrt(px * px + py * py + pz * pz) - BodyGround.SurfaceMetres - world[a].Shape.HalfX;
                    Assert.True(height > -0.03, $"Body {a} lies {-height} m deep.");
                    for (var b = 0; b < a; b++)
                    {
                        var (x, y, z) = (world[a].X - world[b].X, world[a].Y - world[b].Y, world[a].Z - world[b].Z);
                        var gap = Math.Sqrt(x * x + y * y + z * z) - world[a].Shape.HalfX - world[b].Shape.HalfX;
                        Assert.True(gap > -0.03, $"Bodies {a} and {b} overlap by {-gap} m.");
                    }
                }
            },
            iter: 15);

    [Fact]
    public void Nothing_fast_passes_through_a_wall_of_one_voxel() =>
        Gen.Select(Shape, Turn, Direction, Gen.Float[5, 60], Gen.Int[4, 127], Gen.Double[0.7, 4], Gen.Float[0, 1]).Sample(
            (shape, turn, direction, speed, density, distance, restitution) =>
            {
                // Voxels of x = 10 are rock, all others air: the wall is from 5 cm to 78 cm thick.
                var field = BodyGround.Empty();
                const double wall = 10 * ChunkId.VoxelMetres;
                for (var y = 119; y < 122; y++)
                {
                    for (var z = -2; z < 2; z++)
                    {
                        field.Install(BodyGround.Chunk(
                            new ChunkId(0, y, z), (x, _, _) => Math.Abs(x - wall) < 0.01 ? density / 64.0 : -10));
                    }
                }

                var towards = Vector3.Normalize(direction * 0.6f + new Vector3(1, 0, 0));
                var world = new BodyWorld(BodyGround.Region);
                world.Add(BodyGround.At(1, shape, wall - distance - shape.HalfX, 3020, 0) with
                {
                    Rotation = turn,
                    Velocity = towards * speed,
                    Restitution = restitution,
                });
                for (var tick = 0; tick < 45; tick++)
                {
                    world.Step(field, 1);
                    Assert.True(world.Get(1).X < wall, $"tick {tick}: it is {world.Get(1).X - wall} m behind.");
                }
            },
            iter: 60);

    [Fact]
    public void Nothing_fast_passes_through_another_body() =>
        Gen.Select(Shape, Shape, Turn, Gen.Float[20, 60], Gen.Float[0, 60], Gen.Double[1.5, 4]).Sample(
            (a, b, turn, speedA, speedB, distance) =>
            {
                var world = new BodyWorld(BodyGround.Region);
                world.Add(
                    BodyGround.At(1, a, -distance, 3020, 0) with { Velocity = new Vector3(speedA, 0, 0), Rotation = turn },
                    BodyGround.At(2, b, 0, 3020, 0) with { Velocity = new Vector3(-speedB, 0, 0) });
                var hit = false;
                for (var tick = 0; tick < 30; tick++)
                {
                    world.Step(Air, 1);
                    hit |= world.Get(1).Velocity.X < speedA * 0.99f;
                    Assert.True(hit || world.Get(1).X < world.Get(2).X, $"tick {tick}: it passed.");
                }

                Assert.True(hit);
            },
            iter: 200);

    // Those that would overlap from the start are left out: pushing them apart is work.
    private static List<BodyRecord> Apart(BodyRecord[] bodies)
    {
        List<BodyRecord> apart = [];
        foreach (var body in bodies)
        {
            if (apart.TrueForAll(other => Distance(body, other) > Reach(body) + Reach(other)))
                apart.Add(body);
        }

        return apart;

        static double Reach(BodyRecord body) => new Vector3(body.Shape.HalfX, body.Shape.HalfY, body.Shape.HalfZ).Length();

        static double Distance(BodyRecord a, BodyRecord b) =>
            new Vector3((float)(a.X - b.X), (float)(a.Y - b.Y), (float)(a.Z - b.Z)).Length();
    }

    /// <summary>
    /// Never more energy than at the start, but for the rounding of floats and the tide. From tick to tick a hundredth of the first energy may come
    /// back: bodies pressed into each other by a hit that does not bounce have next to none left, and are pushed out at up to 3 m/s, of which one
    /// turn over the contacts does not take all back where a light body is between heavy ones. Of slow
    /// bodies it is a hundredth of a joule a kilogram.
    /// </summary>
    private static void AssertNoGain(BodyWorld world)
    {
        var mass = 0.0;
        for (var row = 0; row < world.Count; row++)
            mass += world[row].MassKilograms;

        var (start, tide) = EnergyInFall(world);
        var (before, most) = (start, start * 1.0002 + 0.001);
        for (var tick = 0; tick < 60; tick++)
        {
            most += tide;
            var mostNow = before + tide + 0.01 * Math.Max(start, mass);
            world.Step(Air, 1);
            (before, tide) = EnergyInFall(world);
            Assert.True(before <= most, $"tick {tick}: {before} J are more than the {start} J at the start.");
            Assert.True(before <= mostNow, $"tick {tick}: {before} J are more than {mostNow} J.");
        }
    }

    /// <summary>
    /// The energy of the bodies about their common centre, which falls: only they themselves change it. Their heights are left out, since they would
    /// be nearly all of the sum. And what the pull of a round planet, not quite the same on all, can add to it in a tick.
    /// </summary>
    private static (double Joules, double Tide) EnergyInFall(BodyWorld world)
    {
        var (mass, x, y, z, velocity) = (0.0, 0.0, 0.0, 0.0, default(Vector3));
        for (var row = 0; row < world.Count; row++)
        {
            var (body, own) = (world[row], world[row].MassKilograms);
            (mass, x, y, z) = (mass + own, x + own * body.X, y + own * body.Y, z + own * body.Z);
            velocity += body.Velocity * own;
        }

        (x, y, z, velocity) = (x / mass, y / mass, z / mass, velocity / (float)mass);
        var (joules, tide) = (0.0, 0.0);
        for (var row = 0; row < world.Count; row++)
        {
            var body = world[row];
            var relative = body.Velocity - velocity;
            var away = new Vector3((float)(body.X - x), (float)(body.Y - y), (float)(body.Z - z));
            joules += 0.5 * body.MassKilograms * relative.LengthSquared() + BodyGround.SpinEnergy(body);
            tide += body.MassKilograms * relative.Length() * away.Length() * 2 * 9.81 / BodyGround.SurfaceMetres / 90;
        }

        return (joules, tide);
    }

    private static (Vector3 Sum, float Scale) Momentum(BodyWorld world)
    {
        var (sum, scale) = (default(Vector3), 0f);
        for (var row = 0; row < world.Count; row++)
        {
            sum += world[row].Velocity * world[row].MassKilograms;
            scale += (world[row].Velocity * world[row].MassKilograms).Length();
        }

        return (sum, scale);
    }
}
