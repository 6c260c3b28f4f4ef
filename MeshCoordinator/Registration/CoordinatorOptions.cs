using System.ComponentModel.DataAnnotations;

namespace PlanetarySurvival.MeshCoordinator.Registration;

/// <summary>Who this coordinator is among its kind.</summary>
internal sealed class CoordinatorOptions
{
    public const string Section = "Mesh";

    /// <summary>The resource's name, such as mesh-coordinator-1.</summary>
    [Required, MaxLength(64)]
    public string Name { get; set; } = "";

    /// <summary>The gRPC addresses of all coordinators, in the order of Raft:Members.</summary>
    [MinLength(1)]
    public string[] Coordinators { get; set; } = [];
}
