using System.Net;
using PlanetarySurvival.Client.Connections;
using PlanetarySurvival.Client.Gateway;

namespace PlanetarySurvival.Client.Sessions;

/// <summary>
/// The way to a server through the gateway: asks for a ticket, again and again with growing pauses, until one leads in or time is up.
/// Polled like the rest of the client; the requests themselves run on the thread pool.
/// </summary>
internal sealed class TicketSearch(PlayerLogin login, GameClientOptions options) : IDisposable
{
    private CancellationTokenSource? _cancellation;
    private Task<Found>? _request;
    private TimeSpan _begunAt;
    private TimeSpan _nextAt;
    private int _tries;

    /// <summary>A ticket and where to show it.</summary>
    public sealed record Found(GameTicket Ticket, IPEndPoint? Endpoint);

    public bool Active { get; private set; }

    /// <summary>Why the last try failed; empty before the first.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Whether another try can only fail the same way.</summary>
    public bool Hopeless { get; private set; }

    public void Begin(TimeSpan now)
    {
        Stop();
        Active = true;
        (_begunAt, _nextAt, _tries, Problem, Hopeless) = (now, now, 0, "", false);
    }

    public void Stop()
    {
        Active = false;
        _request = null;
        _cancellation?.Cancel();
        _cancellation?.Dispose();
        _cancellation = null;
    }

    public bool TimeIsUp(TimeSpan now) => now - _begunAt > options.SearchMax;

    /// <summary>A ticket if one has come since the last call; null while waiting, between tries, or without hope.</summary>
    public Found? Poll(TimeSpan now)
    {
        if (!Active || Hopeless)
            return null;

        if (_request is null)
        {
            if (now < _nextAt)
                return null;

            _cancellation ??= new CancellationTokenSource();
            _request = FindAsync(_cancellation.Token);
        }

        if (!_request.IsCompleted)
            return null;

        var request = _request;
        _request = null;
        if (request.IsCompletedSuccessfully && request.Result.Endpoint is not null)
            return request.Result;

        Fail(request, now);
        return null;
    }

    /// <summary>The ticket did not lead in: the next try begins after a pause.</summary>
    public void Retry(string problem, TimeSpan now, TimeSpan? retryAfter = null)
    {
        Problem = problem;
        var pause = Math.Min(options.BackOffMax.TotalMilliseconds, options.BackOffMin.TotalMilliseconds * Math.Pow(2, Math.Min(_tries, 16)));
        _tries++;

        // Spread, so that a crowd that lost its server does not come back in one instant.
        var spread = pause * (0.75 + 0.5 * Random.Shared.NextDouble());
        _nextAt = now + (retryAfter ?? TimeSpan.FromMilliseconds(spread));
    }

    public void Dispose() => Stop();

    private async Task<Found> FindAsync(CancellationToken cancellation)
    {
        var ticket = await login.RequestTicketAsync(cancellation).ConfigureAwait(false);
        return new Found(ticket, await HostAddress.ResolveAsync(ticket.Host, ticket.Port, cancellation).ConfigureAwait(false));
    }

    private void Fail(Task<Found> request, TimeSpan now)
    {
        if (request.IsCompletedSuccessfully)
        {
            Retry($"The host '{request.Result.Ticket.Host}' of {request.Result.Ticket.Server} is not known.", now);
        }
        else if (request.Exception?.InnerException is GatewayException failure)
        {
            Hopeless = !failure.Transient;
            Retry(failure.Message, now, failure.RetryAfter);
        }
        else
        {
            // Not one of the gateway's failures: a mistake of ours, which must not vanish.
            request.GetAwaiter().GetResult();
        }
    }
}
