using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PlanetarySurvival.AppHost.Ports;
using PlanetarySurvival.AppHost.Screens;

namespace PlanetarySurvival.AppHost.Launch;

internal static class LaunchSetup
{
    private const int DashboardPort = 15888;
    private const int OtlpGrpcPort = 18889;
    private const int OtlpHttpPort = 18890;
    private const int TokenBytes = 16;

    /// <summary>Reads what this start is asked for, takes the data folder, and refuses a start that could not end well.</summary>
    /// <exception cref="DistributedApplicationException">An option is wrong, or another start holds the data folder.</exception>
    public static LocalLaunch AddLaunch(this IDistributedApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var standard = Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "..", ".data"));
        var ports = new PortPlan(chooseFree: IsFree(configuration["ports"]));

        var launch = new LocalLaunch
        {
            GameServers = Number(configuration, "servers", 3, 0, LocalLaunch.GameServersMax),
            Bots = Number(configuration, "bots", 24, 0, LocalLaunch.BotsMax),
            DataFolder = Path.GetFullPath(configuration["data"] ?? standard),
            ToolFolder = Path.Combine(standard, "tools"),
            Ports = ports,
            Publishes = builder.ExecutionContext.IsPublishMode,
            IsForKubernetes = builder.ExecutionContext is { IsPublishMode: true, PublisherName: not "manifest" },
            Dashboard = new Uri($"http://localhost:{ports.Take("dashboard", "page", DashboardPort)}"),
            DashboardToken = configuration["AppHost:BrowserToken"] is { Length: > 0 } token
                ? token
                : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes)),
        };

        if (builder.ExecutionContext.IsPublishMode)
            return launch;

        var claim = DataFolderClaim.Take(launch.DataFolder);
        builder.Services.AddHostedService(_ => claim); // held until the application is disposed of

        if (string.Equals(configuration["fresh"], bool.TrueString, StringComparison.OrdinalIgnoreCase))
            claim.DiscardWorld();

        configuration["Logs:Folder"] = launch.LogFolder;
        configuration["ASPNETCORE_URLS"] = launch.Dashboard.ToString();
        configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = $"http://localhost:{ports.TakeOrMove("dashboard", "otlp-grpc", OtlpGrpcPort)}";
        configuration["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = $"http://localhost:{ports.TakeOrMove("dashboard", "otlp-http", OtlpHttpPort)}";
        configuration["AppHost:BrowserToken"] = launch.DashboardToken;
        configuration["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true";

        builder.Services.AddSingleton(launch);
        builder.AddPortCheck(launch);
        builder.AddStartScreen();
        builder.Services.AddHostedService<ParentWatch>();
        return launch;
    }

    private static bool IsFree(string? ports) => ports switch
    {
        null or "fixed" => false,
        "free" => true,
        _ => throw new DistributedApplicationException($"'--ports {ports}' is not understood: it is 'fixed' or 'free'."),
    };

    private static int Number(IConfiguration configuration, string name, int standard, int min, int max)
    {
        if (configuration[name] is not { } text)
            return standard;

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new DistributedApplicationException($"'--{name} {text}' is not understood: it is a number from {min} to {max}.");
    }
}
