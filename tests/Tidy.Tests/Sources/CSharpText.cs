namespace PlanetarySurvival.Tidy.Tests.Sources;

/// <summary>Just enough of C#'s grammar to tell code from comments and text.</summary>
public static class CSharpText
{
    /// <summary>The same text with comments, strings and characters replaced by blanks; lines stay where they are.</summary>
    public static string BlankComments(string text)
    {
        var code = text.ToCharArray();
        for (var i = 0; i < code.Length;)
        {
            var end = EndOfNonCode(text, i);
            if (end == i)
            {
                i++;
                continue;
            }

            for (; i < end; i++)
            {
                if (code[i] != '\n')
                    code[i] = ' ';
            }
        }

        return new string(code);
    }

    // The end of the comment, string or character that begins here; the same place if none does.
    private static int EndOfNonCode(string text, int start)
    {
        var rest = text.AsSpan(start);
        if (rest.StartsWith("//"))
            return EndAfter(text, start, "\n") - 1;
        if (rest.StartsWith("/*"))
            return EndAfter(text, start + 2, "*/");
        if (rest[0] == '\'')
            return EndOfEscaped(text, start + 1, '\'');

        var quotes = start;
        while (quotes < text.Length && text[quotes] is '$' or '@')
            quotes++;
        if (quotes >= text.Length || text[quotes] != '"')
            return start;

        var raw = quotes;
        while (raw < text.Length && text[raw] == '"')
            raw++;
        if (raw - quotes >= 3)
            return EndAfter(text, raw, new string('"', raw - quotes));
        return text.AsSpan(start, quotes - start).Contains('@') ? EndOfVerbatim(text, quotes + 1) : EndOfEscaped(text, quotes + 1, '"');
    }

    private static int EndAfter(string text, int from, string mark)
    {
        var index = text.IndexOf(mark, from, StringComparison.Ordinal);
        return index < 0 ? text.Length : index + mark.Length;
    }

    private static int EndOfEscaped(string text, int from, char quote)
    {
        for (var i = from; i < text.Length && text[i] != '\n'; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == quote)
                return i + 1;
        }

        // Not closed on its line: no literal after all (an apostrophe in a preprocessor line).
        return from;
    }

    private static int EndOfVerbatim(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] != '"')
                continue;
            if (i + 1 >= text.Length || text[i + 1] != '"')
                return i + 1;
            i++;
        }

        return text.Length;
    }
}
