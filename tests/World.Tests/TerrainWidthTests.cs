using CsCheck;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Terrain;

namespace PlanetarySurvival.World.Tests;

/// <summary>One text of the generator, four widths: the same bits, chunk by chunk and voxel by voxel.</summary>
public class TerrainWidthTests
{
    private static readonly Gen<(Planet Planet, ChunkId Chunk)> Chunks =
        from seed in Gen.ULong
        from radius in Gen.OneOf(Gen.Int[1000, 3000], Gen.Int[3000, 200_000], Gen.Const(1_000_000))
        from x in Gen.Int[-1000, 1000]
        from y in Gen.Int[-1000, 1000]
        from z in Gen.Int[-1000, 1000]
        from away in Gen.Select(Gen.Int[-3, 3], Gen.Int[-3, 3], Gen.Int[-3, 3])
        let planet = new Planet(seed, radius)
        let chunk = ChunkId.At(planet.Surface(new WorldPosition(x, y, z)))
        select (planet, chunk.Neighbour(away.Item1, away.Item2, away.Item3));

    [Fact]
    public void All_widths_give_the_same_chunks() => Chunks.Sample(
        sample =>
        {
            var expected = Generated(sample.Planet, sample.Chunk, 1);
            return new[] { 4, 8, 16 }.All(lanes => Same(expected, Generated(sample.Planet, sample.Chunk, lanes)));
        },
        iter: 150,
        print: Print);

    [Fact]
    public void Chunks_at_the_poles_and_at_the_axes_are_the_same_in_all_widths()
    {
        foreach (var (seed, radius) in new[] { (1UL, 1000), (2UL, 8000), (3UL, 1_000_000) })
        {
            var planet = new Planet(seed, radius);
            WorldPosition[] directions = [new(0, 1, 0), new(0, -1, 0), new(1, 0, 0), new(-1, 0, 0), new(0, 0, 1), new(500, 9000, 0)];
            foreach (var direction in directions)
            {
                var chunk = ChunkId.At(planet.Surface(direction));
                var expected = Generated(planet, chunk, 1);
                foreach (var lanes in new[] { 4, 8, 16 })
                    Assert.True(Same(expected, Generated(planet, chunk, lanes)), $"seed {seed}, radius {radius}, chunk {chunk}, {lanes} lanes");
            }
        }
    }

    [Fact]
    public void A_voxel_asked_for_alone_is_that_of_its_chunk() => Chunks.Sample(
        sample =>
        {
            var (density, material) = Generated(sample.Planet, sample.Chunk, LaneWidth.Best);
            var (x, y, z) = (sample.Chunk.X << 5, sample.Chunk.Y << 5, sample.Chunk.Z << 5);
            for (var i = 0; i < ChunkId.Voxels; i += 37)
            {
                var (vx, vy, vz) = (x + (i & 31), y + ((i >> 5) & 31), z + (i >> 10));
                if (sample.Planet.DensityOfVoxel(vx, vy, vz) != density[i] || (byte)sample.Planet.MaterialOfVoxel(vx, vy, vz) != material[i])
                    return false;
            }

            return true;
        },
        iter: 150,
        print: Print);

    [Fact]
    public void There_is_no_other_width()
    {
        var planet = new Planet(1, 1000);
        var chunk = ChunkId.At(planet.Surface(default));
        var (density, material) = (new sbyte[ChunkId.Voxels], new byte[ChunkId.Voxels]);
        Assert.Throws<ArgumentOutOfRangeException>(() => planet.GenerateBy(2, chunk, density, material));
    }

    [Fact]
    public void Generating_and_asking_allocate_nothing()
    {
        var planet = new Planet(20261123, 8000);
        var chunk = ChunkId.At(planet.Surface(WorldPosition.FromMetres(1, 2, 3)));
        var (density, material) = (new sbyte[ChunkId.Voxels], new byte[ChunkId.Voxels]);
        Ask();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++)
            Ask();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Ask()
        {
            planet.Generate(chunk, density, material);
            planet.Classify(chunk);
            var place = planet.Surface(chunk.Origin);
            planet.Density(place, default);
            planet.MaterialAt(place);
            planet.SpawnPlace(new PlayerId(5));
            planet.MaterialOfVoxel(chunk.X << 5, chunk.Y << 5, chunk.Z << 5);
        }
    }

    [Fact]
    public void No_voxel_however_far_does_harm()
    {
        var planet = new Planet(3, 1000);
        var coordinate = Gen.OneOf(Gen.Int, Gen.Const(int.MaxValue), Gen.Const(int.MinValue), Gen.Int[-2000, 2000]);
        Gen.Select(coordinate, coordinate, coordinate).Sample((x, y, z) =>
            planet.DensityOfVoxel(x, y, z) >= VoxelDensity.Min && (byte)planet.MaterialOfVoxel(x, y, z) < 8);
        Assert.Equal(ChunkKind.Air, planet.Classify(new ChunkId(ChunkId.CoordinateLimit - 1, -ChunkId.CoordinateLimit, 0)));
        Assert.Equal(ChunkKind.Rock, planet.Classify(new ChunkId(0, 0, 0)));
        Assert.Equal(ChunkKind.Air, planet.Classify(default));
    }

    private static (sbyte[] Density, byte[] Material) Generated(Planet planet, ChunkId chunk, int lanes)
    {
        var (density, material) = (new sbyte[ChunkId.Voxels], new byte[ChunkId.Voxels]);
        planet.GenerateBy(lanes, chunk, density, material);
        return (density, material);
    }

    private static bool Same((sbyte[] Density, byte[] Material) a, (sbyte[] Density, byte[] Material) b) =>
        a.Density.AsSpan().SequenceEqual(b.Density) && a.Material.AsSpan().SequenceEqual(b.Material);

    private static string Print((Planet Planet, ChunkId Chunk) sample) =>
        $"seed {sample.Planet.Seed}, radius {sample.Planet.RadiusMetres}, chunk {sample.Chunk}";
}
