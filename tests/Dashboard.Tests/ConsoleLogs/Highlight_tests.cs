using PlanetarySurvival.Dashboard.ConsoleLogs;

namespace PlanetarySurvival.Dashboard.Tests.ConsoleLogs;

public sealed class Highlight_tests
{
    [Theory]
    [InlineData("abc", "", "abc")]
    [InlineData("abc", "x", "abc")]
    [InlineData("abc", "B", "a|[b]|c")]
    [InlineData("aaaa", "aa", "[aa]|[aa]")]
    [InlineData("abab", "ab", "[ab]|[ab]")]
    [InlineData("x\e[31mfo\e[0mund", "found", "x|[fo]|[und]")]
    [InlineData("fo\e[1mu\e[0mnd it, found it", "found", "[fo]|[u]|[nd]| it, |[found]| it")]
    [InlineData("", "a", "")]
    public void Every_match_is_marked_across_styles(string line, string text, string expected)
    {
        var pieces = Highlight.Find(AnsiText.Read(line, default, out _), text);

        Assert.Equal(expected, string.Join('|', pieces.Select(p => p.IsFound ? $"[{p.Text}]" : p.Text)));
    }
}
