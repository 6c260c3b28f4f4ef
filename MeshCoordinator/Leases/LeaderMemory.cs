using PlanetarySurvival.MeshCoordinator.Consensus;
using PlanetarySurvival.MeshCoordinator.Planning;

namespace PlanetarySurvival.MeshCoordinator.Leases;

/// <summary>What a leader knows beside the log, for one time of leading. Guarded by the lock of <see cref="LeaderDesk"/>.</summary>
internal sealed class LeaderMemory(LeadingTerm term, TimeSpan electedAt)
{
    public LeadingTerm Term { get; } = term;

    public MeshReports Reports { get; } = new(electedAt);

    public LeaseBook Leases { get; } = new(electedAt);
}
