using CsCheck;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Queries;
using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Tests.Queries;

public class GroundRayTests
{
    private static readonly Planet Home = new(20261123, 8000);
    private static readonly DoubleVector Down = new(0, -1, 0);
    private static readonly DoubleVector Centre = SyntheticGround.Centre;

    private static readonly Gen<DoubleVector> Direction =
        Gen.Select(Gen.Double[-1, 1], Gen.Double[-1, 1], Gen.Double[-1, 1], (x, y, z) => new DoubleVector(x, y, z)).Where(v => v.Length > 0.1);

    private static readonly Gen<DoubleVector> Place =
        Gen.Select(Gen.Double[-24, 24], Gen.Double[-24, 24], Gen.Double[-24, 24], (x, y, z) => Centre + new DoubleVector(x, y, z));

    [Fact]
    public void A_ray_meets_a_flat_ground_where_it_is()
    {
        var field = SyntheticGround.Flat(0.3).Field;
        Assert.True(GroundRay.TryCast(field, Centre + new DoubleVector(1.1, 9, -2.2), Down * 3, 50, out var hit));
        Assert.Equal(9 - 0.3, hit.DistanceMetres, 1 / 64.0);
        Assert.Equal(1, hit.Normal.Y, 6);
        Assert.Equal(Material.Sand, hit.Material);
        Assert.Equal(0, field.Sample(hit.Place, out _), 9);
    }

    [Fact]
    public void A_ray_that_starts_in_rock_is_there_and_one_that_ends_before_it_is_not()
    {
        var field = SyntheticGround.Flat(0).Field;
        Assert.True(GroundRay.TryCast(field, Centre + Down, new DoubleVector(1, 0, 0), 5, out var hit));
        Assert.Equal((0, Material.Iron), (hit.DistanceMetres, hit.Material));
        Assert.True(hit.Normal.Y > 0.99);

        Assert.False(GroundRay.TryCast(field, Centre - Down * 5, Down, 4.98, out _));
        Assert.True(GroundRay.TryCast(field, Centre - Down * 5, Down, 5.02, out _));
        Assert.False(GroundRay.TryCast(field, Centre - Down * 5, Down * -1, 1000, out _));
    }

    [Fact]
    public void A_ray_out_of_rock_finds_the_air()
    {
        var field = SyntheticGround.Ball(6).Field;
        Assert.True(GroundRay.TryCastOut(field, Centre, new DoubleVector(1, 1, 0), 50, out var hit));
        Assert.Equal(6, hit.DistanceMetres, 0.05);
        Assert.True(DoubleVector.Dot(hit.Normal, new DoubleVector(1, 1, 0)) > 1.3);
    }

    [Fact]
    public void A_ray_finds_what_no_step_would_and_crosses_chunks_and_regions()
    {
        // One voxel that is barely rock, 30 m away over a border of regions: a bump of a few centimetres.
        var ground = new SyntheticGround((x, y, z) => (x, y, z) == (0, 0, 0) ? 1 / 64.0 : -2);
        var from = Centre + new DoubleVector(-17, 0, -20);
        Assert.True(GroundRay.TryCast(ground.Field, from, Centre - from, 60, out var hit));
        Assert.Equal((Centre - from).Length, hit.DistanceMetres, 0.02);
        Assert.False(GroundRay.TryCast(ground.Field, from, Centre + new DoubleVector(0, 0.05, 0) - from, 60, out _));
    }

    [Fact]
    public void No_step_of_a_dense_march_finds_rock_before_the_ray_does()
    {
        Gen.Select(Gen.ULong, Place, Direction, Gen.Double[0.1, 40]).Sample(
            (seed, from, direction, length) =>
            {
                var field = SyntheticGround.Any(seed).Field;
                var unit = direction.NormalizedOr(Down);
                var found = GroundRay.TryCast(field, from, direction, length, out var hit);
                var clear = found ? hit.DistanceMetres : length;
                for (var s = 0.0; s < clear - 1e-6; s += 0.003)
                {
                    if (field.Sample(from + unit * s, out _) >= 1e-6)
                        return false;
                }

                // What it found is there: surface, or rock at the very start.
                return !found || (hit.DistanceMetres == 0 ? field.Sample(from, out _) >= 0 : Math.Abs(field.Sample(hit.Place, out _)) < 1e-6);
            },
            iter: 300);
    }

    [Fact]
    public void On_a_planet_the_ray_and_a_dense_march_agree()
    {
        var field = FieldAt(Home, new DoubleVector(3000, 7000, -2500), out var ground);
        Gen.Select(Direction, Direction, Gen.Double[1, 60]).Sample(
            (offset, direction, length) =>
            {
                var from = ground + new SurfaceFrame(ground).Up * 4 + offset * 3;
                var unit = direction.NormalizedOr(Down);
                var found = GroundRay.TryCast(field, from, direction, length, out var hit);
                var clear = found ? hit.DistanceMetres : length;
                for (var s = 0.0; s < clear - 1e-6; s += 0.01)
                {
                    if (field.Sample(from + unit * s, out _) >= 1e-6)
                        return false;
                }

                return !found || hit.DistanceMetres == 0 || Math.Abs(field.Sample(hit.Place, out _)) < 1e-6;
            },
            iter: 60);
    }

    [Fact]
    public void Rays_along_edges_and_faces_of_cells_are_rays_like_others()
    {
        var field = SyntheticGround.Flat(0).Field;
        foreach (var direction in (ReadOnlySpan<DoubleVector>)[Down, new(0, -1, 1e-300), new(1e-320, -1, 0), new(-1e-17, -1, 1e-17), Down * 1e200])
        {
            // From a voxel, from the face between two chunks, and from within.
            foreach (var x in (ReadOnlySpan<double>)[0, 25 - 25, 3 * SyntheticGround.Voxel, -SyntheticGround.Voxel / 3])
            {
                Assert.True(GroundRay.TryCast(field, Centre + new DoubleVector(x, 12.5, 0), direction, 20, out var hit));
                Assert.Equal(12.5, hit.DistanceMetres, 1e-9);
            }
        }
    }

    [Fact]
    public void Far_rays_through_uniform_chunks_end_at_their_bound()
    {
        var field = new VoxelField(Home);
        var up = new DoubleVector(0, 9000, 0);
        Assert.False(GroundRay.TryCast(field, up, new DoubleVector(1, 0.2, 0.3), double.PositiveInfinity, out _));
        Assert.True(GroundRay.TryCast(field, new DoubleVector(0, 8990, 0), new DoubleVector(0.001, -1, 0.002), 1e9, out var hit));
        Assert.InRange(hit.DistanceMetres, 980, 1000);
        Assert.False(GroundRay.TryCast(field, new DoubleVector(0, 9050, 0), Down, 1e9, out _));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.MaxValue)]
    [InlineData(-1e30)]
    [InlineData(0)]
    [InlineData(double.Epsilon)]
    public void No_number_breaks_a_query(double number)
    {
        var field = SyntheticGround.Flat(0).Field;
        DoubleVector[] vectors = [new(number, 0, 0), new(0, number, number), new(number, number, number), Centre + new DoubleVector(0, 0, number)];
        foreach (var vector in vectors)
        {
            foreach (var length in (ReadOnlySpan<double>)[number, -number, 1])
            {
                GroundRay.TryCast(field, vector, Down, length, out _);
                GroundRay.TryCast(field, Centre, vector, length, out _);
                GroundRay.TryCastOut(field, Centre + Down, vector, length, out _);
                GroundHeight.TryBelow(field, vector, length, out _);
                GroundHeight.TryAbove(field, vector, length, out _);
                GroundHeight.TryFloor(field, vector, length, out _);
                GroundSample.MaterialAt(field, vector);
                Assert.True(double.IsFinite(GroundSample.Depth(field, vector, out _)));
                Assert.True(Math.Abs(GroundSample.Normal(field, vector).Length - 1) < 1e-9);
                Assert.True(double.IsFinite(GroundSample.WaterDepthMetres(field, vector)));
            }
        }

        Assert.False(GroundRay.TryCast(field, Centre, default, 10, out _));
        Assert.False(GroundRay.TryCast(field, Centre, Down, double.NaN, out _));
        Assert.False(GroundRay.TryCast(field, Centre, Down, -1, out _));
    }

    [Fact]
    public void A_batch_gives_the_bits_of_its_parts_and_allocates_nothing()
    {
        var ground = SyntheticGround.Any(3);
        var rays = new Ray[200];
        for (var i = 0; i < rays.Length; i++)
        {
            var place = new DoubleVector(i % 17 - 8, i % 13 - 6, i % 11 - 5);
            rays[i] = new Ray(Centre + place, new DoubleVector(i % 5 - 2, i % 7 - 3.5, 1), 30);
        }

        var hits = new RayHit[rays.Length];
        var expected = rays.Select(One).ToArray();
        var count = GroundRay.Cast(ground.Field, rays, hits);
        var before = GC.GetAllocatedBytesForCurrentThread();
        GroundRay.Cast(ground.Field, rays, hits);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        Assert.InRange(count, 20, rays.Length);
        Assert.Equal(count, hits.Count(hit => hit.DistanceMetres < double.PositiveInfinity));
        for (var i = 0; i < hits.Length; i++)
            Assert.Equal(expected[i], double.IsFinite(hits[i].DistanceMetres) ? hits[i] : default);

        RayHit One(Ray ray) => GroundRay.TryCast(ground.Field, ray.From, ray.Direction, ray.LengthMetres, out var hit) ? hit : default;
    }

    /// <summary>A field with the chunks around the ground that lies in a direction at hand.</summary>
    internal static VoxelField FieldAt(Planet planet, DoubleVector direction, out DoubleVector ground, int reach = 2)
    {
        var place = planet.Surface(WorldPosition.FromMetres(direction.X, direction.Y, direction.Z));
        ground = DoubleVector.From(place);
        var field = new VoxelField(planet);
        var middle = ChunkId.At(place);
        for (var x = -reach; x <= reach; x++)
        {
            for (var y = -reach; y <= reach; y++)
            {
                for (var z = -reach; z <= reach; z++)
                    field.Install(ChunkVoxels.Generate(planet, middle.Neighbour(x, y, z)));
            }
        }

        return field;
    }
}
