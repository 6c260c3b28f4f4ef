namespace PlanetarySurvival.Tidy.Tests.Sources;

/// <summary>A text file of the repository.</summary>
/// <param name="Path">From the root, with slashes.</param>
/// <param name="Text">All of it.</param>
public sealed record SourceFile(string Path, string Text)
{
    private string[]? _code;

    /// <summary>The lines, without their ends.</summary>
    public string[] Lines { get; } = Text.ReplaceLineEndings("\n").Split('\n');

    /// <summary>The lines with everything blanked out that is not code: comments, text and characters.</summary>
    public string[] CodeLines => _code ??= CSharpText.BlankComments(Text.ReplaceLineEndings("\n")).Split('\n');

    /// <summary>The file's own name.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The folder from the root, empty at the root.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    /// <summary>How the name ends, with the dot.</summary>
    public string Extension => System.IO.Path.GetExtension(Path);

    /// <summary>The number of the line that a place in the text lies on, from 1.</summary>
    public int LineAt(int index) => Text.AsSpan(0, index).Count('\n') + 1;
}
