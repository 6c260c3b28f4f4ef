using System.Numerics;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Edits;
using PlanetarySurvival.World.Queries;
using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Tests.Queries;

public class GroundQueriesTests
{
    private static readonly Planet Home = new(20261123, 8000);
    private static readonly WorldPosition Corner = SyntheticGround.Corner.Origin;

    [Fact]
    public void Depths_are_those_of_the_field_one_by_one_and_in_a_batch()
    {
        var ground = SyntheticGround.Any(3);
        var places = new DoubleVector[500];
        for (var i = 0; i < places.Length; i++)
            places[i] = SyntheticGround.Centre + new DoubleVector(i % 23 - 11.3, i % 19 - 9.1, i % 29 - 14.7) * 2.3;

        var depths = new double[places.Length];
        var gradients = new DoubleVector[places.Length];
        GroundSample.Depths(ground.Field, places, depths, gradients);
        var before = GC.GetAllocatedBytesForCurrentThread();
        GroundSample.Depths(ground.Field, places, depths, gradients);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        for (var i = 0; i < places.Length; i++)
        {
            Assert.Equal(ground.Field.Sample(places[i], out var gradient), depths[i]);
            Assert.Equal(gradient, gradients[i]);
            Assert.Equal(depths[i], GroundSample.Depth(ground.Field, places[i], out _));
        }
    }

    [Fact]
    public void Under_an_overhang_each_surface_is_found_from_its_own_side()
    {
        // Up is the direction from the planet's centre: here a mix of all axes. Shells of rock from 0 to 3 m and from 8 to 10 m over the corner.
        var middle = SyntheticGround.Centre.Length;
        var ground = new SyntheticGround((x, y, z) =>
        {
            var height = (SyntheticGround.Centre + new DoubleVector(x, y, z) * SyntheticGround.Voxel).Length - middle;
            return Math.Max(Math.Min(height, 3 - height), Math.Min(height - 8, 10 - height));
        });

        Below(15, 10);
        Below(9, 8);
        Below(5, 3);
        Below(1, 0);
        Above(-4, 0);
        Above(1, 3);
        Above(5, 8);
        Above(9, 10);
        Floor(12, 10);
        Floor(9, 10);
        Floor(5, 3);
        Floor(2, 3);
        Assert.False(GroundHeight.TryAbove(ground.Field, At(11), 200, out _));
        Assert.False(GroundHeight.TryBelow(ground.Field, At(15), 4.9, out _));
        Assert.True(GroundHeight.TryBelow(ground.Field, At(15), 5.1, out _));

        DoubleVector At(double height) => SyntheticGround.Centre * ((middle + height) / middle);
        void Below(double from, double expected) => Same(GroundHeight.TryBelow(ground.Field, At(from), 100, out var hit), hit, expected);
        void Above(double from, double expected) => Same(GroundHeight.TryAbove(ground.Field, At(from), 100, out var hit), hit, expected);
        void Floor(double from, double expected) => Same(GroundHeight.TryFloor(ground.Field, At(from), 100, out var hit), hit, expected);

        void Same(bool found, in RayHit hit, double expected)
        {
            Assert.True(found);
            Assert.Equal(expected, hit.Place.Length - middle, 0.05);
        }
    }

    [Fact]
    public void Floors_in_a_batch_are_those_one_by_one()
    {
        var field = GroundRayTests.FieldAt(Home, new DoubleVector(0, 1, 0), out var ground);
        var places = new DoubleVector[60];
        for (var i = 0; i < places.Length; i++)
            places[i] = ground + new DoubleVector(i % 8 - 4, i % 11 - 4, i % 7 - 3) * 3;
        places[7] = new DoubleVector(double.NaN, 0, 0);

        var heights = new double[places.Length];
        Assert.Equal(places.Length - 1, GroundHeight.Floors(field, places, 60, heights));
        var before = GC.GetAllocatedBytesForCurrentThread();
        GroundHeight.Floors(field, places, 60, heights);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        for (var i = 0; i < places.Length; i++)
        {
            Assert.Equal(i != 7, GroundHeight.TryFloor(field, places[i], 60, out var hit));
            Assert.Equal(i == 7 ? double.NaN : hit.Place.Length, heights[i]);
        }
    }

    [Fact]
    public void Water_is_as_deep_as_its_surface_is_high_and_none_in_rock()
    {
        var field = new VoxelField(Home);
        Assert.Equal(0, GroundSample.WaterDepthMetres(field, new DoubleVector(0, Home.WaterMetres + 1, 0)));

        // Far below the pole is rock; a cave there, of which the field is told, would be wet.
        Assert.Equal(0, GroundSample.WaterDepthMetres(field, new DoubleVector(0, Home.WaterMetres - 100, 0)));
        var cave = new ChunkVoxels(ChunkId.At(WorldPosition.FromMetres(3, Home.WaterMetres - 100, 3)));
        field.Install(cave);
        var place = DoubleVector.From(cave.Id.Origin) + new DoubleVector(12, 12, 12);
        Assert.Equal(Home.WaterMetres - place.Length, GroundSample.WaterDepthMetres(field, place));
    }

    [Fact]
    public void The_material_is_that_of_the_rock_that_weighs_most()
    {
        var field = SyntheticGround.Flat(0.3).Field;

        // Voxels from 0 up are sand, below it iron; those above 0 are air, so that just under the surface it is sand that counts.
        Assert.Equal(Material.Sand, GroundSample.MaterialAt(field, SyntheticGround.Centre + new DoubleVector(0.2, 0.7, 0.2)));
        Assert.Equal(Material.Sand, GroundSample.MaterialAt(field, SyntheticGround.Centre + new DoubleVector(0.2, -0.3, 0.2)));
        Assert.Equal(Material.Iron, GroundSample.MaterialAt(field, SyntheticGround.Centre + new DoubleVector(0.2, -0.5, 0.2)));
    }

    [Fact]
    public void An_edit_in_a_chunk_that_was_all_air_or_all_rock_is_seen_at_once()
    {
        var field = new VoxelField(Home);
        var amounts = default(MaterialAmounts);
        for (var i = 0; i < MaterialAmounts.MaterialsMax; i++)
            amounts[i] = 1L << 40;
        var (high, deep) = (new DoubleVector(12, 8500, 12), new DoubleVector(12, 7500, 12));
        var (up, down) = (new DoubleVector(0, 1, 0), new DoubleVector(0, -1, 0));
        Assert.False(GroundRay.TryCast(field, high + up * 50, down, 100, out _));
        Assert.True(GroundSweep.TrySweep(field, deep, deep + up, 0.4, out _));

        Assert.True(TerrainBrush.TrySphere(WorldPosition.FromMetres(12, 8500, 12), 3 * 1024, out var ball));
        Assert.True(TerrainBrush.TrySphere(WorldPosition.FromMetres(12, 7500, 12), 3 * 1024, out var cave));
        TerrainEdits.Fill(field, ball, Material.Stone, 255, ref amounts);
        TerrainEdits.Dig(field, cave, 255, ref amounts);

        Assert.True(GroundRay.TryCast(field, high + up * 50, down, 100, out var hit));
        Assert.Equal(47, hit.DistanceMetres, 0.5);
        Assert.Equal(Material.Stone, hit.Material);
        Assert.True(GroundSweep.TrySweep(field, high + up * 10, high, 0.4, out var stop));
        Assert.Equal(0.66, stop.Fraction, 0.05);
        Assert.False(GroundSweep.TrySweep(field, deep, deep + up, 0.4, out _));
        Assert.True(GroundHeight.TryAbove(field, deep, 20, out hit));
        Assert.Equal(3, hit.DistanceMetres, 0.5);
        Assert.True(GroundHeight.TryBelow(field, high, 20, out hit));
        Assert.Equal(3, hit.DistanceMetres, 0.5);
    }

    [Fact]
    public void Chunks_that_are_not_at_hand_are_answered_to_the_same_bits()
    {
        var atHand = GroundRayTests.FieldAt(Home, new DoubleVector(3000, 7000, -2500), out var ground, reach: 1);
        var far = new VoxelField(Home);
        var up = new SurfaceFrame(ground).Up;
        for (var i = 0; i < 12; i++)
        {
            var from = ground + up * 3 + new DoubleVector(i % 3, i % 4, i % 5);
            var way = new DoubleVector(i % 5 - 2, i % 7 - 3, i % 3 - 1) - up * 2;
            Assert.Equal(GroundRay.TryCast(atHand, from, way, 15, out var one), GroundRay.TryCast(far, from, way, 15, out var two));
            Assert.Equal(one, two);
            Assert.Equal(
                GroundSweep.TrySweep(atHand, from, from + way, 0.4, out var stop), GroundSweep.TrySweep(far, from, from + way, 0.4, out var other));
            Assert.Equal(stop, other);
        }
    }

    [Fact]
    public void Two_frames_are_told_the_same_ground()
    {
        var field = SyntheticGround.Any(3).Field;
        var other = Corner.Offset(-2000 * 1024L, 0, 2000 * 1024L);
        for (var i = 0; i < 200; i++)
        {
            var near = new Vector3(i % 17 - 8, i % 13 - 6, i % 11 - 5) * 1.5f;
            var far = WorldPosition.Rebase(near, Corner, other);
            Assert.Equal(GroundQueries.Depth(field, Corner, near), GroundQueries.Depth(field, other, far), 1e-3f);
            var direction = new Vector3(i % 5 - 2, i % 7 - 3.5f, 1);
            var found = GroundQueries.TryRaycast(field, Corner, new GroundRayQuestion(near, direction, 20), out var one);
            if (found != GroundQueries.TryRaycast(field, other, new GroundRayQuestion(far, direction, 20), out var two))
                continue; // A graze at the end of the ray: the places differ by the rounding of floats.
            if (found && one.DistanceMetres > 0)
                Assert.Equal(0, WorldPosition.Rebase(two.Position, other, Corner).Y - one.Position.Y, 0.05f);
        }
    }

    [Fact]
    public void The_doors_take_any_number_and_allocate_nothing()
    {
        var field = SyntheticGround.Flat(0).Field;
        float[] numbers = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, float.Epsilon, 0, -1, 1, 1e9f];
        WorldPosition[] origins = [Corner, default, new(long.MaxValue, long.MinValue, long.MaxValue), new(long.MinValue, 0, 0)];
        GroundRayQuestion[] rays = [default, new(default, new Vector3(0, -1, 0), 5), new(new Vector3(float.NaN), Vector3.One, 1)];
        var contacts = new GroundContact[rays.Length];
        var depths = new float[3];
        Vector3[] positions = [default, new(float.NaN), new(float.MaxValue)];
        Ask();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Ask();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Ask()
        {
            foreach (var origin in origins)
            {
                GroundQueries.Raycast(field, origin, rays, contacts);
                GroundQueries.Depths(field, origin, positions, depths);
                GroundQueries.MaterialAt(field, origin);
                foreach (var number in numbers)
                {
                    var vector = new Vector3(number, 1, -number);
                    GroundQueries.Depth(field, origin, vector, out _);
                    GroundQueries.Normal(field, origin, vector);
                    GroundQueries.WaterDepthMetres(field, origin, vector);
                    GroundQueries.TrySurfaceAbove(field, origin, number, out _);
                    GroundQueries.TrySurfaceBelow(field, origin, number, out _);
                    GroundQueries.TryFloor(field, origin, number, out _);
                    GroundQueries.TryRaycast(field, origin, new GroundRayQuestion(vector, vector, number), out _);
                    GroundQueries.TrySweepSphere(field, origin, default, vector, number, out var fraction, out var contact);
                    if (!(fraction is >= 0 and <= 1) || float.IsNaN(contact.Normal.X))
                        throw new InvalidOperationException($"A fraction of {fraction}.");
                    GroundQueries.TrySweepCapsule(field, origin, vector, default, vector, 0.4f, out fraction, out _);
                    if (!(fraction is >= 0 and <= 1))
                        throw new InvalidOperationException($"A fraction of {fraction}.");
                }
            }
        }
    }

    [Fact]
    public void A_sphere_in_a_frame_is_stopped_before_the_ground()
    {
        var field = SyntheticGround.Flat(0).Field;
        var from = new Vector3(1, 5, 1);
        Assert.True(GroundQueries.TrySweepSphere(field, Corner, from, from - Vector3.UnitY * 8, 0.5f, out var fraction, out var contact));
        Assert.InRange(5 - 8 * fraction, 0.5 - 1e-6, 0.501);
        Assert.Equal(8 * fraction, contact.DistanceMetres, 1e-5f);
        Assert.Equal(0, contact.Position.Y, 2e-3f);
        Assert.True(contact.Normal.Y > 0.9999f);
    }
}
