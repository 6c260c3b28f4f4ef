using PlanetarySurvival.Contracts.Players;

namespace PlanetarySurvival.Client.Gateway;

/// <summary>What lets a client in at one game server, once, within seconds. The ticket itself is sealed.</summary>
/// <param name="Server">The server's name.</param>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">Its UDP port.</param>
/// <param name="Ticket">To be shown as it is.</param>
/// <param name="Expires">Until when it is good.</param>
/// <param name="Session">Counts the player's logins: servers send connections of an older one away.</param>
/// <param name="Player">Whom it lets in.</param>
public sealed record GameTicket(string Server, string Host, ushort Port, byte[] Ticket, DateTimeOffset Expires, ulong Session, PlayerId Player);
