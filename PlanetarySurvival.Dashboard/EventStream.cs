using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace PlanetarySurvival.Dashboard;

/// <summary>Server-sent events (HTML standard, 9.2): one JSON value an event, until the page or the application goes.</summary>
internal static class EventStream
{
    public static async Task WriteAsync<T>(HttpContext context, IHostApplicationLifetime lifetime, IAsyncEnumerable<T> events)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await context.Response.Body.FlushAsync(either.Token).ConfigureAwait(false);
            await foreach (var item in events.WithCancellation(either.Token).ConfigureAwait(false))
            {
                await context.Response.WriteAsync($"data: {JsonSerializer.Serialize(item, JsonSerializerOptions.Web)}\n\n", either.Token).ConfigureAwait(false);
                await context.Response.Body.FlushAsync(either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The page was closed, or the application stops: the ordinary end of a stream.
        }
    }
}
