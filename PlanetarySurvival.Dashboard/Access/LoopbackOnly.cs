using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PlanetarySurvival.Dashboard.Access;

/// <summary>
/// Keeps other sites out: a page from elsewhere could reach a port on this machine through the browser. The Host header must name
/// loopback (so no other name that resolves to it is of use), and what changes something must come from this page.
/// </summary>
internal static class LoopbackOnly
{
    public static void UseLoopbackOnly(this WebApplication app) => app.Use((context, next) =>
    {
        if (IsAllowed(context.Request))
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync("This dashboard answers only to its own page, on loopback.");
    });

    private static bool IsAllowed(HttpRequest request)
    {
        if (!IsLoopback(request.Host.Host))
            return false;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            return true;

        return request.Headers.Origin is [{ } origin] && Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority == request.Host.Value;
    }

    private static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) ||
        (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
