using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PlanetarySurvival.Dashboard.Page;

internal static class PageSetup
{
    public static void MapPage(this WebApplication app)
    {
        app.MapGet("/", () => Embedded("index.html", "text/html; charset=utf-8"));
        app.MapGet("/dashboard.css", () => Embedded("dashboard.css", "text/css; charset=utf-8"));
        app.MapGet("/dashboard.js", () => Embedded("dashboard.js", "text/javascript; charset=utf-8"));
        app.MapGet("/health", () => "Healthy");
    }

    private static IResult Embedded(string name, string contentType) =>
        Results.Stream(typeof(PageSetup).Assembly.GetManifestResourceStream(name)!, contentType);
}
