namespace PlanetarySurvival.Dashboard.Telemetry.Traces;

/// <summary>A piece of work within a trace.</summary>
public sealed record SpanEntry(
    string TraceId, string SpanId, string? ParentId, string Name, SpanKind Kind, DateTime Start, DateTime End, bool IsError, string StatusMessage,
    TelemetrySource Source, string Scope, IReadOnlyList<KeyValuePair<string, string>> Attributes, IReadOnlyList<SpanEvent> Events,
    IReadOnlyList<SpanLink> Links)
{
    /// <summary>How long it took; never negative.</summary>
    public TimeSpan Duration => End > Start ? End - Start : TimeSpan.Zero;
}

/// <summary>What a span is to the other side. The numbers are those of OTLP.</summary>
public enum SpanKind
{
    /// <summary>Not said.</summary>
    Unspecified = 0,

    /// <summary>Within a program.</summary>
    Internal = 1,

    /// <summary>Answers a call.</summary>
    Server = 2,

    /// <summary>Makes a call.</summary>
    Client = 3,

    /// <summary>Sends a message.</summary>
    Producer = 4,

    /// <summary>Takes a message.</summary>
    Consumer = 5,
}

/// <summary>A moment within a span.</summary>
public sealed record SpanEvent(DateTime Time, string Name, IReadOnlyList<KeyValuePair<string, string>> Attributes);

/// <summary>Another span that has to do with it.</summary>
public sealed record SpanLink(string TraceId, string SpanId);
