using Aspire.Hosting.ApplicationModel;
using PlanetarySurvival.Dashboard.ConsoleLogs;

namespace PlanetarySurvival.Dashboard.Tests.ConsoleLogs;

public sealed class LogView_tests
{
    private readonly LogView _view = new();

    [Fact]
    public void A_page_forgets_the_oldest_lines()
    {
        Assert.Equal(0, _view.Add(Lines(1, LogView.LinesMax)));
        Assert.Equal(10, _view.Add(Lines(LogView.LinesMax + 1, 10)));

        Assert.Equal(LogView.LinesMax, _view.Shown.Count);
        Assert.Equal(11, _view.Shown[0].Line.LineNumber);
    }

    [Fact]
    public void A_filter_shows_old_and_new_lines_that_contain_the_text()
    {
        _view.Add([Line(1, "one"), Line(2, "\e[31mT\e[0mwo")]);
        _view.Find("tWO");
        _view.Add([Line(3, "three"), Line(4, "two again")]);

        Assert.Equal([2, 4], _view.Shown.Select(e => e.Line.LineNumber));
        Assert.Equal(4, _view.Count);

        _view.Find("");
        Assert.Equal([1, 2, 3, 4], _view.Shown.Select(e => e.Line.LineNumber));
    }

    [Fact]
    public void Matching_lines_are_forgotten_with_the_others()
    {
        _view.Find("7");
        _view.Add(Lines(1, LogView.LinesMax));
        var before = _view.Shown.Count;

        Assert.Equal(1, _view.Add(Lines(LogView.LinesMax + 1, 10)));
        Assert.Equal(17, _view.Shown[0].Line.LineNumber);
        Assert.Equal(before, _view.Shown.Count); // 7 went, 5007 came
    }

    [Fact]
    public void A_paused_page_shows_nothing_new_until_it_goes_on()
    {
        _view.Add(Lines(1, 2));
        _view.Pause();
        _view.Add(Lines(3, 2));

        Assert.Equal((2, 2), (_view.Shown.Count, _view.HeldCount));

        _view.Resume();
        Assert.Equal([1, 2, 3, 4], _view.Shown.Select(e => e.Line.LineNumber));
        Assert.Equal(0, _view.HeldCount);
    }

    [Fact]
    public void What_waits_is_bounded()
    {
        _view.Pause();
        for (var i = 0; i < 10; i++)
            _view.Add(Lines(1 + i * LogView.LinesMax, LogView.LinesMax));

        Assert.Equal(LogView.LinesMax, _view.HeldCount);
        _view.Resume();
        Assert.Equal(10 * LogView.LinesMax, _view.Shown[^1].Line.LineNumber);
    }

    [Fact]
    public void A_line_begins_in_the_style_that_the_last_one_ended_in()
    {
        _view.Add([Line(1, "\e[31mred")]);
        _view.Add([Line(2, "still"), Line(3, "\e[0m"), Line(4, "plain")]);

        Assert.Equal(["", "ansi-1", "ansi-1", ""], _view.Shown.Select(e => e.Style.Classes));

        _view.Add([Line(5, "\e[31m")]);
        _view.Clear();
        _view.Add([Line(6, "plain")]);
        Assert.Equal("", Assert.Single(_view.Shown).Style.Classes);
    }

    [Fact]
    public void A_file_has_times_and_no_colours()
    {
        var written = new DateTime(2026, 5, 4, 3, 2, 1, 9, DateTimeKind.Utc);
        _view.Add([Line(1, "\e[31mred\e[0m") with { Written = written }, Line(2, "two") with { Written = written }]);

        Assert.Equal("2026-05-04T03:02:01.009Z red\n2026-05-04T03:02:01.009Z two\n", _view.ToText());

        _view.Find("two");
        Assert.Equal("2026-05-04T03:02:01.009Z two\n", _view.ToText());
    }

    private static LogLine Line(int number, string text) => new(number, text, false);

    private static List<LogLine> Lines(int first, int count) => [.. Enumerable.Range(first, count).Select(n => Line(n, n % 10 == 7 ? "7" : "x"))];
}
