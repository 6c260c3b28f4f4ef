using System.ComponentModel.DataAnnotations;

namespace PlanetarySurvival.ServiceDefaults;

/// <summary>The secret that the programs of one mesh share.</summary>
public sealed class MeshSecretOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Mesh";

    /// <summary>Shown as a bearer token with each gRPC call of the inside. At least 16 characters; never logged.</summary>
    [Required(ErrorMessage = "Mesh:Secret is not set. All programs of one mesh need the same secret."), MinLength(16)]
    public string Secret { get; set; } = "";
}
