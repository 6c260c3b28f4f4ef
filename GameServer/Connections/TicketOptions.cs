using System.ComponentModel.DataAnnotations;

namespace PlanetarySurvival.GameServer.Connections;

/// <summary>How tickets are opened and sealed.</summary>
public sealed class TicketOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Tickets";

    /// <summary>Shared with the Gateway and the other game servers. At least 16 characters; never logged.</summary>
    [Required(ErrorMessage = "Tickets:Secret is not set. The gateway and all game servers need the same secret.")]
    [MinLength(16, ErrorMessage = "Tickets:Secret needs at least 16 characters.")]
    public string Secret { get; set; } = "";
}
