using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace PlanetarySurvival.Hosting.Dashboards;

/// <summary>Where the dashboard listens and what lets people and programs in. The keys are those of the real dashboard.</summary>
public sealed record DashboardSettings
{
    private const int SecretBytes = 16;

    /// <summary>The name of the application that it shows.</summary>
    public required string ApplicationName { get; init; }

    /// <summary>The page, an HTTP address on loopback (<c>ASPNETCORE_URLS</c>).</summary>
    public required Uri Page { get; init; }

    /// <summary>Where programs send telemetry by gRPC (<c>ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL</c>).</summary>
    public required Uri OtlpGrpc { get; init; }

    /// <summary>Where programs send telemetry by HTTP (<c>ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL</c>).</summary>
    public required Uri OtlpHttp { get; init; }

    /// <summary>Opens the page (<c>AppHost:BrowserToken</c>); drawn anew if it is not configured.</summary>
    public required string BrowserToken { get; init; }

    /// <summary>What programs send along in <c>x-otlp-api-key</c> (<c>AppHost:OtlpApiKey</c>); drawn anew if it is not configured.</summary>
    public required string OtlpApiKey { get; init; }

    /// <summary>Whether the page asks for no token (<c>ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS</c>).</summary>
    public bool AllowAnonymous { get; init; }

    /// <summary>The address that lets a browser in.</summary>
    public Uri Login => new(Page, AllowAnonymous ? "/" : $"/login?t={Uri.EscapeDataString(BrowserToken)}");

    /// <summary>Reads the settings.</summary>
    /// <exception cref="Aspire.Hosting.DistributedApplicationException">A setting is not an HTTP address.</exception>
    public static DashboardSettings From(IConfiguration configuration, string applicationName) => new()
    {
        ApplicationName = applicationName,
        Page = Address(configuration, "ASPNETCORE_URLS", "http://localhost:15888"),
        OtlpGrpc = Address(configuration, "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "http://localhost:18889"),
        OtlpHttp = Address(configuration, "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", "http://localhost:18890"),
        BrowserToken = Secret(configuration["AppHost:BrowserToken"]),
        OtlpApiKey = Secret(configuration["AppHost:OtlpApiKey"]),
        AllowAnonymous = string.Equals(configuration["ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS"], bool.TrueString, StringComparison.OrdinalIgnoreCase),
    };

    private static Uri Address(IConfiguration configuration, string key, string standard)
    {
        var text = configuration[key]?.Split(';')[0] is { Length: > 0 } configured ? configured : standard;

        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp
            ? address
            : throw new Aspire.Hosting.DistributedApplicationException($"{key}: '{text}' is not an address such as {standard}.");
    }

    private static string Secret(string? configured) =>
        configured is { Length: > 0 } ? configured : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
}
