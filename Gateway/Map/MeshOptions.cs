using System.ComponentModel.DataAnnotations;

namespace PlanetarySurvival.Gateway.Map;

/// <summary>Where the mesh is.</summary>
internal sealed class MeshOptions : IValidatableObject
{
    public const string Section = "Mesh";

    /// <summary>gRPC addresses of the coordinators such as <c>http://127.0.0.1:9490</c>, in the order of their names.</summary>
    [MinLength(1, ErrorMessage = "Mesh:Coordinators is empty; the Gateway needs the gRPC address of at least one coordinator.")]
    public string[] Coordinators { get; init; } = [];

    /// <summary>Addresses of the coordinators' HTTP APIs such as <c>http://127.0.0.1:8480</c>, in the same order. May be empty.</summary>
    public string[] CoordinatorHttp { get; init; } = [];

    /// <summary>Time between two questions to one coordinator.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:10")]
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        foreach (var address in Coordinators.Concat(CoordinatorHttp))
        {
            if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                yield return new ValidationResult($"'{address}' in {Section} is not an address such as http://127.0.0.1:9490.");
        }
    }
}
