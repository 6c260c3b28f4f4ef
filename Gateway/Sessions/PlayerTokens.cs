using System.Security.Claims;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PlanetarySurvival.Contracts.Players;

namespace PlanetarySurvival.Gateway.Sessions;

/// <summary>Makes and reads the bearer tokens of players.</summary>
internal sealed class PlayerTokens(IOptions<JwtOptions> options, TimeProvider time)
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(5);
    private readonly JwtOptions _options = options.Value;
    private readonly SymmetricSecurityKey _key = new(Encoding.UTF8.GetBytes(options.Value.Key));
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>What a token must fulfil.</summary>
    public TokenValidationParameters Rules => new()
    {
        IssuerSigningKey = _key,
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        ValidIssuer = _options.Issuer,
        ValidAudience = _options.Audience,
        ClockSkew = ClockSkew,
        NameClaimType = JwtRegisteredClaimNames.Name,
    };

    /// <summary>A token for a player, and when it expires.</summary>
    public (string Token, DateTimeOffset Expires) Issue(PlayerId player, string name)
    {
        var now = time.GetUtcNow();
        var expires = now + _options.Lifetime;
        var token = _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = _options.Issuer,
            Audience = _options.Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = expires.UtcDateTime,
            Subject = new ClaimsIdentity(
                [new Claim(JwtRegisteredClaimNames.Sub, player.ToString()), new Claim(JwtRegisteredClaimNames.Name, name)]),
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.HmacSha256),
        });
        return (token, expires);
    }

    /// <summary>Whose token it was. False for a token of ours that names no player.</summary>
    public static bool TryRead(ClaimsPrincipal user, out PlayerId player, out string name)
    {
        name = user.Identity?.Name ?? "";
        return PlayerId.TryParse(user.FindFirstValue(JwtRegisteredClaimNames.Sub), out player) && name.Length > 0;
    }
}
