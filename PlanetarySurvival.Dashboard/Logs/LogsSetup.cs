using System.Runtime.CompilerServices;
using Aspire.Hosting.ApplicationModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PlanetarySurvival.Dashboard.Logs;

internal static class LogsSetup
{
    public static void MapLogs(this WebApplication app) =>
        app.MapGet("/api/logs/{name}", (string name, HttpContext context, ResourceLoggerService logs, DistributedApplicationModel model) =>
        {
            if (model.Resources.TryGetByName(name, out var resource))
                return EventStream.WriteAsync(context, LinesAsync(logs, resource, context.RequestAborted));

            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });

    private static async IAsyncEnumerable<IEnumerable<Line>> LinesAsync(
        ResourceLoggerService logs, IResource resource, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var lines in logs.WatchAsync(resource).WithCancellation(cancellationToken))
            yield return lines.Select(l => new Line(l.LineNumber, l.Content, l.IsErrorMessage));
    }
}

/// <summary>A line of a log.</summary>
internal sealed record Line(int Number, string Text, bool IsError);
