using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Tickets;

namespace PlanetarySurvival.GameServer.Connections;

/// <summary>Decides who is let in. Safe for use by several threads at once.</summary>
internal sealed class TicketGate(string server, string secret) : IDisposable
{
    // Clocks of the hosts may differ by so much.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly TicketSeal _seal = new(secret);
    private readonly HashSet<Guid> _used = [];
    private readonly PriorityQueue<Guid, DateTimeOffset> _expiring = new();

    /// <summary>
    /// Opens a connect request. <see cref="DenyReason.None"/> if the client may come in; its ticket is then used up.
    /// </summary>
    public DenyReason TryAdmit(ReadOnlySpan<byte> bytes, DateTimeOffset now, out Ticket ticket, out ConnectReason reason)
    {
        ticket = default;
        reason = default;
        if (!ConnectRequest.TryRead(bytes, out var request))
            return DenyReason.Malformed;
        if (request.Version != ProtocolLimits.Version)
            return DenyReason.Version;

        reason = request.Reason;
        lock (_lock)
        {
            if (!_seal.TryOpen(request.Ticket, out ticket) || ticket.Standby != (reason == ConnectReason.Standby))
                return DenyReason.TicketInvalid;
            if (ticket.Expires <= now)
                return DenyReason.TicketExpired;
            // Longer than any that we make, and the memory of used ones would have no bound.
            if (ticket.Expires > now + Ticket.LifetimeMax + ClockSkew)
                return DenyReason.TicketInvalid;
            if (ticket.Server != server)
                return DenyReason.TicketElsewhere;

            return Use(ticket, now);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _seal.Dispose();

    private DenyReason Use(in Ticket ticket, DateTimeOffset now)
    {
        while (_expiring.TryPeek(out var oldest, out var expires) && expires <= now)
        {
            _expiring.Dequeue();
            _used.Remove(oldest);
        }

        if (_used.Contains(ticket.Nonce))
            return DenyReason.TicketUsed;
        if (_used.Count >= ConnectionLimits.TicketsRememberedMax)
            return DenyReason.Full;

        _used.Add(ticket.Nonce);
        _expiring.Enqueue(ticket.Nonce, ticket.Expires);
        return DenyReason.None;
    }
}
