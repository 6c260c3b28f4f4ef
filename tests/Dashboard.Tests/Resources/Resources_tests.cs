using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Playwright;
using PlanetarySurvival.Dashboard.Tests.Browsers;
using PlanetarySurvival.Testing;

namespace PlanetarySurvival.Dashboard.Tests.Resources;

public sealed class Resources_tests(Chromium chromium) : IAsyncLifetime
{
    private const string Secret = "swordfish-4711";

    private readonly DashboardApplication _dashboard = new();
    private readonly int _port = FreePorts.Next();
    private int _asked;

    public async ValueTask InitializeAsync()
    {
        var secret = _dashboard.Builder.AddParameter("code-word", () => Secret, secret: true);
        var world = _dashboard.AddShell("world", "sleep 1000").WithHttpEndpoint(_port, isProxied: false);

        _dashboard.AddShell("server", "sleep 1000")
            .WithRelationship(world.Resource, "Reference")
            .WaitFor(world)
            .WithEnvironment("PLACE", "pole")
            .WithEnvironment("GREETING", ReferenceExpression.Create($"say {secret}"))
            .WithCommand("drain", "Drain", _ => Task.FromResult(Asked()), new CommandOptions { ConfirmationMessage = "Really drain it?" })
            .WithCommand("fail", "Fail", _ => Task.FromResult(CommandResults.Failure("It would not.")));
        _dashboard.AddShell("gate", "sleep 1000").WithRelationship(world.Resource, "Reference");
        _dashboard.AddShell("broken", "exit 3");
        _dashboard.AddShell("below", "sleep 1000").WithParentRelationship(world);

        await _dashboard.StartAsync();
        await _dashboard.Test.WaitForAsync("server", "Running");
        await _dashboard.Test.WaitForAsync("broken", "Exited");
    }

    public ValueTask DisposeAsync() => _dashboard.DisposeAsync();

    [Fact]
    public async Task The_table_says_what_runs_and_what_has_failed()
    {
        await using var visit = await _dashboard.VisitAsync(chromium);

        await Assertions.Expect(Row(visit, "server")).ToContainTextAsync("Running");
        await Assertions.Expect(Row(visit, "broken")).ToContainTextAsync("Exited (3)");
        await Assertions.Expect(Row(visit, "world").Locator($"a[href='http://127.0.0.1:{_port}']")).ToBeVisibleAsync();
        await Assertions.Expect(Row(visit, "code-word")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_resource_is_stopped_and_started_by_its_buttons_and_the_table_follows()
    {
        await using var visit = await _dashboard.VisitAsync(chromium);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Stop gate", Exact = true }).ClickAsync();
        await Assertions.Expect(Row(visit, "gate")).ToContainTextAsync("Exited");
        await _dashboard.Test.WaitForAsync("gate", "Exited");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Start gate", Exact = true }).ClickAsync();
        await Assertions.Expect(Row(visit, "gate")).ToContainTextAsync("Running");
        await _dashboard.Test.WaitForAsync("gate", "Running");
    }

    [Fact]
    public async Task What_changes_elsewhere_shows_without_reload()
    {
        await using var visit = await _dashboard.VisitAsync(chromium);
        await Assertions.Expect(Row(visit, "gate")).ToContainTextAsync("Running");

        await _dashboard.Test.Application.ResourceCommands.ExecuteCommandAsync("gate", "stop");

        await Assertions.Expect(Row(visit, "gate")).ToContainTextAsync("Exited");
    }

    [Fact]
    public async Task A_filter_leaves_what_matches()
    {
        await using var visit = await _dashboard.VisitAsync(chromium);
        await Assertions.Expect(Row(visit, "gate")).ToBeVisibleAsync();

        // The heading takes the focus when the page opens; before that a key could still lose it.
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Resources" })).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("/");
        await visit.Page.Keyboard.TypeAsync("serv");

        await Assertions.Expect(Row(visit, "gate")).ToHaveCountAsync(0);
        await Assertions.Expect(Row(visit, "server")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_secret_is_not_even_sent_until_it_is_asked_for()
    {
        await using var visit = await _dashboard.VisitAsync(chromium, "/?resource=server");
        var details = visit.Page.GetByRole(AriaRole.Complementary, new() { Name = "Details of server" });

        await Assertions.Expect(details).ToContainTextAsync("pole");
        Assert.DoesNotContain(Secret, await visit.Page.ContentAsync(), StringComparison.Ordinal);

        await details.GetByRole(AriaRole.Button, new() { Name = "Show the value of GREETING" }).ClickAsync();
        await Assertions.Expect(details).ToContainTextAsync($"say {Secret}");
    }

    [Fact]
    public async Task The_value_of_a_secret_parameter_is_covered()
    {
        await using var visit = await _dashboard.VisitAsync(chromium, "/?resource=code-word");

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Complementary)).ToContainTextAsync("Parameter");
        Assert.DoesNotContain(Secret, await visit.Page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_asks_is_only_given_after_the_answer()
    {
        await using var visit = await _dashboard.VisitAsync(chromium, "/?resource=server");
        var drain = Button(visit.Page.GetByRole(AriaRole.Complementary), "Drain");
        var question = visit.Page.GetByRole(AriaRole.Alertdialog);

        await drain.ClickAsync();
        await Assertions.Expect(question).ToContainTextAsync("Really drain it?");
        await Button(question, "Cancel").ClickAsync();
        await Assertions.Expect(question).ToHaveCountAsync(0);
        Assert.Equal(0, Volatile.Read(ref _asked));

        await drain.ClickAsync();
        await Button(question, "Drain").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Drain: server")).ToBeVisibleAsync();
        Assert.Equal(1, Volatile.Read(ref _asked));
    }

    [Fact]
    public async Task A_command_that_fails_says_why()
    {
        await using var visit = await _dashboard.VisitAsync(chromium, "/?resource=server");

        await Button(visit.Page.GetByRole(AriaRole.Complementary), "Fail").ClickAsync();

        await Assertions.Expect(visit.Page.GetByText("It would not.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Relations_lead_both_ways()
    {
        await using var visit = await _dashboard.VisitAsync(chromium, "/?resource=server");

        await visit.Page.GetByRole(AriaRole.Complementary).GetByRole(AriaRole.Link, new() { Name = "world" }).First.ClickAsync();

        var details = visit.Page.GetByRole(AriaRole.Complementary, new() { Name = "Details of world" });
        await Assertions.Expect(details).ToContainTextAsync("used by");
        await Assertions.Expect(details.GetByRole(AriaRole.Link, new() { Name = "gate" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_graph_shows_what_needs_what_and_in_which_state_it_is()
    {
        await using var visit = await _dashboard.VisitAsync(chromium);
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Graph" }).ClickAsync();

        await Assertions.Expect(visit.Page.Locator("[data-node]")).ToHaveCountAsync(5);
        await Assertions.Expect(visit.Page.Locator("[data-from=server][data-to=world]")).ToHaveCountAsync(1);
        await Assertions.Expect(visit.Page.Locator("[data-from=world]")).ToHaveCountAsync(0);
        await Assertions.Expect(Node(visit, "world")).ToHaveAttributeAsync("data-style", "success");
        await Assertions.Expect(Node(visit, "broken")).ToHaveAttributeAsync("data-style", "error");
        await Assertions.Expect(Node(visit, "broken")).ToContainTextAsync("Exited (3)");

        await _dashboard.Test.Application.ResourceCommands.ExecuteCommandAsync("gate", "stop");
        await Assertions.Expect(Node(visit, "gate")).ToContainTextAsync("Exited");
    }

    [Fact]
    public async Task The_graph_is_walked_by_keyboard()
    {
        await using var visit = await _dashboard.VisitAsync(chromium, "/?view=graph");

        await Node(visit, "server").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Complementary, new() { Name = "Details of server" })).ToBeVisibleAsync();
        await Assertions.Expect(Node(visit, "server")).ToHaveAttributeAsync("aria-pressed", "true");
    }

    private static ILocator Row(Visit visit, string name) => visit.Page.Locator($"[data-resource={name}]");

    private static ILocator Node(Visit visit, string name) => visit.Page.Locator($"[data-node={name}]");

    // Playwright does not see the roles that elements of the component library give themselves.
    private static ILocator Button(ILocator within, string text) => within.Locator("fluent-button", new() { HasText = text });

    private ExecuteCommandResult Asked()
    {
        Interlocked.Increment(ref _asked);
        return CommandResults.Success();
    }
}
