namespace PlanetarySurvival.Dashboard.Telemetry;

/// <summary>How much is kept. The oldest goes first; what never came in is counted.</summary>
internal static class TelemetryLimits
{
    public const int LogsMax = 10_000;
    public const int TracesMax = 10_000;
    public const int SpansMax = 100_000;
    public const int SpansPerTraceMax = 5_000;

    /// <summary>Combinations of attributes, of one instrument and of all.</summary>
    public const int SeriesPerInstrumentMax = 200;
    public const int SeriesMax = 5_000;

    public const int AttributesMax = 128;
    public const int EventsMax = 64;
    public const int BucketsMax = 256;
    public const int NameLengthMax = 256;
    public const int ValueLengthMax = 4_096;
    public const int ResourcesMax = 200;

    /// <summary>Names of which one text is kept for all.</summary>
    public const int NamesMax = 10_000;

    /// <summary>Of one message, after it was unpacked.</summary>
    public const int MessageSizeMax = 4 * 1024 * 1024;
}
