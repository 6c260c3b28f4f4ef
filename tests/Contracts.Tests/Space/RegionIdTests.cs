using CsCheck;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.Contracts.Tests.Space;

public class RegionIdTests
{
    private const int Limit = RegionId.CoordinateLimit;

    private static readonly Gen<int> Coordinate = Gen.OneOf(Gen.Int[-Limit, Limit - 1], Gen.Int[-3, 3], Gen.Const(-Limit), Gen.Const(Limit - 1));

    private static readonly Gen<RegionId> Regions =
        Gen.Select(Gen.Int[0, RegionId.LevelMax], Coordinate, Coordinate, Coordinate, (level, x, y, z) => new RegionId(level, x, y, z));

    // Far enough inside that every neighbour and child exists.
    private static readonly Gen<int> InnerCoordinate = Gen.OneOf(Gen.Int[4 - Limit / 2, Limit / 2 - 4], Gen.Int[-3, 3]);

    private static readonly Gen<RegionId> Inner = Gen.Select(
        Gen.Int[0, RegionId.LevelMax], InnerCoordinate, InnerCoordinate, InnerCoordinate, (level, x, y, z) => new RegionId(level, x, y, z));

    // A few cells around the centre, where pairs overlap and touch often.
    private static readonly Gen<RegionId> Near =
        Gen.Select(Gen.Int[0, 2], Gen.Int[-4, 4], Gen.Int[-4, 4], Gen.Int[-4, 4], (level, x, y, z) => new RegionId(level, x, y, z));

    private static readonly Gen<WorldPosition> Places = Gen.Select(
        Gen.OneOf(Gen.Long[-1_100_000_000, 1_100_000_000], Gen.Long[-3_000_000, 3_000_000],
            Gen.Const(-1L), Gen.Const(2_048_000L), Gen.Const(-2_048_000L)).Array[3],
        c => new WorldPosition(c[0], c[1], c[2]));

    [Fact]
    public void A_region_survives_packing() => Regions.Sample(region =>
    {
        Assert.True(RegionId.TryUnpack(region.Packed, out var unpacked));
        Assert.Equal(region, unpacked);
        Assert.Equal(region, new RegionId(unpacked.Level, unpacked.X, unpacked.Y, unpacked.Z));
        Assert.False(region.IsNone);
    });

    [Fact]
    public void A_region_survives_printing() => Regions.Sample(region =>
    {
        Assert.True(RegionId.TryParse(region.ToString(), out var parsed));
        Assert.Equal(region, parsed);
    });

    [Fact]
    public void The_packed_form_is_the_documented_one()
    {
        Assert.Equal("0:12,-3,4", new RegionId(0, 12, -3, 4).ToString());
        Assert.Equal(0x4800_0C7F_FFD8_0004UL, new RegionId(0, 12, -3, 4).Packed);
        Assert.Equal(0x6800_0080_0008_0000UL, new RegionId(2, 0, 0, 0).Packed);
    }

    [Fact]
    public void Bits_that_name_no_region_are_refused() => Gen.ULong.Sample(bits =>
    {
        var real = RegionId.TryUnpack(bits, out var region);
        Assert.Equal((bits >> 62) == 1 && ((bits >> 60) & 3) <= 2, real);
        Assert.Equal(real ? bits : 0, region.Packed);
    });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("none")]
    [InlineData("0:1,2")]
    [InlineData("0:1,2,3,4")]
    [InlineData("3:0,0,0")]
    [InlineData("-1:0,0,0")]
    [InlineData("0:524288,0,0")]
    [InlineData("0:0,-524289,0")]
    [InlineData("0:0, 1,0")]
    [InlineData("0:0,0x1,0")]
    [InlineData("0:1.0,0,0")]
    [InlineData("0:99999999999,0,0")]
    [InlineData("0:0,0,00000000000000000000000000000000000000000000000000000000000000000001")]
    public void Text_that_names_no_region_is_refused(string? text)
    {
        Assert.False(RegionId.TryParse(text, out var region));
        Assert.True(region.IsNone);
    }

    [Fact]
    public void No_text_throws() => Gen.String.Sample(text => RegionId.TryParse(text, out _) || true);

    [Theory]
    [InlineData(-1, 0, 0, 0)]
    [InlineData(3, 0, 0, 0)]
    [InlineData(0, Limit, 0, 0)]
    [InlineData(0, 0, -Limit - 1, 0)]
    [InlineData(0, 0, 0, int.MinValue)]
    public void A_cell_that_does_not_exist_cannot_be_named(int level, int x, int y, int z) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RegionId(level, x, y, z));

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(11)]
    [InlineData(int.MaxValue)]
    public void A_level_that_does_not_exist_cannot_be_asked_for(int level) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RegionId.At(default, level));

    [Fact]
    public void Children_lie_inside_their_parent_and_share_no_space() => Inner.Where(r => r.Level < RegionId.LevelMax).Sample(region =>
    {
        var children = Enumerable.Range(0, 8).Select(region.Child).ToArray();
        Assert.Equal(8, children.Distinct().Count());
        Assert.All(children, child =>
        {
            Assert.Equal(region, child.Parent);
            Assert.Equal(region.EdgeMetres, 2 * child.EdgeMetres);
            Assert.True(region.Overlaps(child) && child.Overlaps(region));
            Assert.True(region.Contains(child.Centre));
        });
        for (var i = 0; i < 8; i++)
        {
            for (var j = 0; j < i; j++)
                Assert.True(children[i].Touches(children[j]) && !children[i].Overlaps(children[j]));
        }
    });

    [Fact]
    public void The_bits_of_a_child_are_its_halves()
    {
        var region = new RegionId(0, 1, -1, 0);
        Assert.Equal(new RegionId(1, 2, -2, 0), region.Child(0));
        Assert.Equal(new RegionId(1, 3, -2, 0), region.Child(1));
        Assert.Equal(new RegionId(1, 2, -1, 0), region.Child(2));
        Assert.Equal(new RegionId(1, 2, -2, 1), region.Child(4));
        Assert.True(region.Parent.IsNone);
        Assert.Throws<ArgumentOutOfRangeException>(() => region.Child(8));
        Assert.Throws<ArgumentOutOfRangeException>(() => region.Child(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RegionId(2, 0, 0, 0).Child(0));
    }

    [Fact]
    public void Every_place_lies_in_one_region_of_each_level() => Places.Sample(place =>
    {
        for (var level = 0; level <= RegionId.LevelMax; level++)
        {
            var region = RegionId.At(place, level);
            var (origin, edge) = (region.Origin, (long)region.EdgeMetres * WorldPosition.UnitsPerMetre);
            Assert.InRange(place.X - origin.X, 0, edge - 1);
            Assert.InRange(place.Y - origin.Y, 0, edge - 1);
            Assert.InRange(place.Z - origin.Z, 0, edge - 1);
            Assert.True(region.Contains(place));
            Assert.Equal(0, region.DistanceMetres(place));
            Assert.Equal(1, Around(region).Count(near => near.Contains(place)));
            if (level > 0)
                Assert.Equal(RegionId.At(place, level - 1), region.Parent);
        }
    });

    [Fact]
    public void Lower_faces_belong_to_a_region_and_upper_ones_to_its_neighbour()
    {
        Assert.Equal(new RegionId(0, 0, 0, 0), RegionId.At(default));
        Assert.Equal(new RegionId(0, -1, 0, 0), RegionId.At(new WorldPosition(-1, 0, 0)));
        Assert.Equal(new RegionId(0, 0, -1, 0), RegionId.At(new WorldPosition(0, -2_048_000, 0)));
        Assert.Equal(new RegionId(0, 0, -2, 0), RegionId.At(new WorldPosition(0, -2_048_001, 0)));
        Assert.Equal(new RegionId(0, 0, 0, 1), RegionId.At(new WorldPosition(0, 0, 2_048_000)));
        Assert.Equal(new RegionId(2, -1, -1, -1), RegionId.At(new WorldPosition(-1, -1, -1), 2));
    }

    [Fact]
    public void Outside_the_octree_there_is_no_region_and_none_contains_nothing()
    {
        var outside = new WorldPosition(long.MaxValue, 0, 0);
        Assert.True(RegionId.At(outside).IsNone);
        Assert.True(RegionId.At(new WorldPosition(0, long.MinValue, 0), 2).IsNone);
        Assert.False(default(RegionId).Contains(outside));
        Assert.False(default(RegionId).Contains(default));
        Assert.Equal("none", default(RegionId).ToString());
    }

    [Fact]
    public void A_neighbour_touches_and_the_way_back_leads_home() => Inner.Sample(region =>
    {
        foreach (var neighbour in Around(region).Where(near => near != region))
        {
            Assert.True(region.Touches(neighbour) && neighbour.Touches(region));
            Assert.Equal(region, neighbour.Neighbour(region.X - neighbour.X, region.Y - neighbour.Y, region.Z - neighbour.Z));
        }

        Assert.False(region.Touches(region));
        Assert.False(region.Touches(region.Neighbour(2, 0, 0)) || region.Touches(region.Neighbour(0, -2, 1)));
    });

    [Fact]
    public void At_the_edge_of_the_octree_there_is_no_neighbour()
    {
        Assert.True(new RegionId(0, Limit - 1, 0, 0).Neighbour(1, 0, 0).IsNone);
        Assert.True(new RegionId(1, 0, -Limit, 0).Neighbour(0, -1, 0).IsNone);
        Assert.True(new RegionId(1, 0, 0, 0).Neighbour(0, 0, int.MaxValue).IsNone);
    }

    [Fact]
    public void Overlapping_and_touching_agree_with_the_boxes() => Gen.Select(Near, Near).Sample((a, b) =>
    {
        var (shared, apart) = (true, false);
        foreach (var (low, otherLow) in new[] { (a.Origin.X, b.Origin.X), (a.Origin.Y, b.Origin.Y), (a.Origin.Z, b.Origin.Z) })
        {
            var (high, otherHigh) = (low + a.EdgeMetres * 1024L, otherLow + b.EdgeMetres * 1024L);
            shared &= low < otherHigh && otherLow < high;
            apart |= low > otherHigh || otherLow > high;
        }

        Assert.Equal(shared, a.Overlaps(b));
        Assert.Equal(!shared && !apart, a.Touches(b));
        Assert.Equal(a.Overlaps(b), b.Overlaps(a));
        Assert.Equal(a.Touches(b), b.Touches(a));
    });

    [Fact]
    public void The_distance_is_that_to_the_nearest_point()
    {
        var region = new RegionId(0, -1, 3, -1);
        Assert.Equal(0, region.DistanceMetres(WorldPosition.FromMetres(-1, 7000, -1)));
        Assert.Equal(100, region.DistanceMetres(WorldPosition.FromMetres(100, 7000, -1)));
        Assert.Equal(5, region.DistanceMetres(WorldPosition.FromMetres(3, 8004, -1)));
        Assert.Equal(Math.Sqrt(3), region.DistanceMetres(WorldPosition.FromMetres(-2001, 5999, -2001)), 9);
    }

    [Fact]
    public void The_distance_never_exceeds_that_to_the_centre() => Gen.Select(Regions, Places).Sample((region, place) =>
    {
        var distance = region.DistanceMetres(place);
        var centre = region.Centre.DistanceMetres(place);
        Assert.InRange(distance, Math.Max(0, centre - region.EdgeMetres * 0.8661), centre);
    });

    [Fact]
    public void Ids_sort_by_level_x_y_z() => Gen.Select(Near, Near).Sample((a, b) =>
        Assert.Equal((a.Level, a.X, a.Y, a.Z).CompareTo((b.Level, b.X, b.Y, b.Z)), a.CompareTo(b)));

    private static IEnumerable<RegionId> Around(RegionId region)
    {
        for (var i = 0; i < 27; i++)
            yield return region.Neighbour(i % 3 - 1, i / 3 % 3 - 1, i / 9 - 1);
    }
}
