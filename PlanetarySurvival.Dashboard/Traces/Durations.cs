using System.Globalization;

namespace PlanetarySurvival.Dashboard.Traces;

internal static class Durations
{
    /// <summary>Three digits and a unit: 1.25 s, 33.4 ms, 870 µs.</summary>
    public static string Text(TimeSpan duration) => duration.TotalMicroseconds switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMicroseconds:0} µs"),
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0.00} ms"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0.0} ms"),
        < 60_000_000 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMinutes:0.0} min"),
    };
}
