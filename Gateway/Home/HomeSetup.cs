namespace PlanetarySurvival.Gateway.Home;

/// <summary>The page for whoever opens the Gateway in a browser, and answers in one form for whatever goes wrong.</summary>
internal static class HomeSetup
{
    private const string Page = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <title>Planetary Survival: gateway</title>
        <style>body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem}td{padding:.2rem 1rem .2rem 0;vertical-align:top}</style>
        <h1>Planetary Survival</h1>
        <p>This is the gateway, the front door of the mesh. <a href="/v1/mesh">The mesh now</a>,
        <a href="/health">health</a>, <a href="/ready">readiness</a>.</p>
        <table>
        <tr><td><code>POST /v1/accounts</code><td>make an account: name, password
        <tr><td><code>POST /v1/sessions</code><td>log in: name, password; gives a bearer token
        <tr><td><code>POST /v1/tickets</code><td>ask for a ticket to the game server that has the player (bearer token)
        <tr><td><code>GET /v1/mesh</code><td>leader, servers, regions and totals
        <tr><td><code>/api/…</code><td>the HTTP API of a game server; <code>X-Game-Server: name</code> chooses one
        <tr><td><code>/coordinator/…</code><td>the HTTP API of the leading coordinator
        </table>
        </html>
        """;

    public static void AddProblems(this WebApplicationBuilder builder) => builder.Services.AddProblemDetails();

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
    }

    public static void MapHome(this WebApplication app) => app.MapGet("/", (HttpContext context) =>
    {
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        return Results.Content(Page, "text/html; charset=utf-8");
    });
}
