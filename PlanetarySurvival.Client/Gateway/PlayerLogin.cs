namespace PlanetarySurvival.Client.Gateway;

/// <summary>One player's way in: logs in when there is no session or it is over, and asks for tickets. One request at a time.</summary>
public sealed class PlayerLogin(GatewayClient gateway, string name, string password, TimeProvider? time = null)
{
    // A session that is about to end is renewed before it is shown, rather than refused and asked for again.
    private static readonly TimeSpan RenewBefore = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private GatewaySession? _session;

    /// <summary>The player's name.</summary>
    public string Name { get; } = name;

    /// <summary>Logs in now, so that a wrong password shows at once. Otherwise the first ticket does it.</summary>
    public async Task LogInAsync(CancellationToken cancellation = default) =>
        _session = await gateway.LogInAsync(Name, password, cancellation).ConfigureAwait(false);

    /// <summary>Asks for a ticket, logging in first where that is needed. Fails with <see cref="GatewayException"/>.</summary>
    public async Task<GameTicket> RequestTicketAsync(CancellationToken cancellation = default)
    {
        if (_session is { } known && known.Expires - RenewBefore > _time.GetUtcNow())
        {
            try
            {
                return await gateway.RequestTicketAsync(known, cancellation).ConfigureAwait(false);
            }
            catch (GatewayException exception) when (exception.Failure == GatewayFailure.Unauthorized)
            {
                // The session ended early (a restart with new keys): a new login decides whether the player may come in.
                _session = null;
            }
        }

        var session = await gateway.LogInAsync(Name, password, cancellation).ConfigureAwait(false);
        _session = session;
        return await gateway.RequestTicketAsync(session, cancellation).ConfigureAwait(false);
    }
}
