using System.ComponentModel.DataAnnotations;
using PlanetarySurvival.World;

namespace PlanetarySurvival.GameServer.Simulation;

/// <summary>The planet; all programs of one mesh must name the same.</summary>
public sealed class PlanetOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Planet";

    /// <summary>Makes the same planet everywhere.</summary>
    public ulong Seed { get; init; } = 20261123;

    /// <summary>Metres from the centre to the mean surface.</summary>
    [Range(Planet.RadiusMetresMin, Planet.RadiusMetresMax)]
    public int RadiusMetres { get; init; } = 8000;
}
