namespace PlanetarySurvival.Dashboard.ConsoleLogs;

/// <summary>A piece of a line: text in one style that was looked for, or was not.</summary>
internal readonly record struct LinePiece(string Text, AnsiStyle Style, bool IsFound);

/// <summary>Marks in the runs of a line what was looked for; a match may begin in one style and end in another.</summary>
internal static class Highlight
{
    public static List<LinePiece> Find(List<AnsiRun> runs, string text)
    {
        var pieces = new List<LinePiece>(runs.Count);

        if (text.Length == 0)
        {
            foreach (var run in runs)
                pieces.Add(new(run.Text, run.Style, false));

            return pieces;
        }

        var line = runs.Count == 1 ? runs[0].Text : string.Concat(runs.Select(run => run.Text));
        var start = 0;
        var match = line.IndexOf(text, StringComparison.OrdinalIgnoreCase);

        foreach (var run in runs)
        {
            var end = start + run.Text.Length;
            var at = start;

            while (at < end)
            {
                // What ends before here is behind us.
                while (match >= 0 && match + text.Length <= at)
                    match = line.IndexOf(text, match + text.Length, StringComparison.OrdinalIgnoreCase);

                var isFound = match >= 0 && match <= at;
                var until = Math.Min(end, match < 0 ? end : isFound ? match + text.Length : match);

                pieces.Add(new(line[at..until], run.Style, isFound));
                at = until;
            }

            start = end;
        }

        return pieces;
    }
}
