using CsCheck;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Terrain;

namespace PlanetarySurvival.World.Tests;

/// <summary>What is said of a chunk without generating it is true of it, and is said of nearly all that it is true of.</summary>
public class TerrainBoundsTests
{
    private static readonly Gen<(Planet Planet, ChunkId Chunk)> Chunks =
        from seed in Gen.ULong
        from radius in Gen.OneOf(Gen.Int[1000, 3000], Gen.Int[3000, 200_000], Gen.Const(1_000_000))
        from x in Gen.Int[-1000, 1000]
        from y in Gen.Int[-1000, 1000]
        from z in Gen.Int[-1000, 1000]
        from up in Gen.OneOf(Gen.Int[-60, 60], Gen.Int[-450, 350])
        let planet = new Planet(seed, radius)
        let surface = planet.Surface(new WorldPosition(x, y, z))
        select (planet, Over(surface, up));

    [Fact]
    public void A_chunk_said_to_be_of_one_kind_is_of_that_kind_in_every_voxel() => Chunks.Sample(
        sample =>
        {
            var kind = sample.Planet.Classify(sample.Chunk);
            if (kind == ChunkKind.Mixed)
                return true;

            var expected = kind == ChunkKind.Air ? VoxelDensity.Min : VoxelDensity.Max;
            return Generated(sample.Planet, sample.Chunk).AsSpan().IndexOfAnyExcept(expected) < 0;
        },
        iter: 1500,
        print: sample => $"seed {sample.Planet.Seed}, radius {sample.Planet.RadiusMetres}, chunk {sample.Chunk}");

    [Theory]
    [MemberData(nameof(TerrainTests.Planets), MemberType = typeof(TerrainTests))]
    public void Nine_of_ten_uniform_chunks_within_150_metres_of_the_surface_are_recognised(ulong seed, int radiusMetres)
    {
        var planet = new Planet(seed, radiusMetres);
        var (uniform, recognised) = (0, 0);
        foreach (var direction in TerrainTests.Directions(40))
        {
            var surface = planet.Surface(direction);
            for (var up = -150; up <= 150; up += 25)
            {
                var chunk = Over(surface, up);
                var density = Generated(planet, chunk);
                if (density.AsSpan().IndexOfAnyExcept(VoxelDensity.Min) >= 0 && density.AsSpan().IndexOfAnyExcept(VoxelDensity.Max) >= 0)
                    continue;

                uniform++;
                recognised += planet.Classify(chunk) == ChunkKind.Mixed ? 0 : 1;
            }
        }

        Assert.True(uniform > 200, $"Only {uniform} chunks were uniform.");
        Assert.True(recognised >= 0.9 * uniform, $"Of {uniform} uniform chunks {recognised} were recognised.");
    }

    [Fact]
    public void Between_the_highest_peak_and_space_and_below_the_deepest_cave_nothing_is_mixed()
    {
        var planet = new Planet(5, 8000);
        foreach (var direction in TerrainTests.Directions(100))
        {
            var mean = planet.Surface(direction);
            var metres = mean.MetresFromCentre - planet.RadiusMetres;
            Assert.Equal(ChunkKind.Air, planet.Classify(Over(mean, (int)(Planet.ReliefMetresMax + 50 - metres))));
            var deep = -Planet.ReliefMetresMax - TerrainRecipe.CaveDepthMetresMax - 50 - metres;
            Assert.Equal(ChunkKind.Rock, planet.Classify(Over(mean, (int)deep)));
        }
    }

    [Fact]
    public void No_planet_has_more_relief_than_is_said()
    {
        foreach (var radius in new[] { 1000, 1500, 2047, 8000, 63_000, 1_000_000 })
        {
            var recipe = new TerrainRecipe(1, radius);
            Assert.InRange(recipe.HighMetres, 50, Planet.ReliefMetresMax);
            Assert.InRange(recipe.LowMetres, -Planet.ReliefMetresMax, -50);
        }
    }

    [Fact]
    public void No_noise_is_larger_or_more_curved_than_the_bounds_take_it_for()
    {
        var layer = new NoiseLayer(77, 4, 1);
        var (largest, curved) = (0f, 0f);
        Gen.Select(Gen.Int[-1_000_000, 1_000_000], Gen.Int[-1_000_000, 1_000_000], Gen.Int[-1_000_000, 1_000_000]).Sample(
            (x, y, z) =>
            {
                var middle = layer.At(x, y, z);
                largest = Math.Max(largest, Math.Abs(middle));
                curved = Math.Max(curved, Math.Abs(layer.At(x - 1, y, z) - 2 * middle + layer.At(x + 1, y, z)) * 256);
                return largest <= NoiseLayer.ValueMax && curved <= NoiseLayer.CurvatureMax;
            },
            iter: 100_000,
            threads: 1);
        Assert.True(largest > 0.6f && curved > 4, $"The largest value was {largest}, the most curved {curved}.");
    }

    private static ChunkId Over(WorldPosition surface, int metres)
    {
        var factor = 1 + metres / surface.MetresFromCentre;
        return ChunkId.At(new WorldPosition((long)(surface.X * factor), (long)(surface.Y * factor), (long)(surface.Z * factor)));
    }

    private static sbyte[] Generated(Planet planet, ChunkId chunk)
    {
        var (density, material) = (new sbyte[ChunkId.Voxels], new byte[ChunkId.Voxels]);
        planet.Generate(chunk, density, material);
        return density;
    }
}
