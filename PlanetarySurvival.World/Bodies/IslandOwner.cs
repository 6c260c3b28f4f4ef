using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.World.Bodies;

/// <summary>What decides about the owner of a body's contact island; both sides of a border know it of every body in the border zone.</summary>
/// <param name="Id">Which body.</param>
/// <param name="Place">Its centre.</param>
/// <param name="MassGrams">Its mass; a whole number, so that a sum is the same in every order.</param>
/// <param name="Owner">The region that owns it now.</param>
/// <param name="OwnedSinceTick">The tick in which that region became its owner.</param>
public readonly record struct IslandBody(BodyId Id, WorldPosition Place, long MassGrams, RegionId Owner, long OwnedSinceTick);

/// <summary>
/// Which region owns the bodies of a contact island: all of them one region, since bodies that push each other must be solved together.
/// </summary>
/// <remarks>
/// <para>The owner of the body of the lowest id keeps the island while the centre of mass is in its region or hardly outside; else it goes to the
/// region that the centre of mass is in. The centre of mass, rather than a body, so that a truck does not follow a pebble that rolls under it; the
/// lowest id only where bodies of several owners have met, since both sides see the same one.</para>
/// <para>Two things keep an island from going to and fro: the centre of mass must be <see cref="HysteresisMetres"/> outside before the island
/// leaves, and bodies that have just changed their owner keep it for <see cref="HoldTicks"/>, so that a contact that comes and goes at the border
/// moves nothing. Bodies that meet are joined at once, whatever they changed before: two owners of one island would be worse than a further
/// handover.</para> <para>All in integers, and independent of the order of bodies and regions: who knows the same contacts decides the same.</para>
/// </remarks>
public static class IslandOwner
{
    /// <summary>How far outside its owner's region an island's centre of mass may be.</summary>
    public const int HysteresisMetres = 2;

    /// <summary>Ticks for which bodies that have changed their owner keep the new one: a second.</summary>
    public const int HoldTicks = ProtocolLimits.TickRate;

    /// <summary>An island that is held does not stray further than this outside its owner's region: beyond it the owner has no ground.</summary>
    public const int HoldMetresMax = RegionId.BorderZoneMetres / 2;

    /// <summary>The owner of a contact island from the next tick on.</summary>
    /// <param name="island">All bodies that touch each other, in any order; one at least.</param>
    /// <param name="regions">The regions that exist around, in any order; no two share space.</param>
    /// <param name="tick">The tick in which the question is asked.</param>
    /// <returns>One of the regions; <c>default</c> if there are none or the island is empty.</returns>
    public static RegionId Decide(ReadOnlySpan<IslandBody> island, ReadOnlySpan<RegionId> regions, long tick)
    {
        if (island.IsEmpty || regions.IsEmpty)
            return default;

        var first = island[0];
        var since = first.OwnedSinceTick;
        var isOfOneOwner = true;
        foreach (var body in island)
        {
            isOfOneOwner &= body.Owner == island[0].Owner;
            since = Math.Max(since, body.OwnedSinceTick);
            if (body.Id.Value < first.Id.Value)
                first = body;
        }

        var centre = CentreOfMass(island, first.Place);
        var owner = first.Owner;
        if (regions.Contains(owner))
        {
            var outside = owner.DistanceMetres(centre);
            var isHeld = isOfOneOwner && tick - since < HoldTicks;
            if (outside <= (isHeld ? HoldMetresMax : HysteresisMetres))
                return owner;
        }

        return Nearest(regions, centre);
    }

    private static WorldPosition CentreOfMass(ReadOnlySpan<IslandBody> island, WorldPosition origin)
    {
        // Wide enough for any number of the heaviest bodies anywhere on the planet.
        Int128 mass = 0, x = 0, y = 0, z = 0;
        foreach (var body in island)
        {
            var grams = Math.Max(1, body.MassGrams);
            mass += grams;
            x += (Int128)(body.Place.X - origin.X) * grams;
            y += (Int128)(body.Place.Y - origin.Y) * grams;
            z += (Int128)(body.Place.Z - origin.Z) * grams;
        }

        return origin.Offset((long)(x / mass), (long)(y / mass), (long)(z / mass));
    }

    // The one that contains the place; where none does, for example because that one is not active, the nearest, and of equals the lowest.
    private static RegionId Nearest(ReadOnlySpan<RegionId> regions, WorldPosition place)
    {
        var nearest = default(RegionId);
        var least = double.PositiveInfinity;
        foreach (var region in regions)
        {
            if (region.Contains(place))
                return region;

            var distance = region.DistanceMetres(place);
            if (distance < least || (distance == least && region.CompareTo(nearest) < 0))
                (nearest, least) = (region, distance);
        }

        return nearest;
    }
}
