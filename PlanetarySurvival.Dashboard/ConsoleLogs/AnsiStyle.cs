namespace PlanetarySurvival.Dashboard.ConsoleLogs;

/// <summary>How a terminal would show text.</summary>
public readonly record struct AnsiStyle
{
    /// <summary>The colour of the letters; null for that of the page.</summary>
    public AnsiColour? Foreground { get; init; }

    /// <summary>The colour behind them; null for that of the page.</summary>
    public AnsiColour? Background { get; init; }

    /// <summary>Heavier letters.</summary>
    public bool IsBold { get; init; }

    /// <summary>Paler letters.</summary>
    public bool IsFaint { get; init; }

    /// <summary>Slanted letters.</summary>
    public bool IsItalic { get; init; }

    /// <summary>A line below.</summary>
    public bool IsUnderlined { get; init; }

    /// <summary>A line through the middle.</summary>
    public bool IsStruck { get; init; }

    /// <summary>Letters and what is behind them change colours.</summary>
    public bool IsInverse { get; init; }

    /// <summary>The classes of its element: the sixteen colours of a terminal follow the theme of the page.</summary>
    public string Classes
    {
        get
        {
            if (this == default)
                return "";

            var (letters, behind) = IsInverse ? (Background, Foreground) : (Foreground, Background);
            var classes = new List<string>(4);

            if (letters is { Kind: AnsiColourKind.Named } named)
                classes.Add($"ansi-{named.Value}");
            if (behind is { Kind: AnsiColourKind.Named } ground)
                classes.Add($"ansi-on-{ground.Value}");
            if (IsInverse && letters is null && behind is not { Kind: AnsiColourKind.Named }) // on one of the names the usual letters read best
                classes.Add("ansi-inverse");
            if (IsInverse && behind is null)
                classes.Add("ansi-on-inverse");
            if (IsBold)
                classes.Add("ansi-bold");
            if (IsFaint)
                classes.Add("ansi-faint");
            if (IsItalic)
                classes.Add("ansi-italic");
            if (IsUnderlined)
                classes.Add("ansi-underlined");
            if (IsStruck)
                classes.Add("ansi-struck");

            return string.Join(' ', classes);
        }
    }

    /// <summary>The style of its element: colours that have no name; null if there are none.</summary>
    public string? Css
    {
        get
        {
            var (letters, behind) = IsInverse ? (Background, Foreground) : (Foreground, Background);
            var css = "";

            if (letters is { Kind: AnsiColourKind.Exact } exact)
                css += $"color:#{exact.Value:x6};";
            if (behind is { Kind: AnsiColourKind.Exact } ground)
                css += $"background:#{ground.Value:x6};";

            return css.Length > 0 ? css : null;
        }
    }
}

/// <summary>Which kind of colour.</summary>
public enum AnsiColourKind : byte
{
    /// <summary>One of the sixteen that every terminal names.</summary>
    Named,

    /// <summary>Red, green and blue.</summary>
    Exact,
}

/// <summary>A colour of a terminal.</summary>
/// <param name="Kind">How to read the value.</param>
/// <param name="Value">0 to 15, or 0xRRGGBB.</param>
public readonly record struct AnsiColour(AnsiColourKind Kind, int Value)
{
    private const int CubeStart = 16;
    private const int GreyStart = 232;

    /// <summary>One of the palette of 256: sixteen names, a cube of 6×6×6, and greys.</summary>
    public static AnsiColour OfPalette(int number)
    {
        if (number < CubeStart)
            return new(AnsiColourKind.Named, number);

        if (number >= GreyStart)
        {
            var grey = 8 + 10 * (number - GreyStart);
            return OfRgb(grey, grey, grey);
        }

        var cube = number - CubeStart;
        return OfRgb(Level(cube / 36), Level(cube / 6 % 6), Level(cube % 6));

        static int Level(int step) => step == 0 ? 0 : 55 + 40 * step;
    }

    /// <summary>Each part from 0 to 255.</summary>
    public static AnsiColour OfRgb(int red, int green, int blue) => new(AnsiColourKind.Exact, red << 16 | green << 8 | blue);
}
