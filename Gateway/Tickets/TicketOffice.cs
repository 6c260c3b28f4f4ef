using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using PlanetarySurvival.Contracts.Mesh;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Tickets;
using PlanetarySurvival.Gateway.Accounts;
using PlanetarySurvival.Gateway.Map;

namespace PlanetarySurvival.Gateway.Tickets;

/// <summary>Finds the server that a player belongs to and seals a ticket for it.</summary>
internal sealed class TicketOffice(
    MeshBoard board, PlayerHints hints, GameServerCalls calls, AccountStore accounts, IOptions<TicketOptions> options, TimeProvider time,
    IMeterFactory meters) : IDisposable
{
    private readonly Lock _sealing = new();
    private readonly TicketSeal _seal = new(options.Value.Secret);
    private readonly Counter<long> _issued = meters.Create("PlanetarySurvival.Gateway").CreateCounter<long>("gateway_tickets_issued_total");

    /// <summary>
    /// A ticket, or why there is none at the moment. Both are null if there is no such player. Each ticket is a new session of the player,
    /// which ends the one before.
    /// </summary>
    public async Task<(TicketReply? Ticket, string? Wait)> IssueAsync(PlayerId player, string name, CancellationToken cancellation)
    {
        var (server, wait) = await FindAsync(board.Current, player, cancellation);
        if (server is null)
            return (null, wait);
        if (await accounts.RaiseSessionAsync(player, cancellation) is not { } session)
            return (null, null);

        var expires = time.GetUtcNow() + Ticket.LifetimeMax;
        var ticket = new Ticket(player, session, expires, Guid.NewGuid(), Standby: false, server.Name, name);
        byte[] bytes;
        lock (_sealing)
            bytes = _seal.Seal(ticket);

        _issued.Add(1);
        return (new TicketReply(
            server.Name, server.GameHost, server.GamePort, Convert.ToBase64String(bytes), expires, session, player.ToString()), null);
    }

    public void Dispose() => _seal.Dispose();

    private async Task<(MeshServer? Server, string? Wait)> FindAsync(MeshSnapshot mesh, PlayerId player, CancellationToken cancellation)
    {
        var servers = mesh.ServersInService.ToArray();

        // The common case of a player who comes back at once: one call instead of one to each.
        var hint = await hints.FindAsync(player);
        if (servers.FirstOrDefault(server => server.Name == hint) is { } hinted &&
            await calls.LocateAsync(hinted, player, readRecord: false, cancellation) is { Presence: Presence.Here })
            return (hinted, null);

        // Any of them can read the record; one is enough.
        var reader = servers.Length == 0 ? 0 : Random.Shared.Next(servers.Length);
        var answers = await Task.WhenAll(servers.Select(async (server, index) =>
            (server, await calls.LocateAsync(server, player, readRecord: index == reader, cancellation))));
        return Whereabouts.Decide(mesh, answers);
    }
}

/// <summary>What a client needs to connect: where to, and the sealed ticket in Base64, good until it expires.</summary>
internal sealed record TicketReply(
    string Server, string Host, int Port, string Ticket, DateTimeOffset Expires, ulong Session, string Player);
