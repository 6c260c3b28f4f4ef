using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace PlanetarySurvival.Dashboard.Tests.Browsers;

/// <summary>A page of the dashboard in a browser that remembers nothing else. At its end nothing may have gone wrong in it.</summary>
public sealed class Visit : IAsyncDisposable
{
    private static readonly float PatienceMs = 30_000;

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _problems = new();

    private Visit(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Opens an address; more than one page of the same visitor share cookies and storage.</summary>
    public static async Task<Visit> OpenAsync(IBrowser browser, Uri address, BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.ViewportSize ??= new() { Width = 1366, Height = 768 };
        options.BaseURL = address.GetLeftPart(UriPartial.Authority);

        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(PatienceMs);
        Assertions.SetDefaultExpectTimeout(PatienceMs);

        var page = await context.NewPageAsync();
        var visit = new Visit(context, page);

        page.Request += (_, request) => visit.Judge(request, address);
        page.Console += (_, message) => visit.Judge(message);
        page.PageError += (_, error) => visit._problems.Enqueue(error);
        page.Crash += (_, _) => visit._problems.Enqueue("The page crashed.");

        await page.GotoAsync(address.PathAndQuery);
        return visit;
    }

    /// <summary>Expect that something is refused: the browser says so on its console.</summary>
    public void ForgiveRefusals() => Forgives = true;

    private bool Forgives { get; set; }

    /// <summary>Closes it.</summary>
    public async ValueTask DisposeAsync()
    {
        // What a test has proven already is told first; a page that had a problem fails the test that looked well.
        var problems = _problems.Where(p => !Forgives || !p.Contains("Failed to load resource", StringComparison.Ordinal)).ToList();

        await _context.CloseAsync();
        Assert.Equal([], problems);
    }

    private void Judge(IRequest request, Uri address)
    {
        var target = new Uri(request.Url);

        if (target.Scheme is not ("data" or "blob") && target.Authority != address.Authority)
            _problems.Enqueue($"A request left the dashboard: {request.Url}");
    }

    private void Judge(IConsoleMessage message)
    {
        if (message.Type is "error" or "warning")
            _problems.Enqueue($"{message.Type}: {message.Text}");
    }
}
