using PlanetarySurvival.Dashboard.ConsoleLogs;

namespace PlanetarySurvival.Dashboard.Tests.ConsoleLogs;

public sealed class LogWindow_tests
{
    private readonly LogWindow _window = new();

    [Fact]
    public void A_short_log_is_there_as_a_whole() => Assert.Equal((0, 30), _window.Of(30));

    [Fact]
    public void Who_follows_sees_the_end()
    {
        _window.Scroll(0, 20, isAtEnd: true);

        Assert.Equal((4_940, 5_000), _window.Of(5_000));
    }

    [Fact]
    public void Who_has_scrolled_up_stays_there_when_lines_come_and_go()
    {
        _window.Scroll(1_000, 20, isAtEnd: false);
        Assert.Equal((960, 1_060), _window.Of(5_000));

        _window.Lose(100);
        Assert.Equal((860, 960), _window.Of(5_000));
        Assert.Equal(100, _window.Gone);
    }

    [Fact]
    public void There_is_never_much_more_than_what_is_in_sight()
    {
        _window.Scroll(int.MaxValue, int.MaxValue, isAtEnd: false);

        var (from, to) = _window.Of(5_000);
        Assert.InRange(to - from, 1, 500);
        Assert.Equal(5_000, to);
    }

    [Fact]
    public void Only_another_place_wants_other_lines()
    {
        Assert.True(_window.Scroll(10, 20, isAtEnd: false));
        Assert.False(_window.Scroll(10, 20, isAtEnd: false));
    }
}
