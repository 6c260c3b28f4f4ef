using Microsoft.Extensions.Logging;

namespace PlanetarySurvival.Dashboard.Telemetry.Logs;

/// <summary>A line of a log with its fields.</summary>
public sealed record LogEntry(
    long Id, DateTime Time, TelemetrySource Source, LogLevel Level, string Category, string Message,
    IReadOnlyList<KeyValuePair<string, string>> Attributes, string? TraceId, string? SpanId)
{
    /// <summary>The exception, if it tells of one.</summary>
    public string? Exception => Attribute("exception.stacktrace") ?? Attribute("exception.message");

    /// <summary>The value of a field, if it has it.</summary>
    public string? Attribute(string name) => Attributes.FirstOrDefault(attribute => attribute.Key == name).Value;
}

/// <summary>Which lines are wanted.</summary>
/// <param name="Source">Of this program, or of all.</param>
/// <param name="LevelMin">As grave as this.</param>
/// <param name="Text">Somewhere in the message or the category.</param>
/// <param name="Field">With this field,</param>
/// <param name="Value">holding this.</param>
/// <param name="TraceId">Of this trace.</param>
/// <param name="SpanId">Of this span.</param>
public sealed record LogFilter(
    string? Source = null, LogLevel LevelMin = LogLevel.Trace, string? Text = null, string? Field = null, string? Value = null,
    string? TraceId = null, string? SpanId = null)
{
    /// <summary>Whether a line is wanted.</summary>
    public bool Includes(LogEntry entry) =>
        (Source is null || entry.Source.Name == Source)
        && entry.Level >= LevelMin
        && (string.IsNullOrEmpty(Text) || Contains(entry.Message, Text) || Contains(entry.Category, Text))
        && (string.IsNullOrEmpty(Field) || entry.Attributes.Any(a => Contains(a.Key, Field) && (string.IsNullOrEmpty(Value) || Contains(a.Value, Value))))
        && (TraceId is null || entry.TraceId == TraceId)
        && (SpanId is null || entry.SpanId == SpanId);

    private static bool Contains(string text, string wanted) => text.Contains(wanted, StringComparison.OrdinalIgnoreCase);
}
