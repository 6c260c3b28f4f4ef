using Aspire.Hosting.ApplicationModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace PlanetarySurvival.Dashboard.Resources;

/// <summary>The table's rows, live, and the commands.</summary>
internal static class ResourceRoutes
{
    public static void MapResources(this WebApplication app)
    {
        app.MapGet("/api/resources", (HttpContext context, ResourceNotificationService notifications, IHostApplicationLifetime lifetime) =>
            EventStream.WriteAsync(context, lifetime, Rows(notifications)));

        app.MapPost("/api/resources/{name}/{command}", async (
            string name, string command, ResourceNotificationService notifications, ResourceCommandService commands, CancellationToken cancellation) =>
        {
            if (!notifications.TryGetCurrentState(name, out var state))
                return Results.NotFound(new CommandAnswer(false, $"There is no resource '{name}'."));
            if (state.Snapshot.Commands.All(known => known.Name != command))
                return Results.NotFound(new CommandAnswer(false, $"'{name}' has no command '{command}'."));

            var result = await commands.ExecuteCommandAsync(name, command, cancellation).ConfigureAwait(false);
            return Results.Ok(new CommandAnswer(result.Success, result.Message));
        });
    }

    private static async IAsyncEnumerable<ResourceRow> Rows(
        ResourceNotificationService notifications,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var update in notifications.WatchAsync(cancellation).ConfigureAwait(false))
            yield return ResourceRow.From(update);
    }
}

/// <summary>How a command went.</summary>
internal sealed record CommandAnswer(bool Success, string? Message);
