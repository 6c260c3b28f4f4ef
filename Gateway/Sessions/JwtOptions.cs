using System.ComponentModel.DataAnnotations;

namespace PlanetarySurvival.Gateway.Sessions;

/// <summary>The tokens that a login gives.</summary>
internal sealed class JwtOptions
{
    public const string Section = "Jwt";

    /// <summary>The key for HMAC-SHA-256, at least 32 characters; never logged. All gateways share it.</summary>
    [Required(ErrorMessage = "Jwt:Key is not set."), MinLength(32)]
    public string Key { get; init; } = "";

    /// <summary>Who made the token.</summary>
    [Required]
    public string Issuer { get; init; } = "planetary-survival-gateway";

    /// <summary>For whom.</summary>
    [Required]
    public string Audience { get; init; } = "planetary-survival";

    /// <summary>How long a token is good for; then the client logs in again.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(60);
}
