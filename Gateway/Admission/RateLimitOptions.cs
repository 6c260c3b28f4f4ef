using System.ComponentModel.DataAnnotations;

namespace PlanetarySurvival.Gateway.Admission;

/// <summary>How often one may knock. In Development the defaults are a hundred times as high: a crowd of bots shares one address.</summary>
internal sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>Requests a minute from one address (IPv6: one /64) to what needs a password, a hash or a ticket.</summary>
    [Range(1, 1_000_000)]
    public int AddressRequestsPerMinute { get; set; } = 60;

    /// <summary>Requests a minute for one account, from wherever.</summary>
    [Range(1, 1_000_000)]
    public int AccountRequestsPerMinute { get; set; } = 20;
}
