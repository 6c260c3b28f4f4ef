using System.ComponentModel.DataAnnotations;

namespace PlanetarySurvival.Gateway.Tickets;

/// <summary>The tickets that let players in.</summary>
internal sealed class TicketOptions
{
    public const string Section = "Tickets";

    /// <summary>What the Gateway and the game servers share; at least 16 characters, never logged.</summary>
    [Required(ErrorMessage = "Tickets:Secret is not set. The Gateway and the game servers need the same secret."), MinLength(16)]
    public string Secret { get; init; } = "";
}
