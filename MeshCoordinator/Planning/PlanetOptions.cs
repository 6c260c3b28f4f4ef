using System.ComponentModel.DataAnnotations;

namespace PlanetarySurvival.MeshCoordinator.Planning;

/// <summary>What the planner has to know of the planet.</summary>
internal sealed class PlanetOptions
{
    public const string Section = "Planet";

    /// <summary>From the centre to the mean ground, in metres. Players spawn at the north pole, (0, radius, 0).</summary>
    [Range(1_000, 1_000_000)]
    public double RadiusMetres { get; set; } = 8000;
}
