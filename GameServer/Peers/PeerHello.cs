using PlanetarySurvival.Contracts.Protocol;

namespace PlanetarySurvival.GameServer.Peers;

/// <summary>The first byte of every frame between two servers. Values are only ever added.</summary>
internal enum LinkFrameKind : byte
{
    /// <summary><see cref="PeerHello"/>: the first frame in both directions.</summary>
    Hello = 0,

    /// <summary>Followed by what the simulations say to each other.</summary>
    Content = 1,

    /// <summary>Followed by eight bytes that come back in a <see cref="Pong"/>.</summary>
    Ping = 2,

    /// <summary>Followed by the eight bytes of the <see cref="Ping"/>.</summary>
    Pong = 3,
}

/// <summary>Who speaks on a link.</summary>
/// <remarks><code>
/// offset  size  field
///      0     1  Kind         0
///      1     1  Version      2
///      2    16  Incarnation
///     18   1+n  Server       name, at most 63 bytes
/// </code></remarks>
internal readonly record struct PeerHello(string Server, Guid Incarnation)
{
    /// <summary>The largest hello in bytes.</summary>
    public const int SizeMax = 19 + ProtocolLimits.ServerNameBytesMax;

    private const byte Version = 2;

    /// <summary>Writes the hello and returns its length.</summary>
    public int Write(Span<byte> buffer)
    {
        var writer = new WireWriter(buffer);
        writer.Byte((byte)LinkFrameKind.Hello);
        writer.Byte(Version);
        writer.Guid(Incarnation);
        writer.Text(Server);
        return writer.Length;
    }

    /// <summary>Reads a hello. False for anything else.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out PeerHello hello)
    {
        var reader = new WireReader(bytes);
        var kind = (LinkFrameKind)reader.Byte();
        var version = reader.Byte();
        var incarnation = reader.Guid();
        hello = new PeerHello(reader.Text(ProtocolLimits.ServerNameBytesMax), incarnation);
        return reader.Complete && kind == LinkFrameKind.Hello && version == Version && hello.Server.Length > 0;
    }
}
