namespace PlanetarySurvival.GameServer.Mesh;

/// <summary>Who this process is.</summary>
/// <param name="Name">Such as game-server-0; the same after a restart.</param>
/// <param name="Incarnation">This start of the process.</param>
public sealed record ServerIdentity(string Name, Guid Incarnation);
