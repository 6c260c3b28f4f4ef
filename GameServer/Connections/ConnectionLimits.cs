namespace PlanetarySurvival.GameServer.Connections;

/// <summary>What clients may ask for. The limits of players and standby clients are the simulation's.</summary>
internal static class ConnectionLimits
{
    /// <summary>Bytes of a reliable message from a client.</summary>
    public const int ReliableBytesMax = 4096;

    /// <summary>Messages that wait for the next tick, of all clients together.</summary>
    public const int MessagesQueuedMax = 8192;

    /// <summary>Messages that wait for the next tick, of one client. One of them comes with each of the client's ticks.</summary>
    public const int MessagesQueuedPerClientMax = 64;

    /// <summary>Messages that one tick takes; the others wait for the next.</summary>
    public const int MessagesPerTickMax = 4096;

    /// <summary>Tickets that are remembered as used until they expire; at the limit nobody new is let in.</summary>
    public const int TicketsRememberedMax = 65_536;

    /// <summary>
    /// Bytes of a datagram on the path. Leaves room for the transport's headers around 1200 bytes of ours, and fits into the 1280 bytes that
    /// IPv6 guarantees.
    /// </summary>
    public const int MtuBytes = 1232;

    /// <summary>Fragments of a reliable message.</summary>
    public const ushort FragmentsMax = 4;

    /// <summary>A client that is silent for so long is gone.</summary>
    public static readonly TimeSpan DisconnectTimeout = TimeSpan.FromSeconds(5);
}
