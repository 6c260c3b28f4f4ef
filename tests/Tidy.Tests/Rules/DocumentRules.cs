using System.Text.RegularExpressions;
using PlanetarySurvival.Tidy.Tests.Sources;

namespace PlanetarySurvival.Tidy.Tests.Rules;

/// <summary>What a document points to is there, and nothing points out of the repository.</summary>
public static partial class DocumentRules
{
    public static IEnumerable<Problem> Links(SourceTree tree)
    {
        foreach (var file in tree.Files.Where(file => file.Extension == ".md"))
        {
            for (var i = 0; i < file.Lines.Length; i++)
            {
                foreach (Match match in Link().Matches(file.Lines[i]))
                {
                    var target = match.Groups[1].Value.Split('#')[0];
                    if (target.Length == 0 || target.Contains("://") || target.StartsWith("mailto:", StringComparison.Ordinal))
                        continue;
                    if (Resolve(file.Folder, target) is not { } path || !tree.Exists(path))
                        yield return new(file.Path, i + 1, $"{target} does not exist.");
                }
            }
        }
    }

    public static IEnumerable<Problem> Anchors(SourceTree tree)
    {
        foreach (var file in tree.Files.Where(file => file.Extension == ".md"))
        {
            var headings = file.Lines.Where(line => line.StartsWith('#')).Select(Anchor).ToHashSet();
            for (var i = 0; i < file.Lines.Length; i++)
            {
                foreach (Match match in Link().Matches(file.Lines[i]))
                {
                    if (match.Groups[1].Value is ['#', .. var anchor] && !headings.Contains(anchor))
                        yield return new(file.Path, i + 1, $"There is no heading #{anchor}.");
                }
            }
        }
    }

    private static string Anchor(string heading) =>
        NoAnchor().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    private static string? Resolve(string folder, string target)
    {
        var parts = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var part in target.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
            {
                if (parts.Count == 0)
                    return null;
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    [GeneratedRegex(@"(?<!`)\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();
}
