using System.Text.RegularExpressions;
using PlanetarySurvival.Tidy.Tests.Sources;

namespace PlanetarySurvival.Tidy.Tests.Rules;

/// <summary>Folders are concepts, and names say what a thing is.</summary>
public static partial class NameRules
{
    private static readonly HashSet<string> FoldersBanned = ["Services", "Models", "Helpers", "Interfaces", "Extensions", "Utils"];

    public static IEnumerable<Problem> Folders(SourceTree tree) =>
        from folder in tree.Folders
        where FoldersBanned.Contains(Path.GetFileName(folder))
        select new Problem(folder, 1, "A folder is a concept of the game or the mesh, not a kind of code.");

    public static IEnumerable<Problem> Types(SourceTree tree)
    {
        foreach (var file in tree.CSharp)
        {
            for (var i = 0; i < file.CodeLines.Length; i++)
            {
                foreach (Match match in TypeName().Matches(file.CodeLines[i]))
                {
                    // Names of Aspire, and those of a library's own interfaces that we implement, are not ours to choose.
                    if (!file.Path.StartsWith("PlanetarySurvival.Hosting/", StringComparison.Ordinal) && Vague().IsMatch(match.Groups[1].Value))
                        yield return new(file.Path, i + 1, $"{match.Groups[1].Value} says nothing: no Manager, Helper, Util, Data or Info.");
                }
            }
        }
    }

    public static IEnumerable<Problem> OptionsSections(SourceTree tree)
    {
        foreach (var file in tree.CSharp.Where(file => !file.Path.StartsWith("tests/", StringComparison.Ordinal)))
        {
            // Options of a library's caller are given as an argument; those of a program come from its configuration and name a section.
            if (!IsProgram(file.Path))
                continue;

            var code = string.Join('\n', file.CodeLines);
            foreach (Match match in OptionsClass().Matches(code))
            {
                if (!Section().IsMatch(code[match.Index..]))
                    yield return new(file.Path, code.AsSpan(0, match.Index).Count('\n') + 1, $"{match.Groups[1].Value} names no Section.");
            }
        }
    }

    private static bool IsProgram(string path) =>
        path.Split('/')[0] is "GameServer" or "MeshCoordinator" or "Gateway" or "PlanetarySurvival.ServiceDefaults";

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record(?: struct| class)?)\s+(\w+)")]
    private static partial Regex TypeName();

    [GeneratedRegex("(?:Manager|Helpers?|Utils?|Utility|Data|Info)$")]
    private static partial Regex Vague();

    [GeneratedRegex(@"\b(?:class|record)\s+(\w+Options)\b")]
    private static partial Regex OptionsClass();

    [GeneratedRegex(@"\bconst\s+string\s+Section\b")]
    private static partial Regex Section();
}
