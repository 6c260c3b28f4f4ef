using Microsoft.AspNetCore.Authentication.JwtBearer;
using PlanetarySurvival.Gateway.Accounts;
using PlanetarySurvival.Gateway.Admission;
using PlanetarySurvival.Gateway.Passwords;

namespace PlanetarySurvival.Gateway.Sessions;

/// <summary>Logging in.</summary>
internal static class SessionsSetup
{
    public static void AddSessions(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<JwtOptions>().BindConfiguration(JwtOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<PlayerTokens>();

        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<PlayerTokens>((bearer, tokens) =>
        {
            bearer.MapInboundClaims = false;
            bearer.TokenValidationParameters = tokens.Rules;
        });
    }

    public static void MapSessions(this WebApplication app) =>
        app.MapPost("/v1/sessions", LogInAsync).RequireRateLimiting(RateLimits.PerAddress);

    private static async Task<IResult> LogInAsync(
        HttpContext context, AccountStore accounts, PasswordQueue passwords, PlayerTokens tokens, RateLimits limits,
        CancellationToken cancellation)
    {
        var (body, problem) = await JsonBody.ReadAsync(context, GatewayJson.Default.Credentials);
        if (body is null)
            return problem!;
        if (body.Problem is { } detail)
            return Problems.Bad(detail);
        if (!limits.TryTake(body.NameKey, out var retryAfter))
            return Problems.TooMany(context, retryAfter);

        var account = await accounts.FindAsync(body.NameKey, cancellation);
        if (passwords.TryVerify(body.Password!, account?.Password, cancellation) is not { } verifying)
            return Problems.ComeBack(context, "Too many are logging in at once.", PasswordQueue.RetryAfterSeconds);
        if (!await verifying || account is null)
            return Problems.Unauthorized("The name or the password is wrong.");

        var (token, expires) = tokens.Issue(account.Player, account.Name);
        return Results.Json(new SessionReply(token, expires, account.Player.ToString()), GatewayJson.Default.SessionReply);
    }
}

/// <summary>A login: the bearer token, until when it is good, and for whom.</summary>
internal sealed record SessionReply(string Token, DateTimeOffset Expires, string Player);
