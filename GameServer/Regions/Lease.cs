namespace PlanetarySurvival.GameServer.Regions;

/// <summary>How long permission lasts (rule L1).</summary>
public static class Lease
{
    /// <summary>
    /// Counted from the sending of the granted request. The coordinators wait 3.3 s: clocks run within 0.9 to 1.1 of true time, so a server
    /// has stopped before they go on.
    /// </summary>
    public const long HeldMicroseconds = 2_700_000;
}
