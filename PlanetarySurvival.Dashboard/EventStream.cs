using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace PlanetarySurvival.Dashboard;

/// <summary>Server-sent events.</summary>
internal static class EventStream
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Sends each value as an event until the page goes away.</summary>
    public static async Task WriteAsync<T>(HttpContext context, IAsyncEnumerable<T> values)
    {
        var limit = context.RequestServices.GetRequiredService<FollowerLimit>();

        if (!limit.TryEnter())
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        try
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
            await context.Response.WriteAsync(": open\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);

            await foreach (var value in values.WithCancellation(context.RequestAborted))
            {
                await context.Response.WriteAsync($"data: {JsonSerializer.Serialize(value, Json)}\n\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed, or the application ends.
        }
        finally
        {
            limit.Leave();
        }
    }
}
