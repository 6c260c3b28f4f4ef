namespace PlanetarySurvival.Dashboard.ConsoleLogs;

/// <summary>Which lines of a long log are on the page: those in sight and some around them, or the last ones while the reader follows the end.</summary>
internal sealed class LogWindow
{
    /// <summary>Pixels; the style sheet says the same.</summary>
    public const int LineHeight = 20;

    private const int Around = 40;
    private const int InSightMax = 400;

    private int _first;
    private int _inSight = 60;

    /// <summary>Whether the end stays in sight when lines come.</summary>
    public bool FollowsEnd { get; private set; } = true;

    /// <summary>How many lines went off the top while the reader did not follow: the page scrolls by as much.</summary>
    public long Gone { get; private set; }

    /// <summary>The reader has scrolled; says whether other lines are wanted.</summary>
    public bool Scroll(int first, int inSight, bool isAtEnd)
    {
        var before = (_first, _inSight, FollowsEnd);

        _first = Math.Max(0, first);
        _inSight = Math.Clamp(inSight, 1, InSightMax);
        FollowsEnd = isAtEnd;
        return before != (_first, _inSight, FollowsEnd);
    }

    /// <summary>Old lines went off the top.</summary>
    public void Lose(int lines)
    {
        if (FollowsEnd)
            return;

        _first = Math.Max(0, _first - lines);
        Gone += lines;
    }

    /// <summary>Back to the end.</summary>
    public void Follow() => FollowsEnd = true;

    /// <summary>The lines that are wanted of so many.</summary>
    public (int From, int To) Of(int count)
    {
        var first = FollowsEnd ? count - _inSight : Math.Min(_first, count - _inSight);
        var from = Math.Max(0, first - Around);

        return (from, Math.Min(count, Math.Max(0, first) + _inSight + Around));
    }
}
