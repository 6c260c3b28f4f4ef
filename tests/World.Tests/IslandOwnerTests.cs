using CsCheck;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Bodies;

namespace PlanetarySurvival.World.Tests;

public class IslandOwnerTests
{
    private const long Long = -100_000;

    private static readonly RegionId West = new(2, 0, 4, 0);
    private static readonly RegionId East = new(2, 1, 4, 0);

    // Of another level, beyond the east one.
    private static readonly RegionId FarEast = new(1, 1, 2, 0);
    private static readonly RegionId[] All = [West, East, FarEast];

    private static readonly Gen<IslandBody> Body =
        Gen.Select(Gen.ULong[1, 50], Gen.Double[440, 1060], Gen.Long[10, 100_000_000], Gen.Int[0, 2], Gen.Long[0, 400])
            .Select(v => At(v.Item1, v.Item2, v.Item3, All[v.Item4], v.Item5));

    [Fact]
    public void Every_order_of_bodies_and_regions_gives_the_same_one_owner() =>
        Gen.Select(Body.Array[1, 20].Select(Distinct), Gen.Int[0, 1000]).Sample((island, tick) =>
        {
            var owner = IslandOwner.Decide(island, All, tick);
            Assert.Contains(owner, All);
            Assert.Equal(owner, IslandOwner.Decide([.. island.Reverse()], [FarEast, West, East], tick));
            Assert.Equal(owner, IslandOwner.Decide([.. island.OrderBy(body => body.MassGrams)], [East, FarEast, West], tick));
        });

    [Fact]
    public void Once_decided_an_island_that_does_not_move_stays() =>
        Gen.Select(Body.Array[1, 20].Select(Distinct), Gen.Int[500, 1000]).Sample((island, start) =>
        {
            var changes = 0;
            for (var tick = start; tick < start + 300; tick++)
            {
                var owner = IslandOwner.Decide(island, All, tick);
                if (island.Any(body => body.Owner != owner))
                    changes++;
                island = Owned(island, owner, tick);
            }

            // Met, and then, if that owner is too far off, handed on once the hold has ended.
            Assert.InRange(changes, 0, 2);
        });

    [Fact]
    public void The_heavy_body_decides_where_several_have_met()
    {
        IslandBody[] island = [At(1, 499, 1_000, West, Long), At(2, 505, 900_000, East, Long)];
        Assert.Equal(East, IslandOwner.Decide(island, All, 0));
        Assert.Equal(West, IslandOwner.Decide([island[0]], All, 0));
    }

    [Fact]
    public void A_body_that_rolls_about_a_border_changes_its_owner_only_when_it_is_clearly_across()
    {
        IslandBody[] island = [At(1, 499, 1_000, West, Long)];
        var changes = 0;
        for (var tick = 0; tick < 10_000; tick++)
        {
            var x = 500 + 1.9 * (tick % 180 < 90 ? tick % 90 / 45.0 - 1 : 1 - tick % 90 / 45.0);
            island[0] = At(1, x, 1_000, island[0].Owner, island[0].OwnedSinceTick);
            var owner = IslandOwner.Decide(island, All, tick);
            changes += owner == island[0].Owner ? 0 : 1;
            island = Owned(island, owner, tick);
        }

        Assert.Equal(0, changes);
        Assert.Equal(East, IslandOwner.Decide([At(1, 502.1, 1_000, West, Long)], All, 0));
    }

    [Fact]
    public void A_contact_that_comes_and_goes_hands_over_at_most_once_a_second()
    {
        // A body deep in the east touches a heavy one of the west every other tick.
        IslandBody[] bodies = [At(1, 499, 900_000, West, Long), At(2, 510, 1_000, East, Long)];
        var changes = 0;
        for (var tick = 0; tick < 900; tick++)
        {
            var before = bodies[1].Owner;
            bodies = tick % 2 == 0
                ? Owned(bodies, IslandOwner.Decide(bodies, All, tick), tick)
                : [bodies[0], Owned([bodies[1]], IslandOwner.Decide([bodies[1]], All, tick), tick)[0]];
            changes += bodies[1].Owner == before ? 0 : 1;
        }

        Assert.InRange(changes, 1, 900 / IslandOwner.HoldTicks * 2);
    }

    [Fact]
    public void A_region_that_is_gone_hands_its_islands_to_the_one_around_them()
    {
        Assert.Equal(East, IslandOwner.Decide([At(1, 600, 1, new RegionId(0, 0, 1, 0), 0)], All, 1));
        Assert.Equal(West, IslandOwner.Decide([At(1, 100, 1, FarEast, 0)], [West], 1));
        Assert.Equal(default, IslandOwner.Decide([At(1, 100, 1, West, 0)], [], 1));
        Assert.Equal(default, IslandOwner.Decide([], All, 1));
    }

    private static IslandBody At(ulong id, double x, long grams, RegionId owner, long since) =>
        new(new BodyId(id), WorldPosition.FromMetres(x, 2100, 100), grams, owner, since);

    private static IslandBody[] Distinct(IslandBody[] island) => [.. island.DistinctBy(body => body.Id)];

    private static IslandBody[] Owned(IslandBody[] island, RegionId owner, long tick) =>
        [.. island.Select(body => body.Owner == owner ? body : body with { Owner = owner, OwnedSinceTick = tick })];
}
