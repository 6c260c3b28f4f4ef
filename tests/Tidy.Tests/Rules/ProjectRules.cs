using System.Text.RegularExpressions;
using PlanetarySurvival.Tidy.Tests.Sources;

namespace PlanetarySurvival.Tidy.Tests.Rules;

/// <summary>Who may use whom, and where versions stand.</summary>
public static partial class ProjectRules
{
    private static readonly string[] Programs = ["GameServer", "MeshCoordinator", "Gateway"];

    /// <summary>The table of the conventions. Whatever lies in tests may use anything and be used by nothing but tests, Bots aside.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["PlanetarySurvival.AppHost"] = [.. Programs, "PlanetarySurvival.Hosting", "PlanetarySurvival.Dashboard", "Bots"],
        ["PlanetarySurvival.ServiceDefaults"] = [],
        ["PlanetarySurvival.Contracts"] = [],
        ["PlanetarySurvival.World"] = ["PlanetarySurvival.Contracts"],
        ["PlanetarySurvival.Client"] = ["PlanetarySurvival.World", "PlanetarySurvival.Contracts"],
        ["PlanetarySurvival.Dashboard"] = ["PlanetarySurvival.Hosting"],
        ["PlanetarySurvival.Hosting"] = [],
        ["GameServer"] = ["PlanetarySurvival.World", "PlanetarySurvival.Contracts", "PlanetarySurvival.ServiceDefaults"],
        ["MeshCoordinator"] = ["PlanetarySurvival.Contracts", "PlanetarySurvival.ServiceDefaults"],
        ["Gateway"] = ["PlanetarySurvival.Contracts", "PlanetarySurvival.ServiceDefaults"],
        ["Ops"] = ["PlanetarySurvival.Contracts", "PlanetarySurvival.ServiceDefaults"],
    };

    public static IEnumerable<Problem> References(SourceTree tree)
    {
        foreach (var project in tree.Projects.Where(project => !project.Path.StartsWith("tests/", StringComparison.Ordinal)))
        {
            var name = Path.GetFileNameWithoutExtension(project.Name);
            if (!MayUse.TryGetValue(name, out var allowed))
            {
                yield return new(project.Path, 1, $"{name} is not in the table of who may use whom (ProjectRules.MayUse).");
                continue;
            }

            foreach (var (element, line) in SourceTree.Elements(project, "ProjectReference"))
            {
                // Item definitions have none.
                if (element.Attribute("Include")?.Value is not { } path)
                    continue;

                var used = Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));
                if (!allowed.Contains(used))
                    yield return new(project.Path, line, $"{name} must not use {used}.");
            }
        }
    }

    public static IEnumerable<Problem> Solution(SourceTree tree)
    {
        var solution = tree.Files.Single(file => file.Path == "PlanetarySurvival.sln");
        var listed = SolutionProject().Matches(solution.Text).ToDictionary(m => m.Groups[1].Value.Replace('\\', '/'), m => solution.LineAt(m.Index));
        foreach (var project in tree.Projects.Where(project => !listed.ContainsKey(project.Path)))
            yield return new(project.Path, 1, "The project is not in PlanetarySurvival.sln: dotnet sln add it.");
        foreach (var (path, line) in listed.Where(entry => !tree.Exists(entry.Key)))
            yield return new(solution.Path, line, $"{path} does not exist.");
    }

    public static IEnumerable<Problem> Versions(SourceTree tree)
    {
        foreach (var file in tree.Files.Where(file => file.Extension is ".csproj" or ".props" or ".targets" && file.Path != "Directory.Packages.props"))
        {
            foreach (var (element, line) in SourceTree.Elements(file, "PackageReference").Concat(SourceTree.Elements(file, "PackageVersion")))
            {
                // The real Aspire packages are only there for who asks for them; their versions go with that of their SDK.
                if (element.Parent?.Attribute("Condition")?.Value.Contains("UseAspirePackages", StringComparison.Ordinal) == true)
                    continue;
                if (element.Name.LocalName == "PackageVersion" || (element.Attribute("Version") ?? element.Attribute("VersionOverride")) is not null)
                    yield return new(file.Path, line, $"The version of {element.Attribute("Include")?.Value} belongs into Directory.Packages.props.");
            }
        }
    }

    public static IEnumerable<Problem> ContractsPackages(SourceTree tree) =>
        from project in tree.Projects
        where project.Name == "PlanetarySurvival.Contracts.csproj"
        from element in SourceTree.Elements(project, "PackageReference")
        select new Problem(project.Path, element.Line, "Contracts has no packages: every game client carries it.");

    [GeneratedRegex(@"^Project\(""[^""]*""\) = ""[^""]*"", ""([^""]*\.csproj)""", RegexOptions.Multiline)]
    private static partial Regex SolutionProject();
}
