using PlanetarySurvival.Tidy.Tests.Rules;
using PlanetarySurvival.Tidy.Tests.Sources;

namespace PlanetarySurvival.Tidy.Tests;

/// <summary>Each rule finds a breach of it, at its line, and lets pass what only looks like one.</summary>
public class RulesTests
{
    [Fact]
    public void The_tree_is_the_whole_repository()
    {
        Assert.True(SourceTree.Repository.Projects.Count() >= 20);
        Assert.Contains(SourceTree.Repository.CSharp, file => file.Path == "PlanetarySurvival.World/Planet.cs");
        Assert.DoesNotContain(SourceTree.Repository.Files, file => file.Path.Contains("/obj/"));
    }

    [Fact]
    public void A_program_that_uses_another_is_found() => AssertFound(
        ProjectRules.References,
        "Gateway/Gateway.csproj:2: Gateway must not use GameServer.",
        ("Gateway/Gateway.csproj", "<Project><ItemGroup>\n<ProjectReference Include=\"../GameServer/GameServer.csproj\" />\n</ItemGroup></Project>"),
        ("GameServer/GameServer.csproj", "<Project><ProjectReference Include=\"..\\PlanetarySurvival.World\\PlanetarySurvival.World.csproj\" /></Project>"),
        ("tests/Any.Tests/Any.Tests.csproj", "<Project><ProjectReference Include=\"../../Gateway/Gateway.csproj\" /></Project>"));

    [Fact]
    public void A_project_without_a_place_in_the_table_is_found() => AssertFound(
        ProjectRules.References, "New/New.csproj:1: New is not in the table of who may use whom (ProjectRules.MayUse).", ("New/New.csproj", "<Project />"));

    [Fact]
    public void A_project_outside_the_solution_is_found() => AssertFound(
        ProjectRules.Solution,
        "B/B.csproj:1: The project is not in PlanetarySurvival.sln: dotnet sln add it.",
        ("PlanetarySurvival.sln", "Project(\"{1}\") = \"A\", \"A\\A.csproj\", \"{2}\"\nEndProject\n"),
        ("A/A.csproj", "<Project />"),
        ("B/B.csproj", "<Project />"));

    [Fact]
    public void A_solution_that_names_what_is_gone_is_found() => AssertFound(
        ProjectRules.Solution,
        "PlanetarySurvival.sln:2: A/A.csproj does not exist.",
        ("PlanetarySurvival.sln", "\nProject(\"{1}\") = \"A\", \"A\\A.csproj\", \"{2}\"\nEndProject\n"));

    [Theory]
    [InlineData("<PackageReference Include=\"X\" Version=\"1\" />")]
    [InlineData("<PackageReference Include=\"X\" VersionOverride=\"1\" />")]
    [InlineData("<PackageVersion Include=\"X\" Version=\"1\" />")]
    public void A_version_in_a_project_is_found(string element) => AssertFound(
        ProjectRules.Versions,
        "A/A.csproj:2: The version of X belongs into Directory.Packages.props.",
        ("A/A.csproj", $"<Project>\n{element}<PackageReference Include=\"Y\" /></Project>"),
        ("Directory.Packages.props", "<Project><PackageVersion Include=\"X\" Version=\"1\" /></Project>"));

    [Fact]
    public void A_package_of_Contracts_is_found() => AssertFound(
        ProjectRules.ContractsPackages,
        "PlanetarySurvival.Contracts/PlanetarySurvival.Contracts.csproj:1: Contracts has no packages: every game client carries it.",
        ("PlanetarySurvival.Contracts/PlanetarySurvival.Contracts.csproj", "<Project><PackageReference Include=\"X\" /></Project>"));

    [Theory]
    [InlineData("Services")]
    [InlineData("Models")]
    [InlineData("Helpers")]
    [InlineData("Interfaces")]
    [InlineData("Extensions")]
    [InlineData("Utils")]
    public void A_folder_of_a_kind_of_code_is_found(string folder) => AssertFound(
        NameRules.Folders,
        $"Gateway/{folder}:1: A folder is a concept of the game or the mesh, not a kind of code.",
        ($"Gateway/{folder}/Deep/A.cs", ""),
        ("Gateway/ServicesOfTheHouse/B.cs", ""));

    [Theory]
    [InlineData("class RegionManager")]
    [InlineData("static class MathHelper")]
    [InlineData("static class StringUtils")]
    [InlineData("interface IPlayerData")]
    [InlineData("readonly record struct ServerInfo(int A)")]
    [InlineData("enum UserData")]
    public void A_name_that_says_nothing_is_found(string declaration)
    {
        var text = $"// class OtherManager\n{declaration}\n{{ }}\nclass Database {{ string s = \"class XData\"; }}";
        var problem = Assert.Single(NameRules.Types(SourceTree.Of(("A.cs", text))));
        Assert.Equal(2, problem.Line);
    }

    [Fact]
    public void Options_without_a_section_are_found() => AssertFound(
        NameRules.OptionsSections,
        "Gateway/B.cs:2: BOptions names no Section.",
        ("Gateway/A.cs", "class AOptions { public const string Section = \"A\"; }"),
        ("Gateway/B.cs", "\nclass BOptions { public const string Other = \"Section\"; }"));

    [Theory]
    [InlineData("// TODO: more")]
    [InlineData("throw new NotImplementedException();")]
    [InlineData("/* FIXME */")]
    public void What_is_unfinished_is_found(string line) =>
        Assert.Equal(2, Assert.Single(CodeRules.Unfinished(SourceTree.Of(("A.cs", $"var todos = 1;\n{line}\n")))).Line);

    [Theory]
    [InlineData("catch { }")]
    [InlineData("catch\n{\n}")]
    [InlineData("catch (Exception) { }")]
    [InlineData("catch (IOException e) when (e.HResult > 0) { }")]
    [InlineData("catch { /* never mind */ }")]
    [InlineData("catch { // never mind\n}")]
    public void A_swallowed_exception_is_found(string code) =>
        Assert.Equal(2, Assert.Single(CodeRules.EmptyCatches(SourceTree.Of(("A.cs", $"try {{ }}\n{code}\n")))).Line);

    [Theory]
    [InlineData("catch (IOException) { count++; }")]
    [InlineData("catch (OperationCanceledException)\n{\n    // Stopping is not an error.\n}")]
    [InlineData("var s = \"catch { }\";")]
    [InlineData("// catch { }")]
    public void A_handled_exception_is_not_found(string code) => Assert.Empty(CodeRules.EmptyCatches(SourceTree.Of(("A.cs", code))));

    [Fact]
    public void A_clock_in_a_pure_core_is_found() => AssertFound(
        CodeRules.ImpureCores,
        "GameServer/Regions/A.cs:2: DateTime.UtcNow in a pure core.",
        ("GameServer/Regions/A.cs", "// Task\nvar a = DateTime.UtcNow;"),
        ("GameServer/Mesh/B.cs", "var a = DateTime.UtcNow;"));

    [Fact]
    public void A_long_line_is_found() => AssertFound(
        CodeRules.LongLines,
        "A.cs:2: The line has 161 characters; 160 is the most.",
        ("A.cs", new string('a', 160) + "\n" + new string('a', 161)));

    [Fact]
    public void A_tab_is_found() => AssertFound(CodeRules.Tabs, "A.cs:1: There is a tab; indent with spaces.", ("A.cs", "\tvar a = 1;"), ("A.sln", "\t"));

    [Fact]
    public void A_link_to_nowhere_is_found() => AssertFound(
        DocumentRules.Links,
        "docs/a.md:2: ../gone.md does not exist.",
        ("docs/a.md", "[here](b.md#part) [folder](../docs) [web](https://example.org/x)\n[there](../gone.md) [top](../README.md)"),
        ("docs/b.md", ""),
        ("README.md", ""));

    [Fact]
    public void A_link_to_no_heading_is_found() => AssertFound(
        DocumentRules.Anchors, "a.md:1: There is no heading #two.", ("a.md", "[one](#one-and-more) [two](#two)\n## One, and more\n"));

    private static void AssertFound(Func<SourceTree, IEnumerable<Problem>> rule, string expected, params (string Path, string Text)[] files) =>
        Assert.Equal(expected, Assert.Single(rule(SourceTree.Of(files))).ToString());
}
