using System.Text.Json;
using System.Text.Json.Serialization;
using PlanetarySurvival.Gateway.Accounts;
using PlanetarySurvival.Gateway.Map;
using PlanetarySurvival.Gateway.Sessions;
using PlanetarySurvival.Gateway.Tickets;

namespace PlanetarySurvival.Gateway;

/// <summary>How the Gateway's own messages are written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, MaxDepth = JsonBody.DepthMax, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(Credentials))]
[JsonSerializable(typeof(AccountReply))]
[JsonSerializable(typeof(SessionReply))]
[JsonSerializable(typeof(TicketReply))]
[JsonSerializable(typeof(MeshReport))]
internal sealed partial class GatewayJson : JsonSerializerContext;
