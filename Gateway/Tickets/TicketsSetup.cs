using System.Security.Claims;
using PlanetarySurvival.Gateway.Admission;
using PlanetarySurvival.Gateway.Sessions;
using StackExchange.Redis;

namespace PlanetarySurvival.Gateway.Tickets;

/// <summary>Letting players in.</summary>
internal static class TicketsSetup
{
    private const int RetryAfterSeconds = 1;

    public static void AddTickets(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<TicketOptions>().BindConfiguration(TicketOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(services => new PlayerHints(services.GetRequiredService<IConnectionMultiplexer>));
        builder.Services.AddSingleton<GameServerCalls>();
        builder.Services.AddSingleton<TicketOffice>();
    }

    public static void MapTickets(this WebApplication app) =>
        app.MapPost("/v1/tickets", IssueAsync).RequireAuthorization().RequireRateLimiting(RateLimits.PerAddress);

    private static async Task<IResult> IssueAsync(
        HttpContext context, ClaimsPrincipal user, TicketOffice office, RateLimits limits, CancellationToken cancellation)
    {
        if (!PlayerTokens.TryRead(user, out var player, out var name))
            return Problems.Unauthorized("The token names no player.");
        if (!limits.TryTake(player.ToString(), out var retryAfter))
            return Problems.TooMany(context, retryAfter);

        var (ticket, wait) = await office.IssueAsync(player, name, cancellation);
        return ticket is not null ? Results.Json(ticket, GatewayJson.Default.TicketReply)
            : wait is not null ? Problems.ComeBack(context, wait, RetryAfterSeconds)
            : Problems.Unauthorized("There is no such player any more.");
    }
}
