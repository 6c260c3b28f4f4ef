using Google.Protobuf;

namespace PlanetarySurvival.GameServer.Peers;

/// <summary>What can happen on a link.</summary>
internal enum PeerEventKind
{
    /// <summary>It is there.</summary>
    Up,

    /// <summary>A frame came.</summary>
    Frame,

    /// <summary>It is gone; nothing follows.</summary>
    Down,
}

/// <summary>Something that happened on a link.</summary>
internal readonly record struct PeerEvent(PeerLink Link, PeerEventKind Kind, ByteString Payload)
{
    /// <summary>A frame without its first byte, which is the links' own.</summary>
    public ReadOnlySpan<byte> Content => Payload.Span[1..];
}
