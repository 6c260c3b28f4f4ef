using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PlanetarySurvival.Dashboard.Resources;

/// <summary>What the pages show of a resource.</summary>
/// <param name="Resource">The resource itself.</param>
/// <param name="Snapshot">Its newest state.</param>
/// <param name="Order">Its place in the AppHost.</param>
public sealed record ResourceView(IResource Resource, CustomResourceSnapshot Snapshot, int Order)
{
    /// <summary>Its name.</summary>
    public string Name => Resource.Name;

    /// <summary>What it is doing.</summary>
    public string State => Snapshot.State?.Text ?? "Unknown";

    /// <summary>Whether it is a setting rather than something that runs.</summary>
    public bool IsSetting => Resource is ParameterResource || Snapshot.IsHidden;

    /// <summary>The colour of its state: success, warning, error or info. What runs and is not healthy is a warning.</summary>
    public string Style => Snapshot.State?.Text == KnownResourceStates.Running && Snapshot.HealthStatus is not (null or HealthStatus.Healthy)
        ? KnownResourceStateStyles.Warn
        : Snapshot.State?.Style ?? KnownResourceStateStyles.Info;

    /// <summary>The resource that it is shown below, if any.</summary>
    public string? Parent => Snapshot.Relationships.FirstOrDefault(r => r.Type == "Parent")?.ResourceName;

    /// <summary>Where it comes from: a project file, an image, a program.</summary>
    public string Source => Property("project.path") ?? Property("container.image") ?? Property("executable.path") ?? "";

    /// <summary>Where it can be reached.</summary>
    public IEnumerable<UrlSnapshot> Urls => Snapshot.Urls.Where(url => !url.IsInternal);

    /// <summary>Whether a browser can open an address: it speaks HTTP, and not only to programs (HTTP/2 without TLS).</summary>
    public bool IsPage(UrlSnapshot url) => url.Url.StartsWith("http", StringComparison.Ordinal)
        && !Resource.Annotations.OfType<EndpointAnnotation>().Any(endpoint => endpoint.Name == url.Name && endpoint.Transport == "http2");

    /// <summary>A property, if it is known.</summary>
    public string? Property(string name) => Snapshot.Properties.FirstOrDefault(property => property.Name == name)?.Value?.ToString();
}
