using System.ComponentModel.DataAnnotations;

namespace PlanetarySurvival.GameServer.Simulation;

/// <summary>How a server simulates.</summary>
public sealed class SimulationOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Simulation";

    /// <summary>Players that one server takes; more are refused.</summary>
    [Range(1, 10_000)]
    public int PlayersPerServerMax { get; init; } = 50;

    /// <summary>Clients that stand by on one server beside its players; more are refused.</summary>
    [Range(1, 100_000)]
    public int StandbyClientsMax { get; init; } = 512;

    /// <summary>Metres beyond its region at which a player is handed over. Keeps one that walks along a face from going back and forth.</summary>
    [Range(0.1, 50)]
    public float TransferHysteresisMetres { get; init; } = 2;

    /// <summary>Seconds for which a player stays in the world after the client was lost.</summary>
    [Range(0, 3600)]
    public int LingerSeconds { get; init; } = 30;
}
