namespace PlanetarySurvival.GameServer.Telemetry;

/// <summary>Why a packet was not used: the label <c>reason</c> of <c>packets_dropped_total</c>.</summary>
internal enum DropReason
{
    /// <summary>A client's message is over its limit.</summary>
    TooLarge,

    /// <summary>A client's message is none that clients send.</summary>
    UnknownKind,

    /// <summary>A client sends more than the ticks take.</summary>
    ClientTooFast,

    /// <summary>All clients together send more than the ticks take.</summary>
    QueueFull,

    /// <summary>A datagram outside of any connection.</summary>
    Unconnected,

    /// <summary>The socket reported an error.</summary>
    SocketError,

    /// <summary>The permission that an output was made under ran out before it left.</summary>
    PermissionGone,

    /// <summary>A frame for a peer to which there is no link.</summary>
    NoLink,

    /// <summary>A frame for or from a peer whose queue is full; the link is broken and made again.</summary>
    PeerQueueFull,

    /// <summary>Coordinators' answers that came faster than the ticks took them.</summary>
    MeshQueueFull,
}
