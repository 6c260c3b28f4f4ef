using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PlanetarySurvival.Dashboard.ConsoleLogs;
using PlanetarySurvival.Dashboard.Tests.Browsers;

namespace PlanetarySurvival.Dashboard.Tests.ConsoleLogs;

public sealed partial class ConsoleLogs_tests(Chromium chromium) : IAsyncLifetime
{
    private const int FloodLines = 30_000;

    private readonly DashboardApplication _dashboard = new();

    public async ValueTask InitializeAsync()
    {
        _dashboard.AddShell("painter", """
            printf 'plain\n\033[31mred\033[0m and \033[38;2;1;2;3mexact\033[0m\n<b>bold?</b>\n'
            echo 'a mistake' >&2
            exec sleep 1000
            """);
        _dashboard.AddShell("talker", $"""
            n=0; while true; do n=$((n+1)); echo "word $n"; [ -e {_dashboard.Test.Folder}/quiet ] && exec sleep 1000; sleep 0.05; done
            """);
        _dashboard.AddShell("flood", $"""
            i=0; while [ ! -e {_dashboard.Test.Folder}/go ]; do sleep 0.05; done
            seq -f 'flood %.0f of many, and some more text so that it has the length of a line' 1 {FloodLines}
            exec sleep 1000
            """);
        _dashboard.AddShell("long", "seq -f 'row %.0f' 1 1500; exec sleep 1000");
        _dashboard.AddShell("silent", "exec sleep 1000");

        await _dashboard.StartAsync();
    }

    public ValueTask DisposeAsync() => _dashboard.DisposeAsync();

    [Fact]
    public async Task Colours_are_those_of_a_terminal_and_markup_is_only_text()
    {
        await using var visit = await VisitAsync("painter");

        await Assertions.Expect(visit.Page.Locator(".line .ansi-1")).ToHaveTextAsync("red");
        await Assertions.Expect(visit.Page.Locator(".line span[style]")).ToHaveCSSAsync("color", "rgb(1, 2, 3)");
        await Assertions.Expect(Lines(visit).Filter(new() { HasText = "<b>bold?</b>" })).ToHaveCountAsync(1);
        await Assertions.Expect(visit.Page.Locator(".line b")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Lines_have_numbers_and_times_and_say_where_they_come_from()
    {
        await using var visit = await VisitAsync("painter");
        var mistake = Lines(visit).Filter(new() { HasText = "a mistake" });

        await Assertions.Expect(Lines(visit).First.Locator(".number")).ToHaveTextAsync("1");
        await Assertions.Expect(mistake.Locator(".stream")).ToHaveTextAsync("err");
        await Assertions.Expect(visit.Page.Locator(".line time")).ToHaveCountAsync(0);

        await visit.Page.GetByLabel("Times").CheckAsync();
        await Assertions.Expect(Lines(visit).First.Locator("time")).ToHaveTextAsync(Time());
    }

    [Fact]
    public async Task Lines_come_as_they_are_written_and_the_end_stays_in_sight()
    {
        await using var visit = await VisitAsync("talker");

        await Assertions.Expect(visit.Page.GetByText("word 60", new() { Exact = true })).ToBeInViewportAsync();
        await Assertions.Expect(visit.Page.GetByText("word 120", new() { Exact = true })).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Who_leaves_before_the_page_is_complete_finds_the_next_one_whole()
    {
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        await using var visit = await _dashboard.VisitAsync(chromium);
        await visit.Page.RouteAsync("**/consolelogs.js", async route =>
        {
            asked.TrySetResult();
            await answer.Task;
            await route.ContinueAsync();
        });

        await visit.Page.GotoAsync("/consolelogs/resource/silent");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await visit.Page.Keyboard.PressAsync("t");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Traces" })).ToBeFocusedAsync();
        var came = visit.Page.WaitForResponseAsync("**/consolelogs.js");
        answer.SetResult();
        await came;

        // A failure of the page that was left would stand on the one that is read, once its script has come.
        await visit.Page.GetByLabel("Filter").FillAsync("nothing has this name");
        await Assertions.Expect(visit.Page.GetByText("This page failed")).ToHaveCountAsync(0);
        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.Page.Keyboard.PressAsync("c");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Log)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_scrolls_up_stays_there_and_comes_back_to_the_end()
    {
        await using var visit = await VisitAsync("long");
        await Assertions.Expect(visit.Page.GetByText("row 1500", new() { Exact = true })).ToBeInViewportAsync();

        await visit.Page.GetByRole(AriaRole.Log).EvaluateAsync("log => { log.scrollTop = 20 * 700; }");
        await Assertions.Expect(visit.Page.GetByText("row 705", new() { Exact = true })).ToBeInViewportAsync();
        await Assertions.Expect(visit.Page.GetByText("row 1500", new() { Exact = true })).ToHaveCountAsync(0);

        await visit.Page.GetByTestId("to-end").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("row 1500", new() { Exact = true })).ToBeInViewportAsync();
        await Assertions.Expect(visit.Page.GetByTestId("to-end")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Who_scrolls_up_just_as_lines_come_stays_there()
    {
        await using var visit = await VisitAsync("long");
        await Assertions.Expect(visit.Page.GetByText("row 1500", new() { Exact = true })).ToBeInViewportAsync();

        // The browser tells of the change before it tells of the scrolling.
        await visit.Page.GetByRole(AriaRole.Log).EvaluateAsync("log => { log.scrollTop = 20 * 700; log.firstElementChild.style.opacity = 1; }");
        await Assertions.Expect(visit.Page.GetByText("row 705", new() { Exact = true })).ToBeInViewportAsync();
    }

    [Fact]
    public async Task A_filter_leaves_and_marks_what_matches()
    {
        await using var visit = await VisitAsync("long");
        await Assertions.Expect(visit.Page.GetByTestId("count")).ToHaveTextAsync(new Regex("^150[01] lines$"));

        await visit.Page.GetByLabel("Filter").FillAsync("ROW 149");

        await Assertions.Expect(visit.Page.GetByTestId("count")).ToHaveTextAsync(new Regex("^11 of 150[01] lines$"));
        await Assertions.Expect(Lines(visit)).ToHaveCountAsync(11);
        await Assertions.Expect(visit.Page.Locator("mark").First).ToHaveTextAsync("row 149");
    }

    [Fact]
    public async Task A_paused_page_stands_still_until_it_goes_on()
    {
        await using var visit = await VisitAsync("talker");
        await Assertions.Expect(Lines(visit).First).ToBeVisibleAsync();

        await visit.Page.GetByTestId("pause").ClickAsync();
        await Assertions.Expect(visit.Page.GetByTestId("count")).ToHaveTextAsync(new Regex("[1-9][0-9]* waiting"));
        var last = await Lines(visit).Last.InnerTextAsync();
        await Assertions.Expect(visit.Page.GetByTestId("count")).ToHaveTextAsync(new Regex("[2-9][0-9] waiting"));
        Assert.Equal(last, await Lines(visit).Last.InnerTextAsync());

        await visit.Page.GetByTestId("pause").ClickAsync();
        await Assertions.Expect(Lines(visit).Last).Not.ToHaveTextAsync(last);
        await Assertions.Expect(visit.Page.GetByTestId("count")).Not.ToContainTextAsync("waiting");
    }

    [Fact]
    public async Task Clearing_forgets_the_lines_so_far()
    {
        await using var visit = await VisitAsync("long");
        await Assertions.Expect(visit.Page.GetByTestId("count")).ToHaveTextAsync(new Regex("^150[01] lines$"));

        await visit.Page.GetByTestId("clear").ClickAsync();

        await Assertions.Expect(Lines(visit)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_lines_are_downloaded_as_text()
    {
        await using var visit = await VisitAsync("painter");
        await Assertions.Expect(visit.Page.GetByText("a mistake")).ToBeVisibleAsync();

        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByTestId("download").ClickAsync());
        var text = await File.ReadAllTextAsync(await download.PathAsync());

        Assert.StartsWith("painter-", download.SuggestedFilename, StringComparison.Ordinal);
        Assert.Contains("Z red and exact\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', text);
    }

    [Fact]
    public async Task Another_resource_is_chosen_from_the_list()
    {
        await using var visit = await VisitAsync("silent");
        await Assertions.Expect(visit.Page.GetByText("Nothing was written yet.")).ToBeVisibleAsync();

        await visit.Page.GetByTestId("resource").SelectOptionAsync("painter");

        await Assertions.Expect(visit.Page.GetByText("a mistake")).ToBeVisibleAsync();
        Assert.EndsWith("/consolelogs/resource/painter", visit.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_of_lines_leaves_the_page_alive_and_bounded()
    {
        await using var visit = await VisitAsync("flood");
        await Assertions.Expect(visit.Page.GetByTestId("count")).ToBeVisibleAsync();

        await File.WriteAllTextAsync(Path.Combine(_dashboard.Test.Folder, "go"), "");

        await Assertions.Expect(visit.Page.GetByText($"flood {FloodLines} of")).ToBeInViewportAsync();
        Assert.InRange(await Lines(visit).CountAsync(), 1, 500);

        await visit.Page.GetByLabel("Filter").FillAsync($"{FloodLines}");
        await Assertions.Expect(Lines(visit)).ToHaveCountAsync(1);

        var count = await visit.Page.GetByTestId("count").InnerTextAsync();
        Assert.InRange(int.Parse(Numbers().Matches(count)[1].Value, null), 1, LogView.LinesMax);
    }

    [Fact]
    public async Task A_resource_that_does_not_exist_has_no_log()
    {
        await using var visit = await VisitAsync("nobody");

        await Assertions.Expect(visit.Page.GetByText("There is no resource nobody.")).ToBeVisibleAsync();
    }

    private Task<Visit> VisitAsync(string name) => _dashboard.VisitAsync(chromium, $"/consolelogs/resource/{name}");

    private static ILocator Lines(Visit visit) => visit.Page.Locator(".line");

    [GeneratedRegex(@"^\d\d:\d\d:\d\d\.\d\d\d$")]
    private static partial Regex Time();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();
}
