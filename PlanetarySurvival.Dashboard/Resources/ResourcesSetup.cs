using System.Runtime.CompilerServices;
using Aspire.Hosting.ApplicationModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PlanetarySurvival.Dashboard.Resources;

internal static class ResourcesSetup
{
    public static void MapResources(this WebApplication app)
    {
        app.MapGet("/api/resources", (HttpContext context, ResourceNotificationService notifications, DistributedApplicationModel model) =>
            EventStream.WriteAsync(context, RowsAsync(notifications, model, context.RequestAborted)));

        app.MapPost("/api/resources/{name}/{command}", async (string name, string command, ResourceCommandService commands, HttpContext context) =>
        {
            // Who closes the page has given the command all the same.
            var result = await commands.ExecuteCommandAsync(name, command, CancellationToken.None).WaitAsync(context.RequestAborted);

            context.Response.StatusCode = result.Success ? StatusCodes.Status200OK : StatusCodes.Status409Conflict;
            await context.Response.WriteAsJsonAsync(new { result.Success, result.Message }, context.RequestAborted);
        });
    }

    private static async IAsyncEnumerable<ResourceRow> RowsAsync(
        ResourceNotificationService notifications, DistributedApplicationModel model, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var update in notifications.WatchAsync(cancellationToken))
            yield return ResourceRow.From(update, model.Resources.IndexOf(update.Resource));
    }
}
