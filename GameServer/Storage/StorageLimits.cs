namespace PlanetarySurvival.GameServer.Storage;

/// <summary>What the tick may ask of the database.</summary>
internal static class StorageLimits
{
    /// <summary>Loads that wait; more are answered as failed at once.</summary>
    public const int LoadsQueuedMax = 1024;

    /// <summary>Saves that wait; more are answered as failed at once.</summary>
    public const int SavesQueuedMax = 1024;

    /// <summary>Loads under way at a time.</summary>
    public const int LoadsAtOnceMax = 4;

    /// <summary>Saves under way at a time.</summary>
    public const int SavesAtOnceMax = 4;

    /// <summary>Ended transfers that wait to be written; more are not written.</summary>
    public const int TransfersQueuedMax = 8192;

    /// <summary>Ended transfers in one statement batch.</summary>
    public const int TransfersBatchMax = 256;

    /// <summary>Attempts at a transaction that others' transactions stop.</summary>
    public const int AttemptsMax = 8;

    /// <summary>An operation that takes longer has failed.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Between two log lines about a database that does not answer.</summary>
    public static readonly TimeSpan BetweenWarnings = TimeSpan.FromSeconds(10);
}
