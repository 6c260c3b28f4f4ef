using System.ComponentModel.DataAnnotations;
using PlanetarySurvival.Contracts.Protocol;

namespace PlanetarySurvival.GameServer.Mesh;

/// <summary>Who this server is and where the coordinators are.</summary>
public sealed class MeshOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Mesh";

    /// <summary>The resource's name, such as game-server-0.</summary>
    [Required(ErrorMessage = "Mesh:Name is not set. It is the name of this server, such as game-server-0.")]
    public string Name { get; set; } = "";

    /// <summary>This start of the process, if its parent chose an id (to report its exit by it).</summary>
    public Guid? Incarnation { get; set; }

    /// <summary>gRPC addresses of the coordinators, in the order of their names.</summary>
    public IList<string> Coordinators { get; } = [];

    /// <summary>The host by which clients and peers reach this server.</summary>
    [Required, MaxLength(ProtocolLimits.HostBytesMax)]
    public string AdvertisedHost { get; set; } = "127.0.0.1";

    /// <summary>Regions that this server takes.</summary>
    [Range(1, 1000)]
    public int RegionsPerServerMax { get; set; } = 64;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(Name) > ProtocolLimits.ServerNameBytesMax)
            yield return new ValidationResult($"Mesh:Name is longer than {ProtocolLimits.ServerNameBytesMax} bytes.");
        if (Coordinators.Count == 0)
            yield return new ValidationResult("Mesh:Coordinators is empty. Mesh:Coordinators:0 is the gRPC address of the first coordinator.");
        foreach (var address in Coordinators)
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                yield return new ValidationResult($"Mesh:Coordinators names '{address}', which is no address such as http://127.0.0.1:9490.");
        }
    }
}
