using CsCheck;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Terrain;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Tests.Voxels;

public class VoxelFieldTests
{
    private static readonly Planet Small = new(7, 1000);

    // High over the small planet, where eight chunks meet and the planet itself has nothing but air.
    private static readonly ChunkId Corner = new(-1, 79, -1);

    private static readonly Gen<(int X, int Y, int Z)> NearCorner = Gen.Select(Gen.Int[-34, 34], Gen.Int[-34, 34], Gen.Int[-34, 34],
        (x, y, z) => (x, (80 << 5) + y, z));

    [Fact]
    public void A_cell_has_the_densities_of_its_eight_voxels_also_across_eight_chunks()
    {
        var field = Synthetic(chunks: 8);
        NearCorner.Sample(at =>
        {
            var (x, y, z) = at;
            AssertIsNaive(field.Cell(x, y, z), x, y, z);
        });

        static void AssertIsNaive(CellCorners cell, int x, int y, int z)
        {
            Assert.Equal(Rough(x, y, z), cell.D000);
            Assert.Equal(Rough(x + 1, y, z), cell.D100);
            Assert.Equal(Rough(x, y + 1, z), cell.D010);
            Assert.Equal(Rough(x + 1, y + 1, z), cell.D110);
            Assert.Equal(Rough(x, y, z + 1), cell.D001);
            Assert.Equal(Rough(x + 1, y, z + 1), cell.D101);
            Assert.Equal(Rough(x, y + 1, z + 1), cell.D011);
            Assert.Equal(Rough(x + 1, y + 1, z + 1), cell.D111);
        }
    }

    [Fact]
    public void A_sample_is_the_trilinear_formula_to_the_bit()
    {
        var field = Synthetic(chunks: 8);
        Gen.Select(Gen.Double[-26, 26], Gen.Double[1974, 2026], Gen.Double[-26, 26]).Sample((x, y, z) =>
        {
            var place = new DoubleVector(x, y, z);
            var depth = field.Sample(place, out var gradient);
            var expected = NaiveSample(field, place, out var expectedGradient);
            Assert.Equal(expected, depth);
            Assert.Equal((expectedGradient.X, expectedGradient.Y, expectedGradient.Z), (gradient.X, gradient.Y, gradient.Z));
        });
    }

    [Fact]
    public void A_chunk_answers_the_same_whether_it_is_at_hand_or_not()
    {
        var planet = new Planet(20261123, 8000);
        var spawn = planet.SpawnPlace(new PlayerId(3));
        var id = ChunkId.At(spawn);
        var (without, with) = (new VoxelField(planet), new VoxelField(planet));
        with.Install(ChunkVoxels.Generate(planet, id));
        Assert.False(without.IsAtHand(id));
        Assert.True(with.IsAtHand(id));
        Gen.Select(Gen.Int[0, 31], Gen.Int[0, 31], Gen.Int[0, 31]).Sample(
            (x, y, z) =>
            {
                (x, y, z) = ((id.X << 5) + x, (id.Y << 5) + y, (id.Z << 5) + z);
                Assert.Equal(without.DensityOfVoxel(x, y, z), with.DensityOfVoxel(x, y, z));
                Assert.Equal(without.MaterialOfVoxel(x, y, z), with.MaterialOfVoxel(x, y, z));
                Assert.Equal(without.Cell(x, y, z), with.Cell(x, y, z));
            },
            iter: 500);
    }

    [Fact]
    public void A_chunk_of_nothing_but_air_or_rock_is_at_hand_without_voxels()
    {
        var field = new VoxelField(Small);
        var (sky, deep) = (new ChunkId(0, 80, 0), new ChunkId(0, 4, 0));
        Assert.True(field.IsAtHand(sky) && field.IsAtHand(deep));
        Assert.True(field.Want(sky) && field.Want(deep));
        Assert.Equal(CellCorners.Uniform(VoxelDensity.Min), field.Cell(3, 80 << 5, 3));
        Assert.Equal(CellCorners.Uniform(VoxelDensity.Max), field.Cell(3, 4 << 5, 3));
        Assert.True(field.Cell(3, 80 << 5, 3).IsAir && field.Cell(3, 4 << 5, 3).IsRock);
        Assert.Equal(0, field.Chunks);
    }

    [Theory]
    [InlineData(double.NaN, 0, 0)]
    [InlineData(0, double.PositiveInfinity, 0)]
    [InlineData(0, 0, double.NegativeInfinity)]
    [InlineData(1e300, -1e300, 0)]
    [InlineData(26_214_400, 0, 0)]
    [InlineData(-26_214_401, 0, 0)]
    public void A_place_outside_of_every_chunk_is_in_air(double x, double y, double z)
    {
        var depth = new VoxelField(Small).Sample(new DoubleVector(x, y, z), out var gradient);
        Assert.Equal(VoxelDensity.Min / 64.0, depth);
        Assert.Equal(0, gradient.LengthSquared);
    }

    [Fact]
    public void Voxels_of_no_chunk_are_air()
    {
        var field = new VoxelField(Small);
        int[] hostile = [int.MinValue, int.MinValue + 30, int.MinValue + 31, -(1 << 25) - 1, (1 << 25), int.MaxValue - 1, int.MaxValue];
        foreach (var x in hostile)
        {
            foreach (var y in hostile)
            {
                foreach (var z in hostile)
                {
                    Assert.Equal(VoxelDensity.Min, field.DensityOfVoxel(x, y, z));
                    Assert.Equal(CellCorners.Uniform(VoxelDensity.Min), field.Cell(x, y, z));
                    Assert.Equal(Material.Stone, field.MaterialOfVoxel(x, y, z));
                }
            }
        }
    }

    [Fact]
    public void The_least_recently_wanted_chunk_goes_when_there_are_too_many()
    {
        var field = new VoxelField(Small, chunksMax: 3);
        for (var x = 0; x < 3; x++)
            field.Install(Solid(new ChunkId(x, 80, 0)));

        field.Want(new ChunkId(0, 80, 0));
        field.Install(Solid(new ChunkId(3, 80, 0)));
        Assert.Equal(3, field.Chunks);
        Assert.Equal([127, -127, 127, 127], Enumerable.Range(0, 4).Select(x => (int)field.DensityOfVoxel(x << 5, 80 << 5, 0)));

        field.Remove(new ChunkId(2, 80, 0));
        field.Remove(new ChunkId(2, 80, 0));
        field.Install(Solid(new ChunkId(1, 80, 0)));
        Assert.Equal([127, 127, -127, 127], Enumerable.Range(0, 4).Select(x => (int)field.DensityOfVoxel(x << 5, 80 << 5, 0)));
    }

    [Fact]
    public void A_chunk_that_is_installed_again_replaces_what_was_read_before()
    {
        var field = new VoxelField(Small);
        var id = new ChunkId(0, 80, 0);
        Assert.Equal(-127, field.DensityOfVoxel(1, 80 << 5, 1));
        var solid = Solid(id);
        field.Install(solid);
        field.Install(solid);
        Assert.Equal(127, field.DensityOfVoxel(1, 80 << 5, 1));
        field.Install(new ChunkVoxels(id));
        Assert.Equal(-127, field.DensityOfVoxel(1, 80 << 5, 1));
        Assert.Equal(1, field.Chunks);
        Assert.Throws<ArgumentException>(() => field.Install(new ChunkVoxels(default)));
    }

    [Fact]
    public void Reading_and_the_coming_and_going_of_chunks_allocate_nothing()
    {
        var field = Synthetic(chunks: 8);
        var churned = new VoxelField(Small, chunksMax: 8);
        Churn(churned, 400);
        Read(field);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Churn(churned, 400);
        Read(field);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(8, churned.Chunks);

        static void Churn(VoxelField field, int chunks)
        {
            for (var i = 0; i < chunks; i++)
                field.Install(field.Blank(new ChunkId(i % 100, 80 + i % 3, 0)));
        }

        static void Read(VoxelField field)
        {
            for (var i = -40; i < 40; i++)
            {
                field.Cell(i, (80 << 5) + i, i);
                field.Sample(new DoubleVector(i * 0.37, 2000 + i * 0.61, i * 0.11), out _);
            }
        }
    }

    // The eight chunks around the corner, filled with a pattern that has every density.
    internal static VoxelField Synthetic(int chunks)
    {
        var field = new VoxelField(Small);
        for (var i = 0; i < chunks; i++)
        {
            var chunk = new ChunkVoxels(Corner.Neighbour(i & 1, (i >> 1) & 1, i >> 2));
            for (var voxel = 0; voxel < ChunkId.Voxels; voxel++)
            {
                chunk.Density[voxel] = Rough(
                    (chunk.Id.X << 5) + (voxel & 31), (chunk.Id.Y << 5) + ((voxel >> 5) & 31), (chunk.Id.Z << 5) + (voxel >> 10));
                chunk.Material[voxel] = (byte)(voxel % 5);
            }

            field.Install(chunk);
        }

        return field;
    }

    private static ChunkVoxels Solid(ChunkId id)
    {
        var chunk = new ChunkVoxels(id);
        Array.Fill(chunk.Density, VoxelDensity.Max);
        return chunk;
    }

    // Around the corner a pattern; beyond, the air of the planet.
    private static sbyte Rough(int x, int y, int z)
    {
        y -= 80 << 5;
        if (x is < -32 or > 31 || y is < -32 or > 31 || z is < -32 or > 31)
            return VoxelDensity.Min;
        var bits = ((uint)x * 73_856_093u) ^ ((uint)y * 19_349_663u) ^ ((uint)z * 83_492_791u);
        return (sbyte)((int)(bits * 2654435769u >> 24) % 255 - 127);
    }

    // As the field defines it, one voxel after the other.
    private static double NaiveSample(VoxelField field, DoubleVector place, out DoubleVector gradient)
    {
        const double voxelsPerMetre = 1 / ChunkId.VoxelMetres;
        var (vx, vy, vz) = (place.X * voxelsPerMetre, place.Y * voxelsPerMetre, place.Z * voxelsPerMetre);
        var (fx, fy, fz) = (Math.Floor(vx), Math.Floor(vy), Math.Floor(vz));
        var (x, y, z) = ((int)fx, (int)fy, (int)fz);
        var (tx, ty, tz) = (vx - fx, vy - fy, vz - fz);
        double d000 = field.DensityOfVoxel(x, y, z), d100 = field.DensityOfVoxel(x + 1, y, z);
        double d010 = field.DensityOfVoxel(x, y + 1, z), d110 = field.DensityOfVoxel(x + 1, y + 1, z);
        double d001 = field.DensityOfVoxel(x, y, z + 1), d101 = field.DensityOfVoxel(x + 1, y, z + 1);
        double d011 = field.DensityOfVoxel(x, y + 1, z + 1), d111 = field.DensityOfVoxel(x + 1, y + 1, z + 1);
        var (x00, x10, x01, x11) = (Blend(d000, d100, tx), Blend(d010, d110, tx), Blend(d001, d101, tx), Blend(d011, d111, tx));
        var (y0, y1) = (Blend(x00, x10, ty), Blend(x01, x11, ty));
        const double metresPerUnit = 1.0 / VoxelDensity.UnitsPerMetre;
        const double slope = metresPerUnit * voxelsPerMetre;
        gradient = new DoubleVector(
            Blend(Blend(d100 - d000, d110 - d010, ty), Blend(d101 - d001, d111 - d011, ty), tz) * slope,
            Blend(x10 - x00, x11 - x01, tz) * slope,
            (y1 - y0) * slope);
        return Blend(y0, y1, tz) * metresPerUnit;

        static double Blend(double from, double to, double t) => from + (to - from) * t;
    }
}
