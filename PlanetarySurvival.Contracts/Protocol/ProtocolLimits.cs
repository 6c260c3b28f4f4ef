namespace PlanetarySurvival.Contracts.Protocol;

/// <summary>The protocol between a client and a game server; <c>docs/protocol.md</c> describes it in full.</summary>
public static class ProtocolLimits
{
    /// <summary>Raised by every change of a layout. A server refuses any other version.</summary>
    public const ushort Version = 2;

    /// <summary>The largest datagram payload in bytes, in both directions.</summary>
    public const int DatagramBytesMax = 1200;

    /// <summary>Ticks a second on server and client.</summary>
    public const int TickRate = 90;

    /// <summary>Inputs in one packet. More than these are waiting only after an interruption; they follow in the next packets.</summary>
    public const int InputsPerPacketMax = 32;

    /// <summary>
    /// Inputs that a client keeps because no server has said that they are safe (5.7 s). At the bound it makes no new ones and stands still.
    /// </summary>
    public const int InputsOutstandingMax = 512;

    /// <summary>Other entities in one snapshot.</summary>
    public const int EntitiesPerSnapshotMax = 47;

    /// <summary>UTF-8 bytes of a player's name.</summary>
    public const int NameBytesMax = 32;

    /// <summary>UTF-8 bytes of a server's name.</summary>
    public const int ServerNameBytesMax = 63;

    /// <summary>UTF-8 bytes of a host name or address.</summary>
    public const int HostBytesMax = 255;
}

/// <summary>The first byte of every message. Client to server below 16, server to client from 16. Values are only ever added.</summary>
public enum MessageKind : byte
{
    /// <summary>No message.</summary>
    None = 0,

    /// <summary><see cref="InputPacket"/>, unreliable.</summary>
    Input = 1,

    /// <summary>One byte, reliable: the player leaves on purpose.</summary>
    Leave = 2,

    /// <summary><see cref="Snapshot"/>, unreliable.</summary>
    Snapshot = 16,

    /// <summary><see cref="Welcome"/>, reliable.</summary>
    Welcome = 17,

    /// <summary><see cref="StandbyOffer"/>, reliable.</summary>
    StandbyOffer = 18,

    /// <summary>One byte, reliable: the server lost its permission to act and waits; keep the connection.</summary>
    Wait = 19,
}

/// <summary>Why a client connects.</summary>
public enum ConnectReason : byte
{
    /// <summary>With a ticket of the Gateway.</summary>
    Join = 0,

    /// <summary>Beforehand, to a server that may take the player over.</summary>
    Standby = 1,

    /// <summary>With a ticket of the Gateway, after a connection was lost.</summary>
    Resume = 2,
}

/// <summary>Why a server refuses or ends a connection; the one byte of the refusal. Values are only ever added.</summary>
public enum DenyReason : byte
{
    /// <summary>Nothing was given.</summary>
    None = 0,

    /// <summary>The client speaks another <see cref="ProtocolLimits.Version"/>.</summary>
    Version = 1,

    /// <summary>The request could not be read.</summary>
    Malformed = 2,

    /// <summary>The ticket is not one of ours.</summary>
    TicketInvalid = 3,

    /// <summary>The ticket is too old.</summary>
    TicketExpired = 4,

    /// <summary>The ticket was used before.</summary>
    TicketUsed = 5,

    /// <summary>The ticket names another server.</summary>
    TicketElsewhere = 6,

    /// <summary>The server is full.</summary>
    Full = 7,

    /// <summary>The player or the place is not here (any more): ask the Gateway for a new ticket.</summary>
    Elsewhere = 8,

    /// <summary>The account connected again with a newer session.</summary>
    Replaced = 9,

    /// <summary>The server shuts down.</summary>
    ShuttingDown = 10,

    /// <summary>Nothing was heard for too long, or a standby connection is no longer needed.</summary>
    Idle = 11,

    /// <summary>The player's record could not be read or claimed: ask the Gateway again.</summary>
    Unavailable = 12,

    /// <summary>Goodbye, as the player asked.</summary>
    Left = 13,
}
