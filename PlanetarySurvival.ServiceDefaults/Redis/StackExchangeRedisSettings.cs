namespace Aspire.StackExchange.Redis;

/// <summary>Settings of a Redis client, from <c>Aspire:StackExchange:Redis</c> and <c>Aspire:StackExchange:Redis:NAME</c>.</summary>
public sealed class StackExchangeRedisSettings
{
    /// <summary>Where Redis is; <c>ConnectionStrings:NAME</c> goes before it.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Whether readiness ignores Redis.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Whether commands leave no traces.</summary>
    public bool DisableTracing { get; set; }

    /// <summary>Whether connecting waits for the first use.</summary>
    public bool DisableAutoActivation { get; set; }
}
