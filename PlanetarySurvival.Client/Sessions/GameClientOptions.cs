using PlanetarySurvival.Contracts.Protocol;

namespace PlanetarySurvival.Client.Sessions;

/// <summary>Times and bounds of a client. The defaults suit a mesh on one machine as well as the internet.</summary>
public sealed class GameClientOptions
{
    /// <summary>
    /// A primary that has sent no snapshot for so long counts as silent (they come 90 times a second). It is not given up: only a newer
    /// authority replaces it.
    /// </summary>
    public TimeSpan SilenceMax { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The same for a server that said that it waits for its permission to act: a partition takes about 6 s to resolve.</summary>
    public TimeSpan WaitMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a standby may take to welcome the player after the primary was lost, before the gateway is asked.</summary>
    public TimeSpan StandbyGrace { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the client tries to come (back) in before it gives up.</summary>
    public TimeSpan SearchMax { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The first pause between two tries; each further one is twice as long.</summary>
    public TimeSpan BackOffMin { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause between two tries.</summary>
    public TimeSpan BackOffMax { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a server that accepted the connection may take to welcome the player.</summary>
    public TimeSpan WelcomeMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the goodbye waits for the server's answer.</summary>
    public TimeSpan LeaveMax { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>A connection without a sign of life for so long is closed by the transport.</summary>
    public TimeSpan ConnectionSilenceMax { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Connections besides the primary one. At the bound the least needed is closed for a new one.</summary>
    public int StandbysMax { get; init; } = 3;

    /// <summary>
    /// Packets of <see cref="ProtocolLimits.InputsPerPacketMax"/> inputs in one step while the server has fallen behind.
    /// </summary>
    public int PacketsPerStepMax { get; init; } = 4;

    /// <summary>Whether a second socket for IPv6 is opened.</summary>
    public bool IPv6 { get; init; } = true;
}
