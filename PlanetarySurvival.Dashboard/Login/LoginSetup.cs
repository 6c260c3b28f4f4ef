using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PlanetarySurvival.Hosting.Dashboards;

namespace PlanetarySurvival.Dashboard.Login;

/// <summary>Lets in who has the token: once in the address, from then on by a cookie that ends with the application.</summary>
internal static class LoginSetup
{
    private const string Attempts = "login";
    private const int AttemptsPerMinute = 20;

    public static void AddLogin(this WebApplicationBuilder builder, DashboardSettings settings)
    {
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            // Cookies know no ports: another application on this machine must not take this one's away.
            cookie.Cookie.Name = $"planetary-dashboard-{settings.Page.Port}";
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            cookie.Cookie.HttpOnly = true;
            cookie.LoginPath = "/login";
            cookie.ReturnUrlParameter = "returnUrl";
            cookie.ExpireTimeSpan = TimeSpan.FromDays(1);
        });
        builder.Services.AddAuthorization(authorization =>
        {
            if (!settings.AllowAnonymous)
                authorization.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        });
        builder.Services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.AddPolicy(Attempts, _ => RateLimitPartition.GetFixedWindowLimiter(
                "everybody", _ => new FixedWindowRateLimiterOptions { PermitLimit = AttemptsPerMinute, Window = TimeSpan.FromMinutes(1) }));
        });
    }

    public static void MapLogin(this WebApplication app)
    {
        app.MapGet("/login", LogInByAddressAsync).AllowAnonymous().RequireRateLimiting(Attempts);
        app.MapPost("/login", LogInByFormAsync).AllowAnonymous().RequireRateLimiting(Attempts).DisableAntiforgery();
        app.MapPost("/api/signout", (Delegate)SignOutAsync).AllowAnonymous().DisableAntiforgery();
    }

    private static async Task<IResult> LogInByAddressAsync(HttpContext context, DashboardSettings settings, string? t, string? returnUrl)
    {
        if (t is null)
            return LoginPage.Show(returnUrl, isWrong: false);

        return await TryAsync(context, settings, t) ? Results.LocalRedirect(Local(returnUrl)) : LoginPage.Show(returnUrl, isWrong: true);
    }

    private static async Task<IResult> LogInByFormAsync(HttpContext context, DashboardSettings settings)
    {
        if (!context.Request.HasFormContentType)
            return Results.BadRequest("A login is a form with the field 'token'.");

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var returnUrl = form["returnUrl"].ToString();

        return await TryAsync(context, settings, form["token"].ToString().Trim())
            ? Results.LocalRedirect(Local(returnUrl))
            : LoginPage.Show(returnUrl, isWrong: true);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync();
        return Results.LocalRedirect("/login");
    }

    private static async Task<bool> TryAsync(HttpContext context, DashboardSettings settings, string token)
    {
        // Hashed first, so that the time says nothing about the length either.
        var isRight = CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(token)), SHA256.HashData(Encoding.UTF8.GetBytes(settings.BrowserToken)));

        if (isRight)
        {
            var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, "operator")], CookieAuthenticationDefaults.AuthenticationScheme);
            await context.SignInAsync(new ClaimsPrincipal(identity));
        }

        return isRight;
    }

    // A browser takes "//host" and "/\host" for another machine.
    private static string Local(string? address) =>
        address is ['/', ..] and not ['/', '/' or '\\', ..] && !address.Any(char.IsControl) ? address : "/";
}
