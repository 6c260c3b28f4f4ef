namespace PlanetarySurvival.Contracts.Protocol;

/// <summary>What a client shows when it connects.</summary>
/// <remarks><code>
/// offset  size  field
///      0     2  Version  ProtocolLimits.Version
///      2     1  Reason   0 join, 1 standby, 2 resume after a lost connection
///      3     2  Length   of the ticket, at most 256
///      5     n  Ticket   sealed by the Gateway or a game server
/// </code></remarks>
public readonly ref struct ConnectRequest(ushort version, ConnectReason reason, ReadOnlySpan<byte> ticket)
{
    /// <summary>The largest request in bytes.</summary>
    public const int SizeMax = 5 + Tickets.TicketSeal.SealedSizeMax;

    /// <summary>The client's protocol version.</summary>
    public ushort Version { get; } = version;

    /// <summary>Why it connects.</summary>
    public ConnectReason Reason { get; } = reason;

    /// <summary>The sealed ticket.</summary>
    public ReadOnlySpan<byte> Ticket { get; } = ticket;

    /// <summary>Writes the request and returns its length.</summary>
    public int Write(Span<byte> buffer)
    {
        var writer = new WireWriter(buffer);
        writer.UInt16(Version);
        writer.Byte((byte)Reason);
        writer.UInt16((ushort)Ticket.Length);
        writer.Bytes(Ticket);
        return writer.Length;
    }

    /// <summary>Reads a request. False for anything else; the version is not checked here.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ConnectRequest request)
    {
        request = default;
        var reader = new WireReader(bytes);
        var version = reader.UInt16();
        var reason = (ConnectReason)reader.Byte();
        int length = reader.UInt16();
        if (reader.Failed || reason > ConnectReason.Resume || length > Tickets.TicketSeal.SealedSizeMax || reader.Remaining != length)
            return false;

        request = new ConnectRequest(version, reason, reader.Bytes(length));
        return true;
    }
}
