using System.Text.Json;
using System.Text.Json.Serialization;

namespace PlanetarySurvival.Client.Gateway;

internal sealed record Credentials(string Name, string Password);

internal sealed record NoFields;

internal sealed record SessionAnswer(string? Token, DateTimeOffset Expires);

internal sealed record TicketAnswer(string? Server, string? Host, int Port, string? Ticket, DateTimeOffset Expires, ulong Session, string? Player);

/// <summary>The fields of an RFC 9457 problem that are shown to people.</summary>
internal sealed record ProblemAnswer(string? Title, string? Detail);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Credentials))]
[JsonSerializable(typeof(NoFields))]
[JsonSerializable(typeof(SessionAnswer))]
[JsonSerializable(typeof(TicketAnswer))]
[JsonSerializable(typeof(ProblemAnswer))]
internal sealed partial class GatewayJson : JsonSerializerContext;
