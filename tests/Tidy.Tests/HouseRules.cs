using PlanetarySurvival.Tidy.Tests.Rules;
using PlanetarySurvival.Tidy.Tests.Sources;

namespace PlanetarySurvival.Tidy.Tests;

/// <summary>
/// The rules that the whole tree keeps. To add one: write a function from a tree to problems in Rules, a line here, and a breach of it in
/// <see cref="RulesTests"/>.
/// </summary>
public class HouseRules
{
    [Fact]
    public void Projects_use_only_what_the_conventions_allow() => AssertKept(ProjectRules.References);

    [Fact]
    public void Every_project_is_in_the_solution() => AssertKept(ProjectRules.Solution);

    [Fact]
    public void Package_versions_stand_in_one_file() => AssertKept(ProjectRules.Versions);

    [Fact]
    public void Contracts_has_no_packages() => AssertKept(ProjectRules.ContractsPackages);

    [Fact]
    public void Folders_are_concepts() => AssertKept(NameRules.Folders);

    [Fact]
    public void Type_names_say_what_the_type_is() => AssertKept(NameRules.Types);

    [Fact]
    public void Every_options_class_names_its_section() => AssertKept(NameRules.OptionsSections);

    [Fact]
    public void Nothing_is_left_unfinished() => AssertKept(CodeRules.Unfinished);

    [Fact]
    public void No_exception_is_swallowed() => AssertKept(CodeRules.EmptyCatches);

    [Fact]
    public void Cores_that_decide_are_pure() => AssertKept(CodeRules.ImpureCores);

    [Fact]
    public void Lines_fit_the_screen() => AssertKept(CodeRules.LongLines);

    [Fact]
    public void Nothing_is_indented_by_tabs() => AssertKept(CodeRules.Tabs);

    [Fact]
    public void Links_in_documents_lead_somewhere() => AssertKept(DocumentRules.Links);

    [Fact]
    public void Links_within_a_document_lead_to_a_heading() => AssertKept(DocumentRules.Anchors);

    private static void AssertKept(Func<SourceTree, IEnumerable<Problem>> rule)
    {
        var problems = rule(SourceTree.Repository).ToArray();
        if (problems.Length > 0)
            Assert.Fail(string.Join('\n', problems.Select(problem => problem.ToString())));
    }
}
