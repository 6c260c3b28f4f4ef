namespace PlanetarySurvival.GameServer.Backups;

/// <summary>What an entry of a region's log says. Values are only ever added.</summary>
internal enum LogEntryKind : byte
{
    /// <summary>A player's state, a PlayerRecord.</summary>
    Player = 1,

    /// <summary>A player is no longer of this region.</summary>
    PlayerGone = 2,

    /// <summary>A transfer out is intended.</summary>
    Intent = 3,

    /// <summary>A transfer out is over.</summary>
    IntentClosed = 4,

    /// <summary>What became of a transfer in.</summary>
    Outcome = 5,

    /// <summary>Transfers in below an id are forgotten and refused.</summary>
    Watermark = 6,

    /// <summary>The last entry: the owner hands over on purpose.</summary>
    Sealed = 7,
}
