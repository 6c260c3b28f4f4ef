using PlanetarySurvival.Contracts.Players;

namespace PlanetarySurvival.Gateway.Accounts;

/// <summary>An account as it is stored; the password is a PHC string.</summary>
internal sealed record Account(PlayerId Player, string Name, string Password);

/// <summary>Whom an account was made for.</summary>
internal sealed record AccountReply(string Player);
