using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PlanetarySurvival.Dashboard.Trust;

/// <summary>
/// Keeps other pages of the same browser out. A name of theirs that they make point to loopback is refused by the Host header, and a form or a
/// script of theirs that posts a command by the Origin header, which only the browser can set.
/// </summary>
internal static class OwnOriginOnly
{
    private static readonly string[] Names = ["localhost", "127.0.0.1", "[::1]"];

    public static void UseOwnOriginOnly(this WebApplication app) => app.Use((context, next) =>
    {
        var request = context.Request;

        if (!Names.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase) || request.Host.Port is { } port && port != context.Connection.LocalPort)
            return Refuse(context, "The dashboard is only served as localhost.");

        var origin = request.Headers.Origin.ToString();

        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)
            && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
        {
            return Refuse(context, "Commands are only taken from the dashboard's own page.");
        }

        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.XFrameOptions = "DENY";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
        return next(context);
    });

    private static Task Refuse(HttpContext context, string problem)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync(problem);
    }
}
