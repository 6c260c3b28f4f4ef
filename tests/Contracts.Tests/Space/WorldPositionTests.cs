using System.Numerics;
using CsCheck;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.Contracts.Tests.Space;

public class WorldPositionTests
{
    private static readonly Gen<long> Coordinate = Gen.Long[-1_024_000_000, 1_024_000_000];
    private static readonly Gen<WorldPosition> Places = Gen.Select(Coordinate, Coordinate, Coordinate, (x, y, z) => new WorldPosition(x, y, z));

    [Fact]
    public void A_unit_survives_the_way_through_a_region_and_back() => Places.Sample(place =>
    {
        for (var level = 0; level <= RegionId.LevelMax; level++)
        {
            var origin = RegionId.At(place, level).Origin;
            Assert.Equal(place, WorldPosition.From(origin, place.RelativeTo(origin)));
        }
    });

    [Fact]
    public void Rebasing_there_and_back_moves_by_no_more_than_a_float() => Places.Sample(place =>
    {
        var region = RegionId.At(place);
        var neighbour = region.Neighbour(1, -1, 0);
        var metres = place.RelativeTo(region.Origin) + new Vector3(0.0001f);
        var there = WorldPosition.Rebase(metres, region.Origin, neighbour.Origin);
        var back = WorldPosition.Rebase(there, neighbour.Origin, region.Origin);
        Assert.True((back - metres).Length() < 0.0006f);
        Assert.True(WorldPosition.From(neighbour.Origin, there).DistanceMetres(WorldPosition.From(region.Origin, metres)) < 0.002);
    });

    [Fact]
    public void Metres_are_1024_units()
    {
        Assert.Equal(new WorldPosition(1024, -512, 1), WorldPosition.FromMetres(1, -0.5, 0.001));
        Assert.Equal(new Vector3(1, -0.5f, 2), new WorldPosition(1024, -512, 2048).RelativeTo(default));
        Assert.Equal(5, new WorldPosition(3072, 0, 4096).MetresFromCentre);
        Assert.Equal(13, new WorldPosition(1024 * 5, 0, 0).DistanceMetres(new WorldPosition(0, 0, 1024 * 12)));
        Assert.Equal(new WorldPosition(2, 0, 4), new WorldPosition(1, 2, 3).Offset(1, -2, 1));
        Assert.Equal("(1.5, 0, -2.001) m", new WorldPosition(1536, 0, -2049).ToString());
    }
}
