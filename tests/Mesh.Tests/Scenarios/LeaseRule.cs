namespace PlanetarySurvival.Mesh_Tests.Scenarios;

/// <summary>A rule that a storm can be run without, to show that it is needed.</summary>
public enum LeaseRule
{
    /// <summary>All rules hold.</summary>
    None,

    /// <summary>L1: permission counts from the sending of the request.</summary>
    CountFromSending,

    /// <summary>L2: a leader answers only after a quorum round, and so never once it is deposed.</summary>
    ReadBarrier,

    /// <summary>L4: only what was committed as open is granted.</summary>
    OpenBeforeGranted,

    /// <summary>L4: a take-over without release or proof waits for the last confirmation.</summary>
    WaitForConfirmations,

    /// <summary>L4: a new leader assumes a confirmation at the moment of its election.</summary>
    ConfirmationAtElection,

    /// <summary>L4: every holder since the last opened epoch is waited for, not only the last.</summary>
    RememberEveryHolder,
}
