namespace PlanetarySurvival.Client.Gateway;

/// <summary>A login: the token that is shown when a ticket is asked for, and until when it is good.</summary>
public sealed record GatewaySession(string Token, DateTimeOffset Expires);
