namespace Aspire.Hosting;

/// <summary>What to take over from a project. This stand-in takes over neither launch profiles nor Kestrel's configuration.</summary>
public class ProjectResourceOptions
{
    /// <summary>The launch profile.</summary>
    public string? LaunchProfileName { get; set; }

    /// <summary>Whether to leave launch profiles alone.</summary>
    public bool ExcludeLaunchProfile { get; set; }

    /// <summary>Whether to leave endpoints of Kestrel's configuration alone.</summary>
    public bool ExcludeKestrelEndpoints { get; set; }
}
