using System.Collections.Concurrent;
using System.Net;
using System.Text;
using PlanetarySurvival.Contracts.Players;

namespace PlanetarySurvival.Client.Tests.Stages;

/// <summary>A gateway that answers as the real one does, on a free port, and sends everyone where the test says.</summary>
internal sealed class TestGateway : IDisposable
{
    private readonly HttpListener _listener;
    private readonly Task _serving;
    private readonly ConcurrentDictionary<string, string> _accounts = new();
    private int _tickets;

    public TestGateway(PlayerId player)
    {
        Player = player;
        (_listener, Address) = Listen();
        _serving = Task.Run(ServeAsync);
    }

    public Uri Address { get; }

    public PlayerId Player { get; }

    /// <summary>Where the next ticket leads; null answers 503.</summary>
    public volatile TestGameServer? Target;

    /// <summary>Tokens of this generation are good.</summary>
    public volatile string Token = "token-1";

    /// <summary>Counts the player's logins.</summary>
    public int Session = 1;

    /// <summary>The body of the next ticket, instead of a good one.</summary>
    public volatile string? TicketBody;

    public int Tickets => _tickets;

    public void Dispose()
    {
        _listener.Stop();
        _serving.Wait(TimeSpan.FromSeconds(10));
        _listener.Close();
    }

    private static (HttpListener Listener, Uri Address) Listen()
    {
        for (var tries = 0; ; tries++)
        {
            var address = new Uri($"http://127.0.0.1:{Random.Shared.Next(20_000, 32_000)}/");
            var listener = new HttpListener { Prefixes = { address.AbsoluteUri } };
            try
            {
                listener.Start();
                return (listener, address);
            }
            catch (HttpListenerException) when (tries < 50)
            {
                listener.Close();
            }
        }
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                Answer(await _listener.GetContextAsync());
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // The test is over, or a client that ends does not wait for its answer.
            }
        }
    }

    private void Answer(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var body = reader.ReadToEnd();
        var (status, answer) = context.Request.Url!.AbsolutePath switch
        {
            "/v1/accounts" => _accounts.TryAdd(NameIn(body), body) ? (201, "{}") : (409, """{"title":"The name is taken."}"""),
            "/v1/sessions" => _accounts.TryGetValue(NameIn(body), out var known) && known == body
                ? (200, $$"""{"token":"{{Token}}","expires":"{{DateTimeOffset.UtcNow.AddHours(1):O}}"}""")
                : (401, """{"title":"The name or the password is wrong."}"""),
            "/v1/tickets" => Ticket(context.Request),
            _ => (404, ""),
        };

        context.Response.StatusCode = status;
        context.Response.ContentType = status < 300 ? "application/json" : "application/problem+json";
        if (status == 503)
            context.Response.AddHeader("Retry-After", "1");
        context.Response.Close(Encoding.UTF8.GetBytes(answer), willBlock: true);
    }

    private (int Status, string Body) Ticket(HttpListenerRequest request)
    {
        if (request.Headers["Authorization"] != $"Bearer {Token}")
            return (401, """{"title":"The session is over."}""");

        if (Target is not { } target)
            return (503, """{"title":"The player is moving."}""");

        Interlocked.Increment(ref _tickets);
        return (200, TicketBody ?? $$"""
            {"server":"{{target.Name}}","host":"127.0.0.1","port":{{target.Port}},"ticket":"AQIDBA==",
             "expires":"{{DateTimeOffset.UtcNow.AddSeconds(20):O}}","session":{{Session}},"player":"{{Player}}"}
            """);
    }

    private static string NameIn(string body) => body.Split('"') is [_, "name", _, var name, ..] ? name : "";
}
