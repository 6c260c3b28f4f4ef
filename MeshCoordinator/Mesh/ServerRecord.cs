namespace PlanetarySurvival.MeshCoordinator.Mesh;

/// <summary>The newest incarnation of a server.</summary>
/// <param name="Holder">Its name and incarnation.</param>
/// <param name="State">What was agreed about it.</param>
/// <param name="Addresses">Where it is reached.</param>
/// <param name="PlayersMax">Players it wants at most; 0 is no wish.</param>
/// <param name="RegionsMax">Regions it wants at most; 0 is no wish. Exceeded only when nobody else has room.</param>
/// <param name="Counters">The newest counters that were committed, so that totals do not fall when the leader changes.</param>
/// <param name="Leaving">The process goes: it is forgotten once it has released what it owned.</param>
internal sealed record ServerRecord(
    Holder Holder, ServerState State, ServerAddresses Addresses, uint PlayersMax, uint RegionsMax, ServerCounters Counters, bool Leaving)
{
    public string Name => Holder.Server;

    public IncarnationId Incarnation => Holder.Incarnation;

    /// <summary>Whether it can act for a region: only the suspect and the dead cannot.</summary>
    public bool IsLive => State is ServerState.Ready or ServerState.Draining;
}
