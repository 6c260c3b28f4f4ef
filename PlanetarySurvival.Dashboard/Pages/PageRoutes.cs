using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PlanetarySurvival.Dashboard.Pages;

/// <summary>The page itself and what it needs, out of the assembly; nothing is loaded from elsewhere.</summary>
internal static class PageRoutes
{
    public static void MapPages(this WebApplication app)
    {
        app.MapGet("/", () => Asset("index.html", "text/html; charset=utf-8"));
        app.MapGet("/dashboard.css", () => Asset("dashboard.css", "text/css; charset=utf-8"));
        app.MapGet("/dashboard.js", () => Asset("dashboard.js", "text/javascript; charset=utf-8"));
        app.MapGet("/health", () => Results.Text("Healthy"));
    }

    private static IResult Asset(string name, string type) =>
        Results.Stream(typeof(PageRoutes).Assembly.GetManifestResourceStream($"{typeof(PageRoutes).Namespace}.{name}")
            ?? throw new InvalidOperationException($"The page '{name}' is not in the assembly."), type);
}
