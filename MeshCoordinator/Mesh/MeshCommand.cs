using System.Collections.Immutable;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.MeshCoordinator.Mesh;

/// <summary>One change of the mesh state, as it stands in the log. Each names what it expects, and is ignored where that no longer holds.</summary>
internal abstract record MeshCommand
{
    private MeshCommand()
    {
    }

    /// <summary>A game server has started, or moved its addresses. Replaces the older incarnation of its name (rule L0).</summary>
    /// <remarks><c>ReplacedCounters</c>: The newest counters of the incarnation that is replaced, as far as the leader heard them.</remarks>
    public sealed record Register(
        Holder Holder, ServerAddresses Addresses, uint PlayersMax, uint RegionsMax, ServerCounters ReplacedCounters) : MeshCommand;

    /// <summary>A live server becomes ready, draining or suspect. Death is <see cref="DeclareDead"/>.</summary>
    public sealed record SetState(IncarnationId Incarnation, ServerState State) : MeshCommand;

    /// <summary>The exit of this incarnation was seen (rule L5): it acts for nothing any more, and nobody has to wait for it.</summary>
    public sealed record DeclareDead(IncarnationId Incarnation, ServerCounters Counters) : MeshCommand;

    /// <summary>The incarnation will never act again for these epochs (rule L4).</summary>
    /// <remarks><c>Leaving</c>: Its process goes, and it is forgotten once nothing unreleased is left.</remarks>
    public sealed record Release(
        IncarnationId Incarnation, ImmutableArray<RegionEpochPair> Regions, bool Leaving, ServerCounters Counters) : MeshCommand
    {
        public bool Equals(Release? other) =>
            other is not null && Incarnation == other.Incarnation && Leaving == other.Leaving && Counters == other.Counters &&
            Regions.AsSpan().SequenceEqual(other.Regions.AsSpan());

        public override int GetHashCode() => HashCode.Combine(Incarnation, Leaving, Regions.Length);
    }

    /// <summary>Drops a dead or leaving server from the map and adds its counters to those of the past.</summary>
    public sealed record Forget(IncarnationId Incarnation, ServerCounters Counters) : MeshCommand;

    /// <summary>A region that nobody owns gets its first owner, above every epoch that was ever retired.</summary>
    public sealed record Activate(RegionId Region, IncarnationId Owner) : MeshCommand;

    /// <summary>The next epoch of a region, not yet open.</summary>
    /// <remarks>
    /// <c>Epoch</c>: Above the region's current one; usually the next.<br/>
    /// <c>Stranger</c>: An owner that only the database's fence row knows (its epoch is below <paramref name="Epoch"/>): it is waited for like any other.
    /// </remarks>
    public sealed record TakeOver(RegionId Region, ulong Epoch, IncarnationId Owner, FormerOwner? Stranger) : MeshCommand;

    /// <summary>The waits of rule L4 are over: the owner of this epoch may be granted its lease.</summary>
    public sealed record Open(RegionId Region, ulong Epoch) : MeshCommand;

    /// <summary>Names another backup, or none; it has everything to learn.</summary>
    public sealed record SetBackup(RegionId Region, ulong Epoch, IncarnationId? Backup) : MeshCommand;

    /// <summary>The owner says whether this backup holds everything.</summary>
    public sealed record SetSynced(RegionId Region, ulong Epoch, IncarnationId Backup, bool Synced) : MeshCommand;

    /// <summary>Asks the owner to hand the region over to its synced backup.</summary>
    public sealed record Move(RegionId Region, ulong Epoch) : MeshCommand;

    /// <summary>Asks the owner to save and release a region that nobody needs.</summary>
    public sealed record Retire(RegionId Region, ulong Epoch) : MeshCommand;

    /// <summary>Takes back <see cref="Move"/> or <see cref="Retire"/>.</summary>
    public sealed record Stay(RegionId Region, ulong Epoch) : MeshCommand;

    /// <summary>Ends a region whose owner has released it for retirement.</summary>
    public sealed record Deactivate(RegionId Region, ulong Epoch) : MeshCommand;

    /// <summary>Remembers what an incarnation has counted so far.</summary>
    public sealed record Count(IncarnationId Incarnation, ServerCounters Counters) : MeshCommand;
}
