namespace PlanetarySurvival.Dashboard.Telemetry.Metrics;

/// <summary>What an instrument measures.</summary>
public enum InstrumentKind
{
    /// <summary>A value that goes up and down.</summary>
    Gauge,

    /// <summary>A number that only grows: its growth is shown.</summary>
    Counter,

    /// <summary>How values are spread: percentiles are shown.</summary>
    Histogram,
}

/// <summary>An instrument of a program.</summary>
public sealed record InstrumentName(string Source, string Meter, string Name);

/// <summary>What is known of an instrument.</summary>
public sealed record InstrumentDescription(InstrumentName Name, string Description, string Unit, InstrumentKind Kind, int Series);

/// <summary>A line of a chart.</summary>
/// <param name="Label">What it shows.</param>
/// <param name="Points">Its points by time; null is a gap.</param>
public sealed record ChartLine(string Label, IReadOnlyList<(DateTime Time, double? Value)> Points);

/// <summary>All that a chart shows.</summary>
/// <param name="Lines">Percentiles of a histogram; else a line for each combination of attributes.</param>
/// <param name="Unit">Of the values.</param>
/// <param name="Count">Measurements of a histogram in the time that is shown.</param>
/// <param name="LinesLeftOut">Combinations beyond those that are shown.</param>
public sealed record Chart(IReadOnlyList<ChartLine> Lines, string Unit, long Count, int LinesLeftOut);
