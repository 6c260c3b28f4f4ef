using System.Numerics;
using CsCheck;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Tests.Voxels;

public class ChunkDemandTests
{
    // The middle of a chunk that the surface of a small planet runs through, so that it is neither all air nor all rock.
    private static readonly Planet Small = new(7, 1000);
    private static readonly WorldPosition Ground = Middle(ChunkId.At(Small.Surface(WorldPosition.FromMetres(12, 1000, 12))));

    private static readonly Gen<(WorldPosition Place, Vector3 Velocity, int RadiusMetres)> Places = Gen.Select(
        Gen.Int[-300, 300], Gen.Int[-60, 60], Gen.Int[-300, 300], Gen.Single[-60, 60].Array[3], Gen.Int[0, 60],
        (x, y, z, v, radius) => (WorldPosition.FromMetres(x, 980 + y, z), new Vector3(v[0], v[1], v[2]), radius));

    [Fact]
    public void The_chunk_that_one_stands_in_comes_first_then_those_around_it()
    {
        var demand = Round(new VoxelField(Small), (Ground, default, 30));
        var order = TakeAll(demand);
        Assert.Equal(ChunkId.At(Ground), order[0]);
        var distances = order.ConvertAll(chunk => Middle(chunk).DistanceMetres(Middle(order[0])));
        Assert.Equal(distances.Order(), distances);
        Assert.True(order.Count > 8);
        Assert.All(order, chunk => Assert.InRange(Middle(chunk).DistanceMetres(Ground), 0, 30 + 21.7));
    }

    [Fact]
    public void What_lies_ahead_comes_before_what_lies_behind()
    {
        var demand = Round(new VoxelField(Small), (Ground, new Vector3(40, 0, 0), 30));
        var order = TakeAll(demand);
        var home = ChunkId.At(Ground);
        Assert.Equal(home, order[0]);
        var places = order.ConvertAll(chunk => chunk.X - home.X);
        Assert.True(places.IndexOf(1) < places.IndexOf(-1));
        Assert.True(places.IndexOf(2) < order.FindIndex(chunk => chunk.X == home.X && Math.Abs(chunk.Z - home.Z) == 2));
        Assert.Equal((-2, 3), (places.Min(), places.Max()));
    }

    [Fact]
    public void Each_chunk_comes_once_and_the_order_does_not_depend_on_that_of_the_places() => Places.Array[1, 8].Sample(
        places =>
        {
            var field = new VoxelField(Small);
            while (Round(field, places).Dropped > 0)
            {
                // The field gets to know what all these chunks are.
            }

            var order = TakeAll(Round(field, places));
            Assert.Equal(order.Distinct().Count(), order.Count);
            Assert.All(order, chunk => Assert.False(field.IsAtHand(chunk)));
            Array.Reverse(places);
            Assert.Equal(order, TakeAll(Round(field, [.. places, .. places])));
        },
        iter: 30);

    [Fact]
    public void What_is_at_hand_or_with_a_worker_is_not_given_again()
    {
        var field = new VoxelField(Small);
        var demand = new ChunkDemand(field);
        Arrange(demand, (Ground, default, 30));
        Assert.True(demand.TryTake(out var first));
        Assert.True(demand.TryTake(out var second));
        Assert.True(demand.TryTake(out var third));
        Assert.Equal(3, demand.Taken);

        demand.Install(new ChunkVoxels(first));
        demand.GiveUp(second);
        Arrange(demand, (Ground, default, 30));
        Assert.True(demand.TryTake(out var next));
        Assert.Equal(second, next);
        Assert.DoesNotContain(first, TakeAll(demand));
        Assert.DoesNotContain(third, TakeAll(demand));
        Assert.True(field.IsAtHand(first));

        demand.Install(new ChunkVoxels(third.Neighbour(0, 9, 0)));
        Assert.True(field.IsAtHand(third.Neighbour(0, 9, 0)));
    }

    [Fact]
    public void The_furthest_fall_off_at_the_bound_and_come_when_the_nearer_ones_are_there()
    {
        var field = new VoxelField(Small);
        var all = TakeAll(Round(new VoxelField(Small), (Ground, default, 30)));
        var demand = new ChunkDemand(field, waitingMax: 4);
        var came = new List<ChunkId>();
        while (came.Count < all.Count)
        {
            Arrange(demand, (Ground, default, 30));
            Assert.Equal(Math.Min(4, all.Count - came.Count), demand.Waiting);
            Assert.Equal(all.Count - came.Count - demand.Waiting, demand.Dropped);
            foreach (var chunk in TakeAll(demand))
            {
                came.Add(chunk);
                demand.Install(new ChunkVoxels(chunk));
            }
        }

        Assert.Equal(all, came);
        Arrange(demand, (Ground, default, 30));
        Assert.Equal((0, 0), (demand.Waiting, demand.Dropped));
    }

    [Fact]
    public void A_field_that_is_too_small_for_all_keeps_what_it_has_instead_of_changing_it_for_ever()
    {
        var field = new VoxelField(Small, chunksMax: 5);
        var demand = new ChunkDemand(field);
        Arrange(demand, (Ground, default, 40));
        Assert.Equal(5, demand.Waiting);
        Assert.True(demand.Dropped > 0);
        foreach (var chunk in TakeAll(demand))
            demand.Install(new ChunkVoxels(chunk));

        Arrange(demand, (Ground, default, 40));
        Assert.Equal(0, demand.Waiting);
        Assert.Equal(5, field.Chunks);

        // One goes elsewhere: the old chunks make room.
        Arrange(demand, (Small.Surface(Ground.Offset(200 * 1024, 0, 0)), default, 10));
        Assert.InRange(demand.Waiting, 1, 5);
    }

    [Fact]
    public void No_more_than_the_bound_are_with_workers()
    {
        var demand = new ChunkDemand(new VoxelField(Small));
        var places = Enumerable.Range(0, 40).Select(i => (Small.Surface(Ground.Offset(i * 60 * 1024, 0, 0)), Vector3.Zero, 100)).ToArray();
        var taken = new List<ChunkId>();
        while (taken.Count < ChunkDemand.TakenMax)
        {
            Arrange(demand, places);
            taken.AddRange(TakeAll(demand));
        }

        Assert.Equal(ChunkDemand.TakenMax, taken.Count);
        demand.GiveUp(taken[7]);
        Assert.True(demand.TryTake(out _));
        Assert.False(demand.TryTake(out _));
    }

    [Fact]
    public void A_round_asks_the_planet_of_a_few_chunks_and_the_next_ones_of_the_rest()
    {
        var field = new VoxelField(Small);
        var demand = new ChunkDemand(field);
        var rounds = 0;
        do
        {
            Arrange(demand, (Ground, default, 100), (Ground.Offset(250 * 1024, 0, 0), default, 100));
            foreach (var chunk in TakeAll(demand))
                demand.Install(new ChunkVoxels(chunk));
            rounds++;
        }
        while (demand.Dropped > 0);

        // Some 1,100 cubes lie around the two, most of them air.
        Assert.InRange(rounds, 3, 12);
        Assert.InRange(field.Chunks, 50, 500);
    }

    [Fact]
    public void Beyond_the_chunks_that_a_round_looks_at_the_rest_is_counted_as_dropped()
    {
        var demand = new ChunkDemand(new VoxelField(Small));
        demand.Begin();
        for (var i = 0; i < 400; i++)
            demand.Add(Ground.Offset(i * 210 * 1024, 0, 0), default, 100);
        demand.Arrange();
        Assert.True(demand.Dropped > 0);
        Assert.InRange(demand.Waiting, 1, demand.WaitingMax);
    }

    [Fact]
    public void A_place_that_is_none_asks_for_nothing_and_a_speed_that_is_none_is_no_speed()
    {
        var field = new VoxelField(Small);
        var demand = Round(field, (new WorldPosition(long.MaxValue, 0, 0), default, 50), (new WorldPosition(0, long.MinValue, 7), default, 50));
        Assert.Equal(0, demand.Waiting);

        var still = TakeAll(Round(field, (Ground, default, 20)));
        foreach (var speed in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
            Assert.Equal(still, TakeAll(Round(field, (Ground, new Vector3(0, speed, 0), 20))));
        Assert.True(TakeAll(Round(field, (Ground, new Vector3(float.MaxValue, 0, 0), int.MaxValue))).Count > still.Count);
        Assert.NotEmpty(TakeAll(Round(field, (Ground, default, int.MinValue))));
    }

    [Fact]
    public void Wanted_chunks_stay_while_others_go()
    {
        var field = new VoxelField(Small, chunksMax: 40);
        var demand = Round(field, (Ground, default, 10));
        var home = TakeAll(demand);
        home.ForEach(chunk => demand.Install(new ChunkVoxels(chunk)));
        for (var i = 0; i < 100; i++)
        {
            Arrange(demand, (Ground, default, 10));
            field.Install(field.Blank(new ChunkId(i, 90, 0)));
        }

        Assert.Equal(40, field.Chunks);
        Assert.All(home, chunk => Assert.True(field.IsAtHand(chunk)));
    }

    [Fact]
    public void A_warm_round_allocates_nothing()
    {
        var demand = new ChunkDemand(new VoxelField(Small));
        Rounds(demand);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Rounds(demand);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Rounds(ChunkDemand demand)
        {
            for (var i = 0; i < 4; i++)
            {
                demand.Begin();
                for (var place = 0; place < 20; place++)
                    demand.Add(Ground.Offset(place * 9000, i * 5000, 0), new Vector3(place, 0, i), 40);
                demand.Arrange();
                while (demand.TryTake(out var chunk))
                    demand.GiveUp(chunk);
            }
        }
    }

    private static ChunkDemand Round(VoxelField field, params (WorldPosition Place, Vector3 Velocity, int RadiusMetres)[] places)
    {
        var demand = new ChunkDemand(field);
        Arrange(demand, places);
        return demand;
    }

    private static void Arrange(ChunkDemand demand, params (WorldPosition Place, Vector3 Velocity, int RadiusMetres)[] places)
    {
        demand.Begin();
        foreach (var (place, velocity, radius) in places)
            demand.Add(place, velocity, radius);
        demand.Arrange();
    }

    private static List<ChunkId> TakeAll(ChunkDemand demand)
    {
        var taken = new List<ChunkId>();
        while (demand.TryTake(out var chunk))
            taken.Add(chunk);
        return taken;
    }

    private static WorldPosition Middle(ChunkId chunk) => chunk.Origin.Offset(12_800, 12_800, 12_800);
}
