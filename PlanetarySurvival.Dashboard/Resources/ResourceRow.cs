using Aspire.Hosting.ApplicationModel;

namespace PlanetarySurvival.Dashboard.Resources;

/// <summary>A resource as the page's table shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Project, Executable, Container …</param>
/// <param name="State">What it is doing.</param>
/// <param name="Style">success, error, info or warning; null if the state says nothing of it.</param>
/// <param name="Health">Healthy, Degraded or Unhealthy; null while it does not run.</param>
/// <param name="ExitCode">How its last process ended.</param>
/// <param name="Started">When its process began, UTC.</param>
/// <param name="ProcessId">Of its process.</param>
/// <param name="Links">Where it can be reached.</param>
/// <param name="Commands">What can be done to it now.</param>
/// <param name="Hidden">Whether the table leaves it out.</param>
internal sealed record ResourceRow(
    string Name, string Type, string State, string? Style, string? Health, int? ExitCode, DateTime? Started, string? ProcessId,
    IReadOnlyList<ResourceLink> Links, IReadOnlyList<ResourceButton> Commands, bool Hidden)
{
    public static ResourceRow From(ResourceEvent update)
    {
        var snapshot = update.Snapshot;
        return new ResourceRow(
            update.Resource.Name, snapshot.ResourceType, snapshot.State?.Text ?? "Unknown", snapshot.State?.Style, snapshot.HealthStatus?.ToString(),
            snapshot.ExitCode, snapshot.StartTimeStamp,
            snapshot.Properties.FirstOrDefault(property => property.Name == "executable.pid")?.Value?.ToString(),
            [.. snapshot.Urls.Where(url => !url.IsInternal)
                .OrderBy(url => url.DisplayProperties.SortOrder)
                .Select(url => new ResourceLink(url.DisplayProperties.DisplayName is { Length: > 0 } name ? name : url.Name ?? url.Url, url.Url, url.IsInactive))],
            [.. snapshot.Commands.Where(command => command.State != ResourceCommandState.Hidden)
                .Select(command => new ResourceButton(command.Name, command.DisplayName, command.State == ResourceCommandState.Enabled))],
            snapshot.IsHidden);
    }
}

/// <summary>Where a resource can be reached.</summary>
internal sealed record ResourceLink(string Text, string Url, bool Inactive);

/// <summary>What can be done to a resource.</summary>
internal sealed record ResourceButton(string Name, string Text, bool Enabled);
