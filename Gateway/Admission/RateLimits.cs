using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace PlanetarySurvival.Gateway.Admission;

/// <summary>Token buckets by address and by account. The library drops those that have not been used for a while.</summary>
internal sealed class RateLimits(IOptions<RateLimitOptions> options) : IDisposable
{
    /// <summary>The name of the policy for endpoints.</summary>
    public const string PerAddress = "address";

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<string> _accounts = PartitionedRateLimiter.Create<string, string>(
        account => RateLimitPartition.GetTokenBucketLimiter(account, _ => Bucket(options.Value.AccountRequestsPerMinute)));

    /// <summary>The bucket of the address that a request comes from.</summary>
    public RateLimitPartition<string> OfAddress(HttpContext context) =>
        RateLimitPartition.GetTokenBucketLimiter(Key(context.Connection.RemoteIpAddress), _ => Bucket(options.Value.AddressRequestsPerMinute));

    /// <summary>Takes one of an account's permits. False if there are none, and how long to wait.</summary>
    public bool TryTake(string account, out TimeSpan retryAfter)
    {
        using var lease = _accounts.AttemptAcquire(account);
        retryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Period;
        return lease.IsAcquired;
    }

    public void Dispose() => _accounts.Dispose();

    // A minute's worth may come at once.
    private static TokenBucketRateLimiterOptions Bucket(int perMinute) => new()
    {
        TokenLimit = perMinute,
        TokensPerPeriod = Math.Max(1, perMinute / 60),
        ReplenishmentPeriod = perMinute >= 60 ? Period : TimeSpan.FromMinutes(1) / perMinute,
        QueueLimit = 0,
    };

    // Whoever has one IPv6 address has the other 2^64 of its network.
    private static string Key(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }
}
