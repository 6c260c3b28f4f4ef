using System.Collections.Immutable;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.MeshCoordinator.Planning;

/// <summary>The regions that are always active.</summary>
internal static class SpawnRegions
{
    private const double ReachMetres = RegionId.BorderZoneMetres;

    /// <summary>The level 0 regions within 100 m of the north pole of a planet with this radius.</summary>
    public static ImmutableSortedSet<RegionId> Around(double radiusMetres)
    {
        var pole = WorldPosition.FromMetres(0, radiusMetres, 0);
        var centre = RegionId.At(pole);
        var near =
            from dx in Enumerable.Range(-1, 3)
            from dy in Enumerable.Range(-1, 3)
            from dz in Enumerable.Range(-1, 3)
            let region = centre.Neighbour(dx, dy, dz)
            where !region.IsNone && region.DistanceMetres(pole) <= ReachMetres
            select region;
        return near.ToImmutableSortedSet();
    }
}
