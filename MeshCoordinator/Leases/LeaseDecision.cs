namespace PlanetarySurvival.MeshCoordinator.Leases;

/// <summary>The answer to a request for permission to act (rule L1).</summary>
internal enum LeaseDecision
{
    /// <summary>Nothing is decided: ask again. Kills nothing.</summary>
    NotYet,

    /// <summary>The incarnation may act, counted from when it sent the request.</summary>
    Granted,

    /// <summary>Region and epoch are dead for this incarnation, for good.</summary>
    Refused,
}
