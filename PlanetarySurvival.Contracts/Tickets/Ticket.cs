using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;

namespace PlanetarySurvival.Contracts.Tickets;

/// <summary>
/// What lets a client in: this player, with this session, on this server, until then, once. Sealed by <see cref="TicketSeal"/>; clients
/// carry it without reading it.
/// </summary>
/// <param name="Player">Whom it lets in.</param>
/// <param name="Session">Counts the player's logins; the newest one has the avatar.</param>
/// <param name="Expires">Until when.</param>
/// <param name="Nonce">Random, so that a server recognises a ticket that was used before.</param>
/// <param name="Standby">Whether it only lets a client stand by, since the server may take the player over.</param>
/// <param name="Server">The server that it is good for.</param>
/// <param name="Name">The player's name.</param>
/// <remarks><code>
/// offset  size  field
///      0     1  Version  1
///      1     8  Player
///      9     8  Session
///     17     8  Expires  Unix time in ms
///     25    16  Nonce
///     41     1  Standby  0 or 1
///     42   1+n  Server   at most 63 bytes
///      .   1+n  Name     at most 32 bytes
/// </code></remarks>
public readonly record struct Ticket(
    PlayerId Player, ulong Session, DateTimeOffset Expires, Guid Nonce, bool Standby, string Server, string Name)
{
    /// <summary>The longest that a ticket may be good for.</summary>
    public static readonly TimeSpan LifetimeMax = TimeSpan.FromSeconds(30);

    /// <summary>The largest ticket in bytes, before sealing.</summary>
    public const int SizeMax = 44 + ProtocolLimits.ServerNameBytesMax + ProtocolLimits.NameBytesMax;

    private const byte Layout = 1;

    /// <summary>Writes the ticket and returns its length.</summary>
    public int Write(Span<byte> buffer)
    {
        var writer = new WireWriter(buffer);
        writer.Byte(Layout);
        writer.UInt64(Player.Value);
        writer.UInt64(Session);
        writer.Int64(Expires.ToUnixTimeMilliseconds());
        writer.Guid(Nonce);
        writer.Byte(Standby ? (byte)1 : (byte)0);
        writer.Text(Server);
        writer.Text(Name);
        return writer.Length;
    }

    /// <summary>Reads a ticket. False for anything else.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out Ticket ticket)
    {
        ticket = default;
        var reader = new WireReader(bytes);
        var layout = reader.Byte();
        var player = new PlayerId(reader.UInt64());
        var session = reader.UInt64();
        var expires = reader.Int64();
        var nonce = reader.Guid();
        var standby = reader.Byte();
        var server = reader.Text(ProtocolLimits.ServerNameBytesMax);
        var name = reader.Text(ProtocolLimits.NameBytesMax);
        if (!reader.Complete || layout != Layout || player.IsNone || standby > 1 || expires is < 0 or > 253_402_300_799_999)
            return false;

        ticket = new Ticket(player, session, DateTimeOffset.FromUnixTimeMilliseconds(expires), nonce, standby == 1, server, name);
        return true;
    }
}
