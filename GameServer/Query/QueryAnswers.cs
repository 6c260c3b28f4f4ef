using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.GameServer.Mesh;
using PlanetarySurvival.GameServer.Simulation;
using PlanetarySurvival.ServiceDefaults;

namespace PlanetarySurvival.GameServer.Query;

/// <summary>Answers a server browser, one line of JSON for a line of request.</summary>
internal sealed class QueryAnswers(
    ServerIdentity identity, Simulation.Simulation simulation, IOptions<SimulationOptions> options, IOptions<PlanetOptions> planet,
    IOptions<EndpointOptions> endpoints)
{
    private static readonly string Version =
        typeof(QueryAnswers).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <summary>
    /// The answer to <c>info</c>, <c>players</c>, <c>rules</c> or <c>ping</c>, bare or as <c>{"query":"info"}</c>; an error line for anything
    /// else.
    /// </summary>
    public string Answer(ReadOnlySpan<byte> line) => Query(line) switch
    {
        "info" => Info().ToJsonString(),
        "players" => Players().ToJsonString(),
        "rules" => Rules().ToJsonString(),
        "ping" => """{"pong":true}""",
        _ => Error("Ask info, players, rules or ping."),
    };

    /// <summary>An error line.</summary>
    public static string Error(string problem) => new JsonObject { ["error"] = problem }.ToJsonString();

    private static string? Query(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf((byte)'{') < 0)
            return System.Text.Encoding.UTF8.GetString(line).Trim();

        try
        {
            return JsonNode.Parse(line) is JsonObject request && request["query"] is JsonValue value && value.TryGetValue(out string? query)
                ? query
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private JsonObject Info()
    {
        var status = simulation.Status;
        return new JsonObject
        {
            ["name"] = identity.Name,
            ["game"] = "Planetary Survival",
            ["version"] = Version,
            ["protocol"] = ProtocolLimits.Version,
            ["port"] = endpoints.Value.Game,
            ["players"] = status.Players,
            ["playersMax"] = options.Value.PlayersPerServerMax,
            ["regions"] = status.Regions.Count(region => region.Acting),
        };
    }

    // By region only: who plays where is nobody's business.
    private JsonObject Players()
    {
        var status = simulation.Status;
        var regions = new JsonObject();
        foreach (var region in status.Regions.Where(region => region.Acting))
            regions[region.Region.ToString()] = region.Players;
        return new JsonObject { ["players"] = status.Players, ["regions"] = regions };
    }

    private JsonObject Rules() => new()
    {
        ["tickRate"] = ProtocolLimits.TickRate,
        ["planetSeed"] = planet.Value.Seed,
        ["planetRadiusMetres"] = planet.Value.RadiusMetres,
        ["lingerSeconds"] = options.Value.LingerSeconds,
    };
}
