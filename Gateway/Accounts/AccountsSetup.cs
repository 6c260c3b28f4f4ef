using PlanetarySurvival.Gateway.Admission;
using PlanetarySurvival.Gateway.Passwords;

namespace PlanetarySurvival.Gateway.Accounts;

/// <summary>Making accounts.</summary>
internal static class AccountsSetup
{
    public static void AddAccounts(this WebApplicationBuilder builder) => builder.Services.AddSingleton<AccountStore>();

    public static void MapAccounts(this WebApplication app) =>
        app.MapPost("/v1/accounts", CreateAsync).RequireRateLimiting(RateLimits.PerAddress);

    private static async Task<IResult> CreateAsync(
        HttpContext context, AccountStore accounts, PasswordQueue passwords, RateLimits limits, CancellationToken cancellation)
    {
        var (body, problem) = await JsonBody.ReadAsync(context, GatewayJson.Default.Credentials);
        if (body is null)
            return problem!;
        if (body.Problem is { } detail)
            return Problems.Bad(detail);
        if (!limits.TryTake(body.NameKey, out var retryAfter))
            return Problems.TooMany(context, retryAfter);
        if (await accounts.FindAsync(body.NameKey, cancellation) is not null)
            return Taken();

        // The other half of a second with the same name may have got in before the hash was done: the insert decides.
        if (passwords.TryHash(body.Password!, cancellation) is not { } hashing)
            return Problems.ComeBack(context, "Too many are logging in at once.", PasswordQueue.RetryAfterSeconds);
        return await accounts.TryCreateAsync(body.Name!, body.NameKey, await hashing, cancellation) is { } player
            ? Results.Json(new AccountReply(player.ToString()), GatewayJson.Default.AccountReply, statusCode: StatusCodes.Status201Created)
            : Taken();
    }

    private static IResult Taken() => Problems.Of(StatusCodes.Status409Conflict, "The name is taken.");
}
