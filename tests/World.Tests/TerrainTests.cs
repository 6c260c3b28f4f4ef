using System.Numerics;
using CsCheck;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Terrain;

namespace PlanetarySurvival.World.Tests;

public class TerrainTests
{
    private static readonly Planet Home = new(20261123, 8000);

    public static TheoryData<ulong, int> Planets => new() { { 20261123, 8000 }, { 0, 1000 }, { ulong.MaxValue, 1_000_000 }, { 7, 63_000 } };

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(-8000)]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(1_000_001)]
    [InlineData(int.MaxValue)]
    public void A_planet_of_an_impossible_size_is_refused(int radiusMetres)
    {
        var problem = Assert.Throws<ArgumentOutOfRangeException>(() => new Planet(1, radiusMetres));
        Assert.Equal("radiusMetres", problem.ParamName);
    }

    [Theory]
    [MemberData(nameof(Planets))]
    public void The_ground_near_the_north_pole_is_gentle(ulong seed, int radiusMetres)
    {
        var planet = new Planet(seed, radiusMetres);
        for (var x = -300; x <= 300; x += 12)
        {
            for (var z = -300; z <= 300; z += 12)
            {
                if (x * x + z * z > 300 * 300)
                    continue;

                var place = planet.Surface(WorldPosition.FromMetres(x, radiusMetres, z));
                Assert.InRange(place.MetresFromCentre - radiusMetres, -6, 6);
                Assert.True(SlopeDegrees(planet, place) < 35, $"{place} is {SlopeDegrees(planet, place):0.0} degrees steep.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Planets))]
    public void There_are_hills_and_hollows_but_no_peak_beyond_the_relief(ulong seed, int radiusMetres)
    {
        var planet = new Planet(seed, radiusMetres);
        var (lowest, highest) = (double.MaxValue, double.MinValue);
        foreach (var direction in Directions(4000))
        {
            var height = planet.Surface(direction).MetresFromCentre - radiusMetres;
            (lowest, highest) = (Math.Min(lowest, height), Math.Max(highest, height));
        }

        Assert.InRange(lowest, -Planet.ReliefMetresMax, -50);
        Assert.InRange(highest, 50, Planet.ReliefMetresMax);
    }

    [Theory]
    [MemberData(nameof(Planets))]
    public void The_surface_is_where_the_density_changes_its_sign(ulong seed, int radiusMetres)
    {
        var planet = new Planet(seed, radiusMetres);
        foreach (var direction in Directions(500))
        {
            var surface = planet.Surface(direction);
            var up = Up(surface);
            Assert.InRange(planet.Density(surface, default), -0.01f, 0.01f);
            Assert.True(planet.Density(surface, up * 0.5f) < 0, $"There is rock above {surface}.");
            for (var metres = 1; metres < 400; metres++)
                Assert.True(planet.Density(surface, up * metres) < 0, $"There is rock {metres} m above {surface}.");
        }
    }

    [Fact]
    public void Two_frames_see_the_same_density_at_the_same_place()
    {
        // A float of a position up to 4 km away is exact to 0.25 mm, and the steepest ground is a few times as steep as it is wide.
        foreach (var (seed, radius) in new[] { (20261123UL, 8000), (5UL, 1_000_000) })
        {
            var planet = new Planet(seed, radius);
            foreach (var direction in Directions(500))
            {
                var place = planet.Surface(direction).Offset(333, 777, -555);
                var region = RegionId.At(place);
                var expected = planet.Density(place, default);
                foreach (var frame in new[] { region, region.Neighbour(1, 0, 0), region.Neighbour(-1, 1, -1), RegionId.At(place, 1), RegionId.At(place, 2) })
                    Assert.InRange(planet.Density(frame.Origin, place.RelativeTo(frame.Origin)) - expected, -0.002f, 0.002f);
            }
        }
    }

    [Fact]
    public void The_ground_has_no_steps()
    {
        foreach (var direction in Directions(3000))
        {
            var place = Home.Surface(direction);
            foreach (var step in new[] { Vector3.UnitX, Vector3.UnitY, Vector3.UnitZ })
                Assert.InRange(Home.Density(place, step * 0.01f) - Home.Density(place, default), -0.05f, 0.05f);
        }
    }

    [Fact]
    public void Another_seed_makes_another_planet()
    {
        var other = new Planet(Home.Seed + 1, Home.RadiusMetres);
        Assert.Contains(Directions(10), direction => Home.Surface(direction) != other.Surface(direction));
    }

    [Fact]
    public void Every_place_has_a_finite_density()
    {
        var coordinate = Gen.OneOf(Gen.Long[-1_100_000_000, 1_100_000_000], Gen.Long[-5, 5], Gen.Long);
        Gen.Select(coordinate, coordinate, coordinate, Gen.Float.Where(float.IsFinite)).Sample((x, y, z, metres) =>
        {
            var density = Home.Density(new WorldPosition(x, y, z), new Vector3(metres, -metres, 0));
            return density is >= -2 and <= 2;
        });
    }

    [Fact]
    public void From_the_centre_the_surface_is_the_north_pole()
    {
        var pole = Home.Surface(default);
        Assert.Equal((0L, 0L), (pole.X, pole.Z));
        Assert.InRange(pole.MetresFromCentre, 7990, 8010);
        Assert.Equal(VoxelDensity.Max / 64f, Home.Density(default, default));
    }

    [Fact]
    public void Players_begin_on_the_ground_around_the_pole_in_several_regions()
    {
        var regions = new HashSet<RegionId>();
        for (ulong id = 1; id <= 200; id++)
        {
            var place = Home.SpawnPlace(new PlayerId(id));
            Assert.Equal(place, Home.SpawnPlace(new PlayerId(id)));
            Assert.InRange(Home.Density(place, default), -0.01f, 0.01f);
            Assert.InRange(Math.Abs(place.X), 0, (Planet.SpawnSpreadMetres + 1) * WorldPosition.UnitsPerMetre);
            Assert.InRange(Math.Abs(place.Z), 0, (Planet.SpawnSpreadMetres + 1) * WorldPosition.UnitsPerMetre);
            regions.Add(RegionId.At(place));
        }

        Assert.InRange(regions.Count, 4, 8);
    }

    [Fact]
    public void All_materials_lie_within_a_walk_of_the_spawn_place()
    {
        var found = new int[Inventory.MaterialCount];
        for (var x = -100; x < 100; x += 4)
        {
            for (var z = -100; z < 100; z += 4)
                found[(int)Home.MaterialAt(WorldPosition.FromMetres(x, Home.RadiusMetres, z))]++;
        }

        Assert.All(found, count => Assert.True(count > 20, $"Of 2500 places: {string.Join(", ", found)}."));
    }

    internal static double SlopeDegrees(Planet planet, WorldPosition surface)
    {
        var up = Up(surface);
        var right = Vector3.Normalize(Vector3.Cross(up, MathF.Abs(up.X) < 0.9f ? Vector3.UnitX : Vector3.UnitY));
        var forward = Vector3.Cross(up, right);
        var across = 2 * (planet.Density(surface, right * 0.25f) - planet.Density(surface, right * -0.25f));
        var along = 2 * (planet.Density(surface, forward * 0.25f) - planet.Density(surface, forward * -0.25f));
        return Math.Atan(Math.Sqrt(across * across + along * along)) * 180 / Math.PI;
    }

    internal static Vector3 Up(WorldPosition place)
    {
        var distance = place.MetresFromCentre * WorldPosition.UnitsPerMetre;
        return new Vector3((float)(place.X / distance), (float)(place.Y / distance), (float)(place.Z / distance));
    }

    /// <summary>Directions all around, the same ones in each run.</summary>
    internal static IEnumerable<WorldPosition> Directions(int count)
    {
        var random = new Random(9133);
        for (var i = 0; i < count; i++)
            yield return WorldPosition.FromMetres(random.NextDouble() * 2000 - 1000, random.NextDouble() * 2000 - 1000, random.NextDouble() * 2000 - 1000);
    }
}
