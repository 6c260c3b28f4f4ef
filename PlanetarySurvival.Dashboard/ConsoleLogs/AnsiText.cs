using System.Text;

namespace PlanetarySurvival.Dashboard.ConsoleLogs;

/// <summary>Text in one style.</summary>
internal readonly record struct AnsiRun(string Text, AnsiStyle Style);

/// <summary>
/// Reads a line as a terminal would: escape sequences that choose colours and weights are followed, all others are left out, and so are control
/// characters. What is broken or unknown changes nothing.
/// </summary>
internal static class AnsiText
{
    private const char Escape = '\e';
    private const char Bell = '\a';
    private const char StringEnd = '\u009c';

    /// <summary>The runs of a line that begins in a style, and the style that the next line begins in.</summary>
    public static List<AnsiRun> Read(string line, AnsiStyle style, out AnsiStyle after)
    {
        var runs = new List<AnsiRun>(1);
        var text = new StringBuilder(line.Length);

        after = Walk(line, style, runs, text);
        Flush(runs, text, after);
        return runs;
    }

    /// <summary>The style that a line leaves behind.</summary>
    public static AnsiStyle StyleAfter(string line, AnsiStyle style) => line.Contains(Escape) ? Walk(line, style, null, null) : style;

    /// <summary>What is left of a line without its escape sequences and control characters.</summary>
    public static string Plain(string line)
    {
        if (!line.AsSpan().ContainsAnyInRange('\0', '\u001f') && !line.AsSpan().ContainsAnyInRange('\u007f', '\u009f'))
            return line;

        return string.Concat(Read(line, default, out _).Select(run => run.Text));
    }

    private static AnsiStyle Walk(string line, AnsiStyle style, List<AnsiRun>? runs, StringBuilder? text)
    {
        var i = 0;

        while (i < line.Length)
        {
            var character = line[i];

            if (character == Escape)
            {
                var changed = Sequence(line, ref i, style);

                if (changed != style)
                {
                    Flush(runs, text, style);
                    style = changed;
                }

                continue;
            }

            if (!char.IsControl(character) || character == '\t')
                text?.Append(character);
            i++;
        }

        return style;
    }

    private static void Flush(List<AnsiRun>? runs, StringBuilder? text, AnsiStyle style)
    {
        if (text is not { Length: > 0 })
            return;

        runs?.Add(new(text.ToString(), style));
        text.Clear();
    }

    /// <summary>Goes past one escape sequence and says which style it leaves.</summary>
    private static AnsiStyle Sequence(string line, ref int i, AnsiStyle style)
    {
        i++;

        if (i >= line.Length)
            return style;

        switch (line[i])
        {
            case '[':
                i++;
                var start = i;

                // Parameters and intermediate characters, up to the letter that says what it is.
                while (i < line.Length && line[i] is >= ' ' and <= '?')
                    i++;

                if (i >= line.Length || line[i] is < '@' or > '~')
                    return style;

                return line[i++] == 'm' ? Apply(line.AsSpan(start, i - 1 - start), style) : style;

            case ']' or 'P' or '^' or '_' or 'X':
                i++;

                // A string for the terminal, such as its title or the address of a link.
                while (i < line.Length && line[i] is not (Bell or StringEnd or Escape))
                    i++;

                if (i < line.Length && line[i] == Escape)
                    i = Math.Min(i + 2, line.Length);
                else if (i < line.Length)
                    i++;

                return style;

            default:
                while (i < line.Length && line[i] is >= ' ' and <= '/')
                    i++;

                if (i < line.Length && line[i] is >= '0' and <= '~')
                    i++;
                return style;
        }
    }

    private static AnsiStyle Apply(ReadOnlySpan<char> parameters, AnsiStyle style)
    {
        Span<int> codes = stackalloc int[16];
        var count = 0;

        foreach (var part in parameters.SplitAny(';', ':'))
        {
            if (count == codes.Length)
                return style;

            var number = parameters[part];
            if (number.Length == 0)
                codes[count++] = 0;
            else if (byte.TryParse(number, System.Globalization.NumberStyles.None, null, out var code))
                codes[count++] = code;
            else
                return style;
        }

        for (var i = 0; i < count; i++)
        {
            style = codes[i] switch
            {
                0 => default,
                1 => style with { IsBold = true },
                2 => style with { IsFaint = true },
                3 => style with { IsItalic = true },
                4 or 21 => style with { IsUnderlined = true },
                7 => style with { IsInverse = true },
                9 => style with { IsStruck = true },
                22 => style with { IsBold = false, IsFaint = false },
                23 => style with { IsItalic = false },
                24 => style with { IsUnderlined = false },
                27 => style with { IsInverse = false },
                29 => style with { IsStruck = false },
                >= 30 and <= 37 => style with { Foreground = AnsiColour.OfPalette(codes[i] - 30) },
                38 => style with { Foreground = Extended(codes[..count], ref i) ?? style.Foreground },
                39 => style with { Foreground = null },
                >= 40 and <= 47 => style with { Background = AnsiColour.OfPalette(codes[i] - 40) },
                48 => style with { Background = Extended(codes[..count], ref i) ?? style.Background },
                49 => style with { Background = null },
                >= 90 and <= 97 => style with { Foreground = AnsiColour.OfPalette(codes[i] - 90 + 8) },
                >= 100 and <= 107 => style with { Background = AnsiColour.OfPalette(codes[i] - 100 + 8) },
                _ => style,
            };
        }

        return style;
    }

    /// <summary>Reads <c>5;N</c> or <c>2;R;G;B</c>; null if it is cut short, and then nothing after it counts.</summary>
    private static AnsiColour? Extended(ReadOnlySpan<int> codes, ref int i)
    {
        switch (i + 1 < codes.Length ? codes[i + 1] : 0)
        {
            case 5 when i + 2 < codes.Length:
                i += 2;
                return AnsiColour.OfPalette(codes[i]);

            case 2 when i + 4 < codes.Length:
                i += 4;
                return AnsiColour.OfRgb(codes[i - 2], codes[i - 1], codes[i]);

            default:
                i = codes.Length;
                return null;
        }
    }
}
