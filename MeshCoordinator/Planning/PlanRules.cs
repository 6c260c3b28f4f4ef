using System.Collections.Immutable;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.MeshCoordinator.Planning;

/// <summary>What a plan follows: the always active regions, and the options as values.</summary>
internal sealed record PlanRules(
    ImmutableSortedSet<RegionId> Spawn, TimeSpan SuspectAfter, TimeSpan QuietAfter, TimeSpan SettleFor, TimeSpan ForgetDeadAfter, int RegionsMax)
{
    /// <summary>A settling mesh gets its first regions at the latest after this.</summary>
    public static readonly TimeSpan SettleMax = TimeSpan.FromSeconds(5);

    /// <summary>A suspect is trusted again when it was heard within this.</summary>
    public static readonly TimeSpan TrustedWithin = TimeSpan.FromMilliseconds(500);

    /// <summary>A wish is fresh for this long: twenty heartbeats.</summary>
    public static readonly TimeSpan WishFor = TimeSpan.FromSeconds(2);

    /// <summary>A region is moved for its players only if the busier of both servers gets this many fewer: less would be restlessness.</summary>
    public const uint PlayersReliefMin = 10;

    public static PlanRules From(PlanningOptions planning, PlanetOptions planet) => new(
        SpawnRegions.Around(planet.RadiusMetres), planning.SuspectAfter, planning.QuietAfter, planning.SettleFor, planning.ForgetDeadAfter,
        planning.RegionsMax);
}
