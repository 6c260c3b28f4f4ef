using System.Globalization;

namespace PlanetarySurvival.Dashboard.Metrics;

/// <summary>A value axis that begins at zero (or below, if values do) and has round marks.</summary>
public sealed record Axis(double Min, double Max, double Step)
{
    /// <summary>Marks, more or less.</summary>
    private const int MarksWanted = 5;

    /// <summary>The values that are marked.</summary>
    public IEnumerable<double> Marks
    {
        get
        {
            for (var i = 0; Min + i * Step <= Max + Step / 2; i++)
                yield return Min + i * Step;
        }
    }

    /// <summary>An axis for values: its steps are 1, 2 or 5 times a power of ten.</summary>
    public static Axis For(IEnumerable<double> values)
    {
        var (min, max) = (0.0, 0.0);

        foreach (var value in values.Where(double.IsFinite))
            (min, max) = (Math.Min(min, value), Math.Max(max, value));

        if (max - min <= 0)
            return new Axis(0, 1, 0.25);

        var raw = (max - min) / MarksWanted;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = (raw / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * power;

        return new Axis(Math.Floor(min / step) * step, Math.Ceiling(max / step) * step, step);
    }

    /// <summary>From 0 at the bottom to 1 at the top.</summary>
    public double Height(double value) => (value - Min) / (Max - Min);

    /// <summary>A short text for a value: 1.5 k, 20 M, 0.25.</summary>
    public static string Text(double value) => Math.Abs(value) switch
    {
        >= 1e9 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e9:0.##} G"),
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e6:0.##} M"),
        >= 1e4 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e3:0.##} k"),
        >= 100 => string.Create(CultureInfo.InvariantCulture, $"{value:0.#}"),
        >= 1 or 0 => string.Create(CultureInfo.InvariantCulture, $"{value:0.##}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:0.####}"),
    };
}
