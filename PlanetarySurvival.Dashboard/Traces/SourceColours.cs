namespace PlanetarySurvival.Dashboard.Traces;

/// <summary>Gives each program a colour that it keeps on all pages: by its name, from a palette that is told apart in both themes.</summary>
internal static class SourceColours
{
    private static readonly string[] Palette =
        ["#0f6cbd", "#c239b3", "#0b8043", "#b3560b", "#6b4fbb", "#00838f", "#c4314b", "#5d6b2f", "#7a5230", "#3a6ea5", "#a4373a", "#4f7f6b"];

    /// <summary>A colour for CSS.</summary>
    public static string Of(string name)
    {
        uint hash = 2_166_136_261;

        foreach (var letter in name)
            hash = (hash ^ letter) * 16_777_619;

        return Palette[hash % (uint)Palette.Length];
    }
}
