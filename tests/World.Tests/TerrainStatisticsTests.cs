using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Terrain;

namespace PlanetarySurvival.World.Tests;

/// <summary>
/// A planet has what a planet is promised to have: seas and land, mountains and plains, overhangs, caves that one can walk into, and every ore.
/// </summary>
public class TerrainStatisticsTests
{
    [Theory]
    [MemberData(nameof(TerrainTests.Planets), MemberType = typeof(TerrainTests))]
    public void Seas_and_land_share_the_planet(ulong seed, int radiusMetres)
    {
        var planet = new Planet(seed, radiusMetres);
        var wet = TerrainTests.Directions(2000).Count(direction => planet.Surface(direction).MetresFromCentre < planet.WaterMetres);
        Assert.InRange(wet / 2000.0, 0.2, 0.7);
    }

    [Theory]
    [MemberData(nameof(TerrainTests.Planets), MemberType = typeof(TerrainTests))]
    public void There_are_mountains_and_plains(ulong seed, int radiusMetres)
    {
        var planet = new Planet(seed, radiusMetres);
        var (plains, steeps) = (0, 0);
        foreach (var direction in TerrainTests.Directions(1500))
        {
            var here = planet.Surface(direction);
            var there = planet.Surface(here.Offset(30 * 1024, -30 * 1024, 30 * 1024));
            var rise = Math.Abs(there.MetresFromCentre - here.MetresFromCentre);
            plains += rise < 3 ? 1 : 0;
            steeps += rise > 15 ? 1 : 0;
        }

        Assert.InRange(plains, 400, 1400);
        Assert.InRange(steeps, 20, 400);
    }

    [Fact]
    public void There_are_overhangs_that_are_no_caves()
    {
        var recipe = new TerrainRecipe(20261123, 8000);
        var planet = new Planet(20261123, 8000);
        var overhangs = 0;
        foreach (var direction in TerrainTests.Directions(4000))
        {
            var surface = planet.Surface(direction);
            for (var metres = 1.5; metres < 25; metres += 0.8)
                overhangs += Ground(recipe, surface, metres) < -0.5f ? 1 : 0;
        }

        Assert.True(overhangs > 5, $"Air under ground in {overhangs} places.");
    }

    [Theory]
    [InlineData(20261123, 8000)]
    [InlineData(7, 63_000)]
    public void Half_the_hollow_hills_have_caves_that_one_can_walk_into(ulong seed, int radiusMetres)
    {
        var planet = new Planet(seed, radiusMetres);
        var recipe = new TerrainRecipe(seed, radiusMetres);
        var (regions, entered) = (0, 0);
        foreach (var direction in TerrainTests.Directions(4000))
        {
            var surface = planet.Surface(direction);
            var (x, y, z) = Voxel(surface, 0);
            if (recipe.Hollows.At(x, y, z) < 0.4f || recipe.Mountains.At(x, y, z) < 0.1f || surface.MetresFromCentre < planet.WaterMetres)
                continue;

            regions++;
            entered += VoxelsWithin(planet, recipe, ChunkId.At(surface)) > 300 ? 1 : 0;
            if (regions == 6)
                break;
        }

        Assert.Equal(6, regions);
        Assert.True(entered >= 3, $"One can enter the caves of {entered} regions of {regions}.");
    }

    [Theory]
    [InlineData(20261123, 8000)]
    [InlineData(7, 63_000)]
    public void Caves_open_here_and_there_but_do_not_pock_the_land(ulong seed, int radiusMetres)
    {
        var planet = new Planet(seed, radiusMetres);
        var recipe = new TerrainRecipe(seed, radiusMetres);
        var (land, open) = (0, 0);
        foreach (var direction in TerrainTests.Directions(80_000))
        {
            var surface = planet.Surface(direction);
            if (surface.MetresFromCentre < planet.WaterMetres)
                continue;

            var (x, y, z) = Voxel(surface, 2);
            land++;
            open += planet.DensityOfVoxel(x, y, z) < 0 && Ground(recipe, surface, 2) > 1 ? 1 : 0;
        }

        // An opening is about 50 m² wide: 2 to 25 a km².
        Assert.True(open >= 100e-6 * land && open <= 1250e-6 * land, $"Of {land} places {open} are open.");
    }

    [Fact]
    public void No_cave_is_deeper_than_is_said_and_none_is_near_a_pole()
    {
        var planet = new Planet(20261123, 8000);
        var recipe = new TerrainRecipe(20261123, 8000);
        foreach (var direction in TerrainTests.Directions(500))
        {
            var surface = planet.Surface(direction);
            for (var metres = 0.8; metres < 300; metres += 3)
            {
                var (x, y, z) = Voxel(surface, metres);
                var ground = TerrainPoint.GroundMetres(recipe, x, y, z, out _, out _, out _, out _);
                Assert.False(ground > TerrainRecipe.CaveDepthMetresMax && planet.DensityOfVoxel(x, y, z) < VoxelDensity.Max);
            }
        }

        for (var x = -290; x <= 290; x += 29)
        {
            for (var z = -60; z <= 60; z += 15)
            {
                foreach (var pole in new[] { 1, -1 })
                {
                    var surface = planet.Surface(WorldPosition.FromMetres(x, pole * 8000, z));
                    Assert.True(surface.MetresFromCentre > planet.WaterMetres);
                    for (var metres = 3.0; metres < 60; metres += 0.8)
                    {
                        var (vx, vy, vz) = Voxel(surface, metres);
                        Assert.Equal(VoxelDensity.Max, planet.DensityOfVoxel(vx, vy, vz));
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(TerrainTests.Planets), MemberType = typeof(TerrainTests))]
    public void Every_ore_is_found_and_only_within_its_depths(ulong seed, int radiusMetres)
    {
        var planet = new Planet(seed, radiusMetres);
        var recipe = new TerrainRecipe(seed, radiusMetres);
        var bands = new[] { TerrainRecipe.Coal, TerrainRecipe.Iron, TerrainRecipe.Copper, TerrainRecipe.Titanium };
        var found = new int[8];
        foreach (var direction in TerrainTests.Directions(600))
        {
            var surface = planet.Surface(direction);
            for (var metres = 0.5; metres < 260; metres += 2.5)
            {
                var (x, y, z) = Voxel(surface, metres);
                var material = planet.MaterialOfVoxel(x, y, z);
                found[(int)material]++;
                foreach (var band in bands.Where(band => band.Material == material))
                {
                    var ground = TerrainPoint.GroundMetres(recipe, x, y, z, out _, out _, out _, out _);
                    Assert.True(ground > band.ShallowMetres && ground < band.DeepMetres, $"{material} at {ground} m");
                }
            }
        }

        Assert.All(found, (count, material) => Assert.True(count > 10, $"{(Material)material}: {count}"));
        Assert.True(found[(int)Material.Titanium] < found[(int)Material.Iron], "Titanium is rare.");
        Assert.True(found[(int)Material.Stone] > 300 * 104, "Most rock is stone.");
    }

    [Fact]
    public void The_ground_is_about_as_steep_in_density_as_in_metres()
    {
        var planet = new Planet(20261123, 8000);
        var steep = new List<double>();
        foreach (var direction in TerrainTests.Directions(1000))
        {
            var place = planet.Surface(direction);
            var (x, y, z) = (Along(1, 0, 0), Along(0, 1, 0), Along(0, 0, 1));
            steep.Add(Math.Sqrt(x * x + y * y + z * z));

            double Along(int dx, int dy, int dz) => (planet.Density(place, new System.Numerics.Vector3(dx, dy, dz) * 0.4f)
                - planet.Density(place, new System.Numerics.Vector3(dx, dy, dz) * -0.4f)) / 0.8;
        }

        steep.Sort();
        Assert.InRange(steep[500], 0.9, 1.2);
        Assert.InRange(steep[20], 0.5, 1);
        Assert.InRange(steep[980], 1, 2.5);
    }

    // Walks from the open air through all air that is connected, and counts what it finds under more than 4 m of what was rock.
    private static int VoxelsWithin(Planet planet, TerrainRecipe recipe, ChunkId middle)
    {
        const int chunks = 4;
        const int edge = chunks * 32;
        var densities = new sbyte[chunks * chunks * chunks][];
        var material = new byte[ChunkId.Voxels];
        var first = middle.Neighbour(-2, -2, -2);
        for (var i = 0; i < densities.Length; i++)
        {
            densities[i] = new sbyte[ChunkId.Voxels];
            planet.Generate(first.Neighbour(i % chunks, i / chunks % chunks, i / chunks / chunks), densities[i], material);
        }

        var seen = new bool[edge * edge * edge];
        var open = new Stack<(int X, int Y, int Z)>();
        for (var i = 0; i < seen.Length; i += 16)
        {
            var (x, y, z) = (i % edge, i / edge % edge, i / edge / edge);
            if (At(x, y, z) == VoxelDensity.Min && Depth(x, y, z) < -2)
                Visit(x, y, z);
        }

        var within = 0;
        while (open.TryPop(out var place))
        {
            // Every fifth is asked for its depth: that is the slow part.
            if ((place.X + 3 * place.Y + 7 * place.Z) % 5 == 0 && Depth(place.X, place.Y, place.Z) > 4)
                within += 5;
            foreach (var (dx, dy, dz) in new[] { (1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1) })
                Visit(place.X + dx, place.Y + dy, place.Z + dz);
        }

        return within;

        sbyte At(int x, int y, int z) =>
            densities[(x >> 5) + chunks * (y >> 5) + chunks * chunks * (z >> 5)][(x & 31) | ((y & 31) << 5) | ((z & 31) << 10)];

        float Depth(int x, int y, int z) => TerrainPoint.GroundMetres(
            recipe, (first.X << 5) + x, (first.Y << 5) + y, (first.Z << 5) + z, out _, out _, out _, out _);

        // Half a metre of air around: a player's width.
        void Visit(int x, int y, int z)
        {
            if ((uint)x >= edge || (uint)y >= edge || (uint)z >= edge || seen[x + edge * (y + edge * z)] || At(x, y, z) > -32)
                return;
            seen[x + edge * (y + edge * z)] = true;
            open.Push((x, y, z));
        }
    }

    private static float Ground(TerrainRecipe recipe, WorldPosition surface, double metresBelow)
    {
        var (x, y, z) = Voxel(surface, metresBelow);
        return TerrainPoint.GroundMetres(recipe, x, y, z, out _, out _, out _, out _);
    }

    private static (int X, int Y, int Z) Voxel(WorldPosition surface, double metresBelow)
    {
        var factor = (1 - metresBelow / surface.MetresFromCentre) / ChunkId.VoxelUnits;
        return ((int)Math.Round(surface.X * factor), (int)Math.Round(surface.Y * factor), (int)Math.Round(surface.Z * factor));
    }
}
