using Aspire.Hosting.ApplicationModel;

namespace PlanetarySurvival.Dashboard.Resources;

/// <summary>What the page shows of a resource. No environment: it holds secrets.</summary>
internal sealed record ResourceRow(
    int Order,
    string Name,
    string Type,
    string State,
    string? Style,
    string? Health,
    string? HealthProblem,
    int? ExitCode,
    DateTime? Started,
    string? Parent,
    bool IsHidden,
    IEnumerable<Link> Links,
    IEnumerable<Command> Commands)
{
    public static ResourceRow From(ResourceEvent update, int order)
    {
        var snapshot = update.Snapshot;
        var worst = snapshot.HealthReports.Where(r => r.Status is not null).OrderBy(r => r.Status).FirstOrDefault();

        return new ResourceRow(
            order,
            update.Resource.Name,
            snapshot.ResourceType,
            snapshot.State?.Text ?? "Unknown",
            snapshot.State?.Style,
            snapshot.HealthStatus?.ToString(),
            worst?.Description,
            snapshot.ExitCode,
            snapshot.StartTimeStamp,
            snapshot.Relationships.FirstOrDefault(r => r.Type == "Parent")?.ResourceName,
            snapshot.IsHidden,
            snapshot.Urls.Where(u => !u.IsInternal).Select(u => new Link(u.Name, u.Url, u.DisplayProperties.DisplayName)),
            snapshot.Commands.Where(c => c.State != ResourceCommandState.Hidden).Select(
                c => new Command(c.Name, c.DisplayName, c.State == ResourceCommandState.Enabled)));
    }
}

/// <summary>Where a resource can be reached.</summary>
internal sealed record Link(string? Name, string Url, string Text);

/// <summary>What can be done to a resource.</summary>
internal sealed record Command(string Name, string Text, bool IsEnabled);
