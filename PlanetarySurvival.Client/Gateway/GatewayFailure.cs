namespace PlanetarySurvival.Client.Gateway;

/// <summary>Why the gateway did not do what it was asked.</summary>
public enum GatewayFailure
{
    /// <summary>No answer: it is not running, or the network is down. Worth another try.</summary>
    Unreachable,

    /// <summary>It cannot answer now, or the player is moving between servers. Worth another try after <see cref="GatewayException.RetryAfter"/>.</summary>
    Unavailable,

    /// <summary>Too many requests. Worth another try after <see cref="GatewayException.RetryAfter"/>.</summary>
    TooManyRequests,

    /// <summary>The name or the password is wrong, or the session is over.</summary>
    Unauthorized,

    /// <summary>It does not accept the request, for example a name that is too long; another try gets the same answer.</summary>
    Refused,

    /// <summary>The answer could not be understood: most likely another program or version answers at that address.</summary>
    Malformed,
}
