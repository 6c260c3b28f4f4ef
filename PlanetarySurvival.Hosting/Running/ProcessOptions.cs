using System.ComponentModel.DataAnnotations;

namespace PlanetarySurvival.Hosting.Running;

/// <summary>How processes are treated.</summary>
internal sealed class ProcessOptions
{
    public const string Section = "Processes";

    /// <summary>How long a process may take to end, in seconds, before it is killed.</summary>
    [Range(0.1, 600)]
    public double StopGraceSeconds { get; init; } = 20;
}
