using System.Globalization;
using System.Text;
using Aspire.Hosting.ApplicationModel;

namespace PlanetarySurvival.Dashboard.ConsoleLogs;

/// <summary>A line of a log and the style that it begins in.</summary>
public readonly record struct LogEntry(LogLine Line, AnsiStyle Style);

/// <summary>The newest lines of one log as one page sees them: filtered, held while it pauses, cleared.</summary>
internal sealed class LogView
{
    /// <summary>A page forgets lines beyond these, the oldest first.</summary>
    public const int LinesMax = 5_000;

    // While a page pauses, this many lines wait; it goes on with the newest.
    private const int HeldMax = LinesMax;

    private readonly List<LogEntry> _all = [];
    private readonly List<LogEntry> _matching = [];
    private readonly List<LogLine> _held = [];
    private AnsiStyle _style;

    /// <summary>The lines that the filter lets pass.</summary>
    public IReadOnlyList<LogEntry> Shown => Filter.Length > 0 ? _matching : _all;

    /// <summary>Text that a line must contain, in whatever case; empty for all lines.</summary>
    public string Filter { get; private set; } = "";

    /// <summary>Whether new lines wait.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>How many lines wait.</summary>
    public int HeldCount => _held.Count;

    /// <summary>How many lines there are, filter or not.</summary>
    public int Count => _all.Count;

    /// <summary>Takes new lines, and says how many old ones went off the top of what is shown.</summary>
    public int Add(IReadOnlyList<LogLine> lines)
    {
        if (IsPaused)
        {
            _held.AddRange(lines);
            Trim(_held, HeldMax);
            return 0;
        }

        foreach (var line in lines)
        {
            var entry = new LogEntry(line, _style);
            _style = AnsiText.StyleAfter(line.Content, _style);
            _all.Add(entry);

            if (Filter.Length > 0 && Matches(entry))
                _matching.Add(entry);
        }

        return ForgetOldest();
    }

    /// <summary>Looks for other text.</summary>
    public void Find(string text)
    {
        Filter = text;
        _matching.Clear();

        if (text.Length > 0)
            _matching.AddRange(_all.Where(Matches));
    }

    /// <summary>Holds new lines back.</summary>
    public void Pause() => IsPaused = true;

    /// <summary>Shows what was held back, and says how many old ones went off the top.</summary>
    public int Resume()
    {
        IsPaused = false;

        var gone = Add([.. _held]);
        _held.Clear();
        return gone;
    }

    /// <summary>Forgets the lines so far.</summary>
    public void Clear()
    {
        _all.Clear();
        _matching.Clear();
        _held.Clear();
        _style = default;
    }

    /// <summary>What is shown, as a file: time and text, without colours.</summary>
    public string ToText()
    {
        var text = new StringBuilder();

        foreach (var (line, _) in Shown)
        {
            text.Append(CultureInfo.InvariantCulture, $"{line.Written:yyyy-MM-ddTHH:mm:ss.fffZ} ");
            text.Append(AnsiText.Plain(line.Content)).Append('\n');
        }

        return text.ToString();
    }

    private bool Matches(LogEntry entry) => AnsiText.Plain(entry.Line.Content).Contains(Filter, StringComparison.OrdinalIgnoreCase);

    private int ForgetOldest()
    {
        var gone = Trim(_all, LinesMax);

        if (Filter.Length == 0)
            return gone;

        var first = _all.Count > 0 ? _all[0].Line.LineNumber : int.MaxValue;
        var stale = 0;

        while (stale < _matching.Count && _matching[stale].Line.LineNumber < first)
            stale++;

        _matching.RemoveRange(0, stale);
        return stale;
    }

    private static int Trim<T>(List<T> lines, int max)
    {
        var gone = Math.Max(0, lines.Count - max);
        lines.RemoveRange(0, gone);
        return gone;
    }
}
