using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Tickets;

namespace PlanetarySurvival.Client.Gateway;

/// <summary>
/// The front door over HTTP: accounts, sessions, tickets. One request a call, no retries; what fails is a <see cref="GatewayException"/>.
/// Any number of players and threads may share one.
/// </summary>
public sealed class GatewayClient : IDisposable
{
    /// <summary>The largest answer that is read, in bytes.</summary>
    public const int AnswerBytesMax = 64 * 1024;

    /// <summary>The longest wait that an answer may ask for; a longer one is cut to it.</summary>
    public static readonly TimeSpan RetryAfterMax = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;

    /// <summary>Speaks to the gateway at an address such as <c>http://127.0.0.1:8080</c>.</summary>
    /// <param name="address">Absolute, http or https; a path is kept as a prefix.</param>
    /// <param name="handler">How requests are sent; by default over pooled sockets.</param>
    public GatewayClient(Uri address, HttpMessageHandler? handler = null)
    {
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
            throw new ArgumentException($"The gateway's address '{address}' is not an absolute http or https address.", nameof(address));

        Address = address;
        _http = new HttpClient(handler ?? new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
        {
            BaseAddress = address.AbsolutePath.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/"),
            Timeout = TimeSpan.FromSeconds(15),
            MaxResponseContentBufferSize = AnswerBytesMax,
        };
    }

    /// <summary>Where the gateway is.</summary>
    public Uri Address { get; }

    /// <summary>Makes an account. False if the name exists already.</summary>
    public async Task<bool> CreateAccountAsync(string name, string password, CancellationToken cancellation = default)
    {
        using var request = Post("v1/accounts", new Credentials(name, password), GatewayJson.Default.Credentials);
        using var answer = await SendAsync(request, cancellation).ConfigureAwait(false);
        if (answer.StatusCode == HttpStatusCode.Conflict)
            return false;

        await ThrowUnlessSuccessAsync(answer, cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>Logs in. A wrong name or password is <see cref="GatewayFailure.Unauthorized"/>.</summary>
    public async Task<GatewaySession> LogInAsync(string name, string password, CancellationToken cancellation = default)
    {
        using var request = Post("v1/sessions", new Credentials(name, password), GatewayJson.Default.Credentials);
        using var answer = await SendAsync(request, cancellation).ConfigureAwait(false);
        await ThrowUnlessSuccessAsync(answer, cancellation).ConfigureAwait(false);
        var session = await ReadAsync(answer, GatewayJson.Default.SessionAnswer, cancellation).ConfigureAwait(false);
        return session is { Token.Length: > 0 }
            ? new GatewaySession(session.Token, session.Expires)
            : throw Malformed(answer, "it names no token");
    }

    /// <summary>
    /// Asks for a ticket to the server where the player is or begins. While the player moves between servers the failure is
    /// <see cref="GatewayFailure.Unavailable"/>.
    /// </summary>
    public async Task<GameTicket> RequestTicketAsync(GatewaySession session, CancellationToken cancellation = default)
    {
        using var request = Post("v1/tickets", new NoFields(), GatewayJson.Default.NoFields);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", session.Token);
        using var answer = await SendAsync(request, cancellation).ConfigureAwait(false);
        await ThrowUnlessSuccessAsync(answer, cancellation).ConfigureAwait(false);
        var ticket = await ReadAsync(answer, GatewayJson.Default.TicketAnswer, cancellation).ConfigureAwait(false);
        return Check(answer, ticket);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static GameTicket Check(HttpResponseMessage answer, TicketAnswer? ticket)
    {
        if (ticket is not { Server.Length: > 0 and <= ProtocolLimits.ServerNameBytesMax, Host.Length: > 0 and <= ProtocolLimits.HostBytesMax })
            throw Malformed(answer, "it names no server");

        if (ticket.Port is <= 0 or > ushort.MaxValue)
            throw Malformed(answer, $"{ticket.Port} is no port");

        if (!PlayerId.TryParse(ticket.Player, out var player) || player.IsNone)
            throw Malformed(answer, "it names no player");

        Span<byte> bytes = stackalloc byte[TicketSeal.SealedSizeMax];
        if (!Convert.TryFromBase64String(ticket.Ticket ?? "", bytes, out var length) || length == 0)
            throw Malformed(answer, "the ticket is not base64 of at most 256 bytes");

        return new GameTicket(ticket.Server, ticket.Host, (ushort)ticket.Port, bytes[..length].ToArray(), ticket.Expires, ticket.Session, player);
    }

    private static HttpRequestMessage Post<T>(string path, T body, JsonTypeInfo<T> type) =>
        new(HttpMethod.Post, path) { Content = JsonContent.Create(body, type) };

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await _http.SendAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            throw new GatewayException(
                GatewayFailure.Unreachable, $"The gateway at {Address} cannot be reached: {exception.Message.TrimEnd('.')}.", inner: exception);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new GatewayException(
                GatewayFailure.Unreachable, $"The gateway at {Address} did not answer within {_http.Timeout.TotalSeconds:0} s.", inner: exception);
        }
    }

    private static async Task<T?> ReadAsync<T>(HttpResponseMessage answer, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        try
        {
            return await answer.Content.ReadFromJsonAsync(type, cancellation).ConfigureAwait(false);
        }
        catch (JsonException exception)
        {
            throw Malformed(answer, exception.Message, exception);
        }
    }

    private async Task ThrowUnlessSuccessAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (answer.IsSuccessStatusCode)
            return;

        var failure = answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => GatewayFailure.Unauthorized,
            HttpStatusCode.TooManyRequests => GatewayFailure.TooManyRequests,
            HttpStatusCode.RequestTimeout => GatewayFailure.Unavailable,
            >= HttpStatusCode.InternalServerError => GatewayFailure.Unavailable,
            _ => GatewayFailure.Refused,
        };
        var detail = await ReadProblemAsync(answer, cancellation).ConfigureAwait(false);
        throw new GatewayException(
            failure, $"The gateway at {Address} answered {(int)answer.StatusCode}{(detail.Length == 0 ? "." : $": {detail}")}", RetryAfter(answer));
    }

    private static async Task<string> ReadProblemAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (answer.Content.Headers.ContentType?.MediaType is not ("application/problem+json" or "application/json"))
            return "";

        try
        {
            var problem = await answer.Content.ReadFromJsonAsync(GatewayJson.Default.ProblemAnswer, cancellation).ConfigureAwait(false);
            return problem?.Detail ?? problem?.Title ?? "";
        }
        catch (JsonException)
        {
            // The status says enough; the body was only to explain it.
            return "";
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage answer)
    {
        var after = answer.Headers.RetryAfter?.Delta;
        return after > RetryAfterMax ? RetryAfterMax : after;
    }

    private static GatewayException Malformed(HttpResponseMessage answer, string why, Exception? inner = null) => new(
        GatewayFailure.Malformed, $"The answer of {answer.RequestMessage?.RequestUri} cannot be used: {why}.", inner: inner);
}
