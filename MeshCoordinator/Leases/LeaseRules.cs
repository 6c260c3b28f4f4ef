using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.MeshCoordinator.Mesh;

namespace PlanetarySurvival.MeshCoordinator.Leases;

/// <summary>The times and the judgement of the lease rules. A server counts from its sending and stops at 2.7 s; coordinators wait longer
/// than any clock may err.</summary>
internal static class LeaseRules
{
    /// <summary>From the last confirmation until nobody acts on it any more, by this clock: 3 s and a tenth.</summary>
    public static readonly TimeSpan ConfirmationWait = TimeSpan.FromSeconds(3.3);

    /// <summary>From the answer to the fence write until nobody acts on what the database said before it: 1 s and a tenth.</summary>
    public static readonly TimeSpan FenceWait = TimeSpan.FromSeconds(1.1);

    /// <summary>
    /// How long a region that nobody else can be acting for waits for its fence. After that it opens without, and the fence is raised
    /// when the database answers again: until then the database refuses the new owner's writes.
    /// </summary>
    public static readonly TimeSpan FencePatience = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Whether an incarnation may act for (region, epoch) by this committed state. Granted only to the owner of an open epoch; refused
    /// only for what can never be granted any more.
    /// </summary>
    public static LeaseDecision Judge(MeshState state, IncarnationId asker, RegionId region, ulong epoch)
    {
        if (state.Regions.GetValueOrDefault(region) is not { } current)
            return epoch <= HighestEpochAround(state, region) ? LeaseDecision.Refused : LeaseDecision.NotYet;

        if (epoch != current.Epoch)
            return epoch < current.Epoch ? LeaseDecision.Refused : LeaseDecision.NotYet;

        if (current.Owner.Incarnation != asker || current.OwnerGone)
            return LeaseDecision.Refused;

        // An incarnation that is not the newest of its name, or is given up, owns nothing: its region is about to be taken over.
        return current.Open && state.Find(asker) is { State: not ServerState.Dead } ? LeaseDecision.Granted : LeaseDecision.NotYet;
    }

    private static ulong HighestEpochAround(MeshState state, RegionId region)
    {
        var highest = state.EpochFloor;
        foreach (var (id, other) in state.Regions)
        {
            if (id.Level != region.Level && id.Overlaps(region))
                highest = Math.Max(highest, other.Epoch);
        }

        return highest;
    }
}
