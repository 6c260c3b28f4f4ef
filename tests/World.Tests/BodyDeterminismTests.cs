using System.Numerics;
using PlanetarySurvival.World.Bodies;

namespace PlanetarySurvival.World.Tests;

public class BodyDeterminismTests
{
    // Changes only when the physics is meant to change.
    private const ulong Golden = 3909579756225547010;

    [Fact]
    public void A_seeded_scene_has_the_golden_hash() => Assert.Equal(Golden, Scene(150, 1200, reversed: false));

    [Fact]
    public void The_order_in_which_bodies_came_does_not_matter() =>
        Assert.Equal(Scene(120, 400, reversed: false), Scene(120, 400, reversed: true));

    [Fact]
    public void A_hundred_thousand_ticks_give_the_same_bits_twice() =>
        Assert.Equal(Scene(8, 100_000, reversed: false), Scene(8, 100_000, reversed: true));

    private static ulong Scene(int count, int ticks, bool reversed)
    {
        var (world, field) = (new BodyWorld(BodyGround.Region), BodyGround.Of(BodyGround.HillsDepth));
        var records = BodyGround.Rain(count, 20261125, 6, 3003, 3012);
        if (reversed)
            Array.Reverse(records);
        world.Add(records);

        var players = new KinematicCapsule[3];
        var seed = 9ul;
        for (var tick = 0; tick < ticks; tick++)
        {
            for (var i = 0; i < players.Length; i++)
            {
                var x = (tick % 900 - 450) * (i + 1) * 0.01;
                players[i] = new KinematicCapsule(x, 3000.5, i - 1, new Vector3((i + 1) * 0.9f, 0, 0), 0.4f, 1.8f);
            }

            if (tick % 30 == 0)
            {
                var id = new BodyId((ulong)(BodyGround.Next(ref seed) * count) + 1);
                var sideways = new Vector3(BodyGround.Next(ref seed) - 0.5f, BodyGround.Next(ref seed), BodyGround.Next(ref seed) - 0.5f) * 60;
                world.Push(id, sideways, new Vector3(0, 0.1f, 0));
            }

            world.Step(field, players);
        }

        Assert.True(world.IsFinite());
        return world.StateHash();
    }
}
