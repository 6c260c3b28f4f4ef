using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;

namespace PlanetarySurvival.Gateway.Admission;

/// <summary>Who may ask for what, and how often.</summary>
internal static class AdmissionSetup
{
    /// <summary>The policy for what a developer may see on the own machine, and others only with a token.</summary>
    public const string LocalDevelopmentOrToken = "local-development-or-token";

    private const int DevelopmentFactor = 100;

    public static void AddAdmission(this WebApplicationBuilder builder)
    {
        var isDevelopment = builder.Environment.IsDevelopment();

        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(LocalDevelopmentOrToken, policy => policy.RequireAssertion(context =>
                context.User.Identity?.IsAuthenticated == true || (isDevelopment && IsFromHere(context))));

        builder.Services.AddOptions<RateLimitOptions>()
            .Configure(limits =>
            {
                limits.AddressRequestsPerMinute *= isDevelopment ? DevelopmentFactor : 1;
                limits.AccountRequestsPerMinute *= isDevelopment ? DevelopmentFactor : 1;
            })
            .BindConfiguration(RateLimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<RateLimits>();
        builder.Services.AddRateLimiter(_ => { });
        builder.Services.AddOptions<RateLimiterOptions>().Configure<RateLimits>((limiter, limits) =>
        {
            limiter.AddPolicy(RateLimits.PerAddress, limits.OfAddress);
            limiter.OnRejected = async (rejected, _) => await Problems
                .TooMany(rejected.HttpContext, rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.Zero)
                .ExecuteAsync(rejected.HttpContext);
        });
    }

    public static void UseAdmission(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
    }

    private static bool IsFromHere(AuthorizationHandlerContext context) =>
        context.Resource is HttpContext { Connection.RemoteIpAddress: { } address } &&
        IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
