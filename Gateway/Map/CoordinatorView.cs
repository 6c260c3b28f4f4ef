using PlanetarySurvival.Contracts.Mesh;

namespace PlanetarySurvival.Gateway.Map;

/// <summary>What one coordinator said last.</summary>
/// <param name="Leadership">Who leads, as it believes.</param>
/// <param name="Map">The newest map that it sent.</param>
/// <param name="Totals">What it counted, if it led.</param>
internal sealed record CoordinatorView(Leadership Leadership, MeshMap? Map, MeshTotals? Totals)
{
    /// <summary>Whether it says that it leads.</summary>
    public bool Leads => Leadership.Self.Length > 0 && Leadership.Self == Leadership.Leader;

    /// <summary>The view after an answer, which has no map if that has not changed.</summary>
    public static CoordinatorView After(CoordinatorView? before, GetMapReply reply) =>
        new(reply.Leadership ?? new Leadership(), reply.Map ?? before?.Map, reply.Totals);
}
