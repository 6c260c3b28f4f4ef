using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.GameServer.Regions;

/// <summary>What a coordinator answered to this incarnation's own request for (region, epoch); rule L1.</summary>
public enum LeaseAnswer
{
    /// <summary>Ask again; nothing is decided.</summary>
    NotYet,

    /// <summary>Act until 2.7 s after the request was sent.</summary>
    Granted,

    /// <summary>Never act for this pair again.</summary>
    Refused,
}

/// <summary>One answer, with the moment that permission is counted from.</summary>
/// <param name="Region">The region.</param>
/// <param name="Epoch">The epoch that was asked for.</param>
/// <param name="Answer">What was said.</param>
/// <param name="SentMicroseconds">The clock, read before the request was sent.</param>
public readonly record struct LeaseGrant(RegionId Region, ulong Epoch, LeaseAnswer Answer, long SentMicroseconds);
