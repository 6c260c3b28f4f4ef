using System.Text.RegularExpressions;
using PlanetarySurvival.Tidy.Tests.Sources;

namespace PlanetarySurvival.Tidy.Tests.Rules;

/// <summary>Nothing unfinished, nothing swallowed, nothing too wide.</summary>
public static partial class CodeRules
{
    private const int LineLengthMax = 160;

    private static readonly string[] PureFolders =
    [
        "PlanetarySurvival.World/", "GameServer/Backups/", "GameServer/Borders/", "GameServer/Players/", "GameServer/Regions/", "GameServer/Transfers/",
        "GameServer/Simulation/Simulation.cs", "GameServer/Simulation/ServerWorld.cs", "GameServer/Simulation/StatusBoard.cs",
        "GameServer/Connections/ClientSessions.cs", "GameServer/Storage/SaveSchedule.cs", "MeshCoordinator/Mesh/MeshState",
    ];

    // These rules' own words are no breach of them.
    private static IEnumerable<SourceFile> Sources(SourceTree tree) =>
        tree.CSharp.Where(file => !file.Path.StartsWith("tests/Tidy.Tests/", StringComparison.Ordinal));

    public static IEnumerable<Problem> Unfinished(SourceTree tree) =>
        from file in Sources(tree)
        from line in file.Lines.Index()
        let match = UnfinishedWord().Match(line.Item)
        where match.Success
        select new Problem(file.Path, line.Index + 1, $"{match.Value}: finish it, or file an issue.");

    public static IEnumerable<Problem> EmptyCatches(SourceTree tree)
    {
        foreach (var file in Sources(tree))
        {
            var code = string.Join('\n', file.CodeLines);
            foreach (Match match in EmptyCatch().Matches(code))
            {
                // Cancellation is not an error; what else ends here quietly needs a reason in the braces.
                var text = file.Text.ReplaceLineEndings("\n").Substring(match.Index, match.Length);
                if (!text.Contains("//") || match.Groups["type"].Value.Length == 0)
                    yield return new(file.Path, code.AsSpan(0, match.Index).Count('\n') + 1, "An exception is swallowed without a word.");
            }
        }
    }

    public static IEnumerable<Problem> LongLines(SourceTree tree) =>
        from file in tree.CSharp
        from line in file.Lines.Index()
        where line.Item.Length > LineLengthMax
        select new Problem(file.Path, line.Index + 1, $"The line has {line.Item.Length} characters; {LineLengthMax} is the most.");

    /// <summary>Where a game server decides there is no clock, socket, task, log or chance of the machine's own: what is outside is told to it.</summary>
    public static IEnumerable<Problem> ImpureCores(SourceTree tree) =>
        from file in tree.CSharp
        where PureFolders.Any(folder => file.Path.StartsWith(folder, StringComparison.Ordinal))
        from line in file.CodeLines.Index()
        let match = Impure().Match(line.Item)
        where match.Success
        select new Problem(file.Path, line.Index + 1, $"{match.Value} in a pure core.");

    public static IEnumerable<Problem> Tabs(SourceTree tree) =>
        from file in tree.Files
        where file.Extension is not (".sln" or ".svg")
        from line in file.Lines.Index()
        where line.Item.Contains('\t')
        select new Problem(file.Path, line.Index + 1, "There is a tab; indent with spaces.");

    [GeneratedRegex(@"\b(?:DateTime(?:Offset)?\.(?:Utc)?Now|Stopwatch|TimeProvider|Task|Thread|Socket|ILogger|Random|await|lock)\b")]
    private static partial Regex Impure();

    [GeneratedRegex(@"\b(?:TODO|FIXME|HACK|XXX|NotImplementedException)\b")]
    private static partial Regex UnfinishedWord();

    [GeneratedRegex(@"\bcatch\b\s*(?:\((?<type>[^)]*)\))?\s*(?:when\s*\([^{]*\))?\s*\{\s*\}")]
    private static partial Regex EmptyCatch();
}
