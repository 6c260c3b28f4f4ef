using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.MeshCoordinator.Mesh;

namespace PlanetarySurvival.MeshCoordinator.Leases;

/// <summary>
/// What one leader remembers of the permissions it confirmed and the fences it raised, and so when a taken-over region may open (rule L4).
/// </summary>
internal sealed class LeaseBook(TimeSpan electedAt)
{
    private readonly Dictionary<RegionId, TimeSpan> _confirmed = [];
    private readonly Dictionary<RegionId, Fence> _fences = [];

    /// <summary>Notes a confirmation, before it is sent.</summary>
    public void Confirm(RegionId region, TimeSpan now) => _confirmed[region] = now;

    /// <summary>Notes that the database is being asked to raise the fence of an epoch.</summary>
    public void AskFence(RegionId region, ulong epoch, TimeSpan now)
    {
        if (!_fences.TryGetValue(region, out var fence) || fence.Epoch != epoch)
            _fences[region] = new Fence(epoch, now, RaisedAt: null);
    }

    /// <summary>Notes the answer that the fence of an epoch stands.</summary>
    public void RaiseFence(RegionId region, ulong epoch, TimeSpan now)
    {
        if (_fences.TryGetValue(region, out var fence) && fence.Epoch == epoch && fence.RaisedAt is null)
            _fences[region] = fence with { RaisedAt = now };
    }

    /// <summary>Whether the fence of this epoch stands, as far as this leader knows.</summary>
    public bool IsFenced(RegionRecord region) => Find(region) is { RaisedAt: not null };

    /// <summary>Whether the owner of the region's epoch may be granted its lease.</summary>
    public bool MayOpen(RegionRecord region, TimeSpan now)
    {
        if (Find(region) is not { } fence)
            return false;

        // Everyone before has released or is proven dead.
        if (region.FormerOwners.IsEmpty)
            return fence.RaisedAt is not null || now - fence.AskedAt >= LeaseRules.FencePatience;

        return fence.RaisedAt is { } raised && now >= raised + LeaseRules.FenceWait && now >= LastConfirmation(region.Id) + LeaseRules.ConfirmationWait;
    }

    // The leader before may have confirmed until this one was elected.
    private TimeSpan LastConfirmation(RegionId region)
    {
        var last = electedAt;
        foreach (var (confirmed, at) in _confirmed)
        {
            if (at > last && confirmed.Overlaps(region))
                last = at;
        }

        return last;
    }

    private Fence? Find(RegionRecord region) =>
        _fences.TryGetValue(region.Id, out var fence) && fence.Epoch == region.Epoch ? fence : null;

    private readonly record struct Fence(ulong Epoch, TimeSpan AskedAt, TimeSpan? RaisedAt);
}
