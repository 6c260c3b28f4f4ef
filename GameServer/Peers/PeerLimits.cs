namespace PlanetarySurvival.GameServer.Peers;

/// <summary>What servers may ask of each other.</summary>
internal static class PeerLimits
{
    /// <summary>Peers that this server links to.</summary>
    public const int PeersMax = 128;

    /// <summary>Bytes of one frame.</summary>
    public const int FrameBytesMax = 1024 * 1024;

    /// <summary>Frames that wait to leave, a peer.</summary>
    public const int OutboundFramesMax = 4096;

    /// <summary>Bytes that wait to leave, a peer.</summary>
    public const int OutboundBytesMax = 8 * 1024 * 1024;

    /// <summary>Frames that wait for the next tick, a peer.</summary>
    public const int InboundFramesMax = 4096;

    /// <summary>Bytes that wait for the next tick, a peer.</summary>
    public const int InboundBytesMax = 8 * 1024 * 1024;

    /// <summary>Between two pings.</summary>
    public static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(1);

    /// <summary>A peer from which nothing came for so long is gone; the link is broken.</summary>
    public static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(3);

    /// <summary>The other side says who it is within this time.</summary>
    public static readonly TimeSpan HelloTimeout = TimeSpan.FromSeconds(2);

    /// <summary>The first pause before dialling again.</summary>
    public static readonly TimeSpan RedialMin = TimeSpan.FromMilliseconds(50);

    /// <summary>The longest pause before dialling again.</summary>
    public static readonly TimeSpan RedialMax = TimeSpan.FromSeconds(1);
}
