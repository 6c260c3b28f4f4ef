using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PlanetarySurvival.Hosting.Dashboards;

namespace PlanetarySurvival.Dashboard.Trust;

/// <summary>
/// Keeps other pages of the same browser out. A name of theirs that they make point to loopback is refused by the Host header; a form, a script
/// or a socket of theirs by the Origin header, which only the browser can set.
/// </summary>
internal static class OwnOriginOnly
{
    // The component library sets styles on elements; scripts come from files of ours alone.
    private const string Policy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

    private static readonly string[] Names = ["localhost", "127.0.0.1", "[::1]"];

    public static void UseOwnOriginOnly(this WebApplication app, DashboardSettings settings) => app.Use((context, next) =>
    {
        // Programs that send telemetry have a key instead.
        if (context.Connection.LocalPort != settings.Page.Port)
            return next(context);

        var request = context.Request;

        if (!Names.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase) || request.Host.Port is { } port && port != context.Connection.LocalPort)
            return Refuse(context, "The dashboard is only served as localhost.");

        var origin = request.Headers.Origin.ToString();
        var reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

        // Reading without an origin is how a browser opens a page; a socket is opened by reading too, but always with one.
        if (!(reads && origin.Length == 0) && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
            return Refuse(context, "Only the dashboard's own page may do this.");

        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.XFrameOptions = "DENY";
        context.Response.Headers["Referrer-Policy"] = "same-origin"; // with none at all, browsers leave the origin out of our own forms
        context.Response.Headers.ContentSecurityPolicy = Policy;
        return next(context);
    });

    private static Task Refuse(HttpContext context, string problem)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync(problem);
    }
}
