namespace PlanetarySurvival.Client.Gateway;

/// <summary>The gateway did not do what it was asked; <see cref="Failure"/> says why, the message is meant for people.</summary>
public sealed class GatewayException(GatewayFailure failure, string message, TimeSpan? retryAfter = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>Why.</summary>
    public GatewayFailure Failure { get; } = failure;

    /// <summary>How long to wait before another try, if the gateway said so.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>Whether the same request may succeed later.</summary>
    public bool Transient => Failure is GatewayFailure.Unreachable or GatewayFailure.Unavailable or GatewayFailure.TooManyRequests;
}
