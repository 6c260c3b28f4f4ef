using PlanetarySurvival.Gateway.Admission;
using PlanetarySurvival.Gateway.Map;
using Yarp.ReverseProxy.Configuration;

namespace PlanetarySurvival.Gateway.Routes;

/// <summary>What the reverse proxy serves: <c>/api/…</c> by game servers and <c>/coordinator/…</c> by coordinators; pure.</summary>
internal static class MeshRoutes
{
    public const string GameServers = "game-servers";
    public const string Coordinators = "coordinators";

    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(10);

    /// <summary>The two routes; they never change.</summary>
    public static IReadOnlyList<RouteConfig> Routes { get; } = [Route("api", GameServers), Route("coordinator", Coordinators)];

    /// <summary>Destinations are named for servers, and for the place of a coordinator in the configuration.</summary>
    public static IReadOnlyList<ClusterConfig> Clusters(MeshSnapshot mesh, IReadOnlyList<string> coordinators) =>
    [
        Cluster(GameServers, mesh.ServersInService
            .Where(server => Uri.IsWellFormedUriString(server.Http, UriKind.Absolute))
            .Select(server => (server.Name, server.Http))),
        Cluster(Coordinators, coordinators.Select((address, index) => (CoordinatorName(index), address))),
    ];

    public static string CoordinatorName(int index) => $"{index}";

    // The inside has no use for a player's token, and should not see it.
    private static RouteConfig Route(string prefix, string cluster) => new()
    {
        RouteId = prefix,
        ClusterId = cluster,
        Match = new RouteMatch { Path = $"/{prefix}/{{**rest}}" },
        AuthorizationPolicy = AdmissionSetup.LocalDevelopmentOrToken,
        Transforms =
        [
            new Dictionary<string, string> { ["PathRemovePrefix"] = $"/{prefix}" },
            new Dictionary<string, string> { ["RequestHeaderRemove"] = "Authorization" },
        ],
    };

    private static ClusterConfig Cluster(string name, IEnumerable<(string Name, string Address)> destinations) => new()
    {
        ClusterId = name,
        LoadBalancingPolicy = "PowerOfTwoChoices",
        Destinations = destinations.ToDictionary(entry => entry.Name, entry => new DestinationConfig { Address = entry.Address }),
        HttpRequest = new() { ActivityTimeout = SilenceMax },
        HealthCheck = new()
        {
            // If all look bad, the probes are more likely to be wrong than all of them.
            AvailableDestinationsPolicy = "HealthyOrPanic",
            Active = new() { Enabled = true, Path = "/health", Interval = ProbeInterval, Timeout = ProbeTimeout, Policy = "ConsecutiveFailures" },
            Passive = new() { Enabled = true, Policy = "TransportFailureRate", ReactivationPeriod = ProbeInterval },
        },
    };
}
