using PlanetarySurvival.Dashboard.ConsoleLogs;

namespace PlanetarySurvival.Dashboard.Tests.ConsoleLogs;

public sealed class AnsiText_tests
{
    [Fact]
    public void Text_without_sequences_is_one_run()
    {
        Assert.Equal([new AnsiRun("plain", default)], AnsiText.Read("plain", default, out var after));
        Assert.Equal(default, after);
    }

    [Fact]
    public void A_colour_lasts_until_it_is_taken_back()
    {
        var runs = AnsiText.Read("a \e[31mred\e[0m b", default, out var after);

        Assert.Equal(["a ", "red", " b"], runs.Select(r => r.Text));
        Assert.Equal(["", "ansi-1", ""], runs.Select(r => r.Style.Classes));
        Assert.Equal(default, after);
    }

    [Fact]
    public void A_colour_goes_on_in_the_next_line()
    {
        AnsiText.Read("\e[32mgreen", default, out var after);

        Assert.Equal("ansi-2", Assert.Single(AnsiText.Read("still", after, out _)).Style.Classes);
        Assert.Equal(after, AnsiText.StyleAfter("\e[32mgreen", default));
    }

    [Theory]
    [InlineData("\e[91m", "ansi-9", null)]
    [InlineData("\e[44m", "ansi-on-4", null)]
    [InlineData("\e[1;3;4;9m", "ansi-bold ansi-italic ansi-underlined ansi-struck", null)]
    [InlineData("\e[38;5;9m", "ansi-9", null)]
    [InlineData("\e[38;5;208m", "", "color:#ff8700;")]
    [InlineData("\e[38;5;244m", "", "color:#808080;")]
    [InlineData("\e[38;2;1;2;255m", "", "color:#0102ff;")]
    [InlineData("\e[48;2;16;32;48m", "", "background:#102030;")]
    [InlineData("\e[38:2:1:2:255m", "", "color:#0102ff;")]
    [InlineData("\e[31;7m", "ansi-on-1", null)]
    [InlineData("\e[7m", "ansi-inverse ansi-on-inverse", null)]
    [InlineData("\e[1m\e[22m", "", null)]
    [InlineData("\e[31m\e[m", "", null)]
    [InlineData("\e[38;5m", "", null)]
    [InlineData("\e[38;2;300;0;0m", "", null)]
    [InlineData("\e[1;;31m", "ansi-1", null)]
    public void Styles_are_those_of_a_terminal(string sequence, string classes, string? css)
    {
        var style = Assert.Single(AnsiText.Read(sequence + "x", default, out _)).Style;

        Assert.Equal(classes, style.Classes);
        Assert.Equal(css, style.Css);
    }

    [Theory]
    [InlineData("\e[2Jx")]
    [InlineData("\e[10;20Hx")]
    [InlineData("\e[?25lx")]
    [InlineData("\e]0;title\ax")]
    [InlineData("\e]8;;http://example.org\e\\x\e]8;;\e\\")]
    [InlineData("\e(Bx")]
    [InlineData("\e7x")]
    [InlineData("\0\u0001\rx\u007f\u0085")]
    [InlineData("x\e")]
    [InlineData("x\e[")]
    [InlineData("x\e[31")]
    [InlineData("x\e]0;never ends")]
    public void Everything_else_is_left_out(string line)
    {
        Assert.Equal([new AnsiRun("x", default)], AnsiText.Read(line, default, out _));
        Assert.Equal("x", AnsiText.Plain(line));
    }

    [Fact]
    public void No_line_of_any_characters_breaks_it()
    {
        const string alphabet = "\e\e\e[[]0123456789;:mKP\\\a\0 x<";
        var random = new Random(20_417);

        for (var turn = 0; turn < 20_000; turn++)
        {
            var line = new string(random.GetItems<char>(alphabet, random.Next(24)));
            var runs = AnsiText.Read(line, default, out var after);

            Assert.DoesNotContain(runs, run => run.Text.Length == 0 || run.Text.Any(char.IsControl));
            Assert.Equal(after, AnsiText.StyleAfter(line, default));
        }
    }
}
