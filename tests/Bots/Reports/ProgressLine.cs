using System.Globalization;

namespace PlanetarySurvival.Bots.Reports;

/// <summary>Tells how the crowd does: one line that is written over on a terminal, a line every ten seconds elsewhere.</summary>
internal sealed class ProgressLine
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly bool _overwrites = !Console.IsOutputRedirected;
    private TimeSpan? _shownAt;
    private int _width;

    public void Show(CrowdReport report, TimeSpan elapsed)
    {
        if (!_overwrites && elapsed - _shownAt < Interval)
            return;

        _shownAt = elapsed;
        var line = Describe(report);
        if (_overwrites)
            Console.Write($"\r{line.PadRight(_width)}");
        else
            Console.WriteLine(line);
        _width = line.Length;
    }

    /// <summary>A line of its own, below the progress.</summary>
    public void Say(string text)
    {
        if (_overwrites && _width > 0)
            Console.WriteLine();
        _width = 0;
        Console.WriteLine(text);
    }

    private static string Describe(CrowdReport r) => string.Create(CultureInfo.InvariantCulture,
        $"{r.Seconds,5:0} s  {r.Players}/{r.Bots} players  {r.Transfers} transfers  {r.Disconnects} disconnects  " +
        $"correction {r.Corrections.MetresMax:0.000} m max  " +
        $"rtt {r.RoundTripMillisecondsMax:0} ms max  {r.Bandwidth.BytesReceivedPerSecondPerPlayer / 1000:0.0} kB/s down each");
}
