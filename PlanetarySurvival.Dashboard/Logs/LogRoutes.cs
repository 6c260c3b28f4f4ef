using Aspire.Hosting.ApplicationModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace PlanetarySurvival.Dashboard.Logs;

/// <summary>What a resource's process writes: the newest lines first, then each as it comes, in batches.</summary>
internal static class LogRoutes
{
    public static void MapLogs(this WebApplication app) =>
        app.MapGet("/api/logs/{name}", async (
            string name, HttpContext context, ResourceNotificationService notifications, ResourceLoggerService logs, IHostApplicationLifetime lifetime) =>
        {
            if (!notifications.TryGetCurrentState(name, out _))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                await context.Response.WriteAsync($"There is no resource '{name}'.").ConfigureAwait(false);
                return;
            }

            await EventStream.WriteAsync(context, lifetime, logs.WatchAsync(name)).ConfigureAwait(false);
        });
}
