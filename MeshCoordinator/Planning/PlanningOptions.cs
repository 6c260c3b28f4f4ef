using System.ComponentModel.DataAnnotations;

namespace PlanetarySurvival.MeshCoordinator.Planning;

/// <summary>When servers are given up and regions come and go.</summary>
internal sealed class PlanningOptions
{
    public const string Section = "Planning";

    /// <summary>A server that has been silent for this long is suspect, and its regions are taken over.</summary>
    public TimeSpan SuspectAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>A region that nobody wants for this long is retired.</summary>
    public TimeSpan QuietAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The first regions of a world wait until no new server has come for this long, so that each gets its share at once.</summary>
    public TimeSpan SettleFor { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A dead server that does not come back leaves the map after this long.</summary>
    public TimeSpan ForgetDeadAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Regions that are active at once; wishes for more are not granted.</summary>
    [Range(8, 4096)]
    public int RegionsMax { get; set; } = 512;
}
