using CsCheck;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Edits;
using PlanetarySurvival.World.Terrain;

namespace PlanetarySurvival.World.Tests.Edits;

public class TerrainBrushTests
{
    private static readonly Gen<WorldPosition> Places =
        Gen.Select(Gen.Long[-9000, 9000], Gen.Long[-9000, 9000], Gen.Long[-9000, 9000], (x, y, z) => new WorldPosition(x, 2_048_000 + y, z));

    internal static Gen<TerrainBrush> Brushes(double radiusMetresMax, double lengthMetresMax) => Gen.Select(
        Places,
        Gen.OneOf(Gen.Const(new WorldPosition(0, 0, 0)), Gen.Select(Axis(lengthMetresMax), Axis(lengthMetresMax), Axis(lengthMetresMax),
            (x, y, z) => new WorldPosition(x, y, z))),
        Gen.Int[TerrainBrush.RadiusUnitsMin, (int)(radiusMetresMax * WorldPosition.UnitsPerMetre)],
        (from, line, radius) =>
        {
            Assert.True(TerrainBrush.TryCapsule(from, from.Offset(line.X, line.Y, line.Z), radius, out var brush));
            return brush;
        });

    [Fact]
    public void What_is_too_large_too_small_or_too_far_is_no_brush()
    {
        var centre = new WorldPosition(0, 2_048_000, 0);
        Assert.True(TerrainBrush.TrySphere(centre, TerrainBrush.RadiusUnitsMin, out _));
        Assert.True(TerrainBrush.TrySphere(centre, TerrainBrush.RadiusUnitsMax, out _));
        Assert.False(TerrainBrush.TrySphere(centre, TerrainBrush.RadiusUnitsMin - 1, out _));
        Assert.False(TerrainBrush.TrySphere(centre, TerrainBrush.RadiusUnitsMax + 1, out _));
        Assert.False(TerrainBrush.TrySphere(centre, int.MinValue, out _));
        Assert.False(TerrainBrush.TrySphere(new WorldPosition(long.MinValue, 0, 0), 1024, out _));
        Assert.False(TerrainBrush.TrySphere(new WorldPosition(0, long.MaxValue, 0), 1024, out _));
        Assert.True(TerrainBrush.TryCapsule(centre, centre.Offset(16 * 1024, 0, 0), 1024, out _));
        Assert.False(TerrainBrush.TryCapsule(centre, centre.Offset(16 * 1024 + 1, 0, 0), 1024, out _));
        Assert.False(TerrainBrush.TryCapsule(centre, new WorldPosition(0, 0, long.MinValue), 1024, out _));
    }

    [Fact]
    public void The_distance_to_a_ball_is_exact_and_to_a_capsule_within_a_step() => Gen.Select(Brushes(8, 8), Places).Sample((brush, place) =>
    {
        var (x, y, z) = ((int)(place.X / 800), (int)(place.Y / 800), (int)(place.Z / 800));
        var steps = brush.StepsTo(x, y, z);
        if (brush.From == brush.To)
        {
            var (dx, dy, dz) = (800L * x - brush.From.X, 800L * y - brush.From.Y, 800L * z - brush.From.Z);
            Assert.Equal((IntegerRoot(dx * dx + dy * dy + dz * dz) - brush.RadiusUnits) >> 4, steps);
        }
        else
        {
            Assert.InRange(steps - (NearestOnLine(brush, x, y, z) - brush.RadiusUnits) / 16, -1.01, 0.01);
        }
    });

    [Fact]
    public void Every_voxel_that_an_edit_can_change_lies_in_the_listed_chunks() => Brushes(8, 9).Sample(
        brush =>
        {
            Span<ChunkId> chunks = stackalloc ChunkId[TerrainBrush.ChunksMax];
            var listed = chunks[..brush.ListChunks(chunks)].ToArray();
            Assert.Equal(listed.Order(), listed);
            Assert.Equal(listed.Distinct().Count(), listed.Length);
            var (low, high) = brush.VoxelBox();
            for (var x = low.X - 2; x <= high.X + 2; x += 2)
            {
                for (var y = low.Y - 2; y <= high.Y + 2; y += 2)
                {
                    for (var z = low.Z - 2; z <= high.Z + 2; z += 2)
                    {
                        if (brush.StepsTo(x, y, z) < VoxelDensity.Max)
                            Assert.Contains(ChunkId.OfVoxel(x, y, z), listed);
                    }
                }
            }
        },
        iter: 30);

    [Fact]
    public void The_longest_brush_reaches_no_more_chunks_than_the_bound()
    {
        for (var start = 0; start < 25; start++)
        {
            var from = WorldPosition.FromMetres(start, 2000 + start, start);
            Assert.True(TerrainBrush.TryCapsule(from, from.Offset(9450, 9450, 9450), TerrainBrush.RadiusUnitsMax, out var diagonal));
            Assert.True(TerrainBrush.TryCapsule(from, from.Offset(16384, 0, 0), TerrainBrush.RadiusUnitsMax, out var straight));
            var chunks = new ChunkId[100];
            Assert.InRange(diagonal.ListChunks(chunks), 8, TerrainBrush.ChunksMax);
            Assert.InRange(straight.ListChunks(chunks), 1, TerrainBrush.ChunksMax);
        }
    }

    [Fact]
    public void A_body_is_covered_when_it_comes_near() => Gen.Select(Brushes(4, 4), Brushes(4, 4)).Sample((brush, body) =>
    {
        // The nearest of many points on both lines; never nearer than the truth, and not much further.
        var nearest = double.MaxValue;
        for (var i = 0; i <= 64; i++)
        {
            for (var j = 0; j <= 64; j++)
                nearest = Math.Min(nearest, Math.Sqrt(Squared(Between(brush, i / 64.0), Between(body, j / 64.0))));
        }

        var gap = nearest - brush.RadiusUnits - body.RadiusUnits - 693;
        if (gap < 0)
            Assert.True(brush.WouldCover(body.From, body.To, body.RadiusUnits));
        else if (gap > 160)
            Assert.False(brush.WouldCover(body.From, body.To, body.RadiusUnits));
    });

    [Fact]
    public void A_body_at_an_impossible_place_is_not_covered()
    {
        Assert.True(TerrainBrush.TrySphere(new WorldPosition(0, 2_048_000, 0), 1024, out var brush));
        Assert.False(brush.WouldCover(new WorldPosition(long.MinValue, 0, 0), new WorldPosition(long.MinValue, 0, 5), 409));
        Assert.False(brush.WouldCover(new WorldPosition(0, 0, 0), new WorldPosition(0, 0, 0), int.MinValue));
    }

    private static Gen<long> Axis(double lengthMetresMax)
    {
        var most = (long)(lengthMetresMax * WorldPosition.UnitsPerMetre / 1.7321);
        return Gen.OneOf(Gen.Long[-most, most], Gen.Const(0L));
    }

    private static (double X, double Y, double Z) Between(TerrainBrush brush, double t) => (
        brush.From.X + (brush.To.X - brush.From.X) * t, brush.From.Y + (brush.To.Y - brush.From.Y) * t,
        brush.From.Z + (brush.To.Z - brush.From.Z) * t);

    private static double Squared((double X, double Y, double Z) a, (double X, double Y, double Z) b) =>
        (a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y) + (a.Z - b.Z) * (a.Z - b.Z);

    private static double NearestOnLine(TerrainBrush brush, int x, int y, int z)
    {
        var voxel = (800.0 * x, 800.0 * y, 800.0 * z);
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < 200; i++)
        {
            var (a, b) = (low + (high - low) / 3, high - (high - low) / 3);
            if (Squared(Between(brush, a), voxel) < Squared(Between(brush, b), voxel))
                high = b;
            else
                low = a;
        }

        return Math.Sqrt(Squared(Between(brush, low), voxel));
    }

    private static int IntegerRoot(long value)
    {
        var root = (long)Math.Sqrt(value);
        while (root * root > value)
            root--;
        while ((root + 1) * (root + 1) <= value)
            root++;
        return (int)root;
    }
}
