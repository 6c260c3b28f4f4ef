namespace PlanetarySurvival.Contracts.Protocol;

/// <summary>
/// "Open a second connection there": to the owner of the region that the player nears, or to the backup of the one it is in. The ticket
/// is good for that server alone.
/// </summary>
/// <remarks><code>
/// offset  size  field
///      0     1  Kind    18
///      1     2  Port    UDP
///      3   1+n  Server  name, at most 63 bytes
///      .   1+n  Host    name or address, at most 255 bytes
///      .     2  Length  of the ticket, at most 256
///      .     n  Ticket
/// </code></remarks>
public readonly record struct StandbyOffer(string Server, string Host, ushort Port, ReadOnlyMemory<byte> Ticket)
{
    /// <summary>The largest message in bytes.</summary>
    public const int SizeMax = 7 + ProtocolLimits.ServerNameBytesMax + ProtocolLimits.HostBytesMax + Tickets.TicketSeal.SealedSizeMax;

    /// <summary>Writes the message and returns its length.</summary>
    public int Write(Span<byte> buffer)
    {
        var writer = new WireWriter(buffer);
        writer.Byte((byte)MessageKind.StandbyOffer);
        writer.UInt16(Port);
        writer.Text(Server);
        writer.Text(Host);
        writer.UInt16((ushort)Ticket.Length);
        writer.Bytes(Ticket.Span);
        return writer.Length;
    }

    /// <summary>Reads the message. False for anything else.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out StandbyOffer offer)
    {
        offer = default;
        var reader = new WireReader(bytes);
        var kind = (MessageKind)reader.Byte();
        var port = reader.UInt16();
        var server = reader.Text(ProtocolLimits.ServerNameBytesMax);
        var host = reader.Text(ProtocolLimits.HostBytesMax);
        int length = reader.UInt16();
        if (reader.Failed || kind != MessageKind.StandbyOffer || length > Tickets.TicketSeal.SealedSizeMax || reader.Remaining != length)
            return false;

        offer = new StandbyOffer(server, host, port, reader.Bytes(length).ToArray());
        return true;
    }
}
