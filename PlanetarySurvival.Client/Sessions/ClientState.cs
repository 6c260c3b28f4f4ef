namespace PlanetarySurvival.Client.Sessions;

/// <summary>How a client stands to the mesh.</summary>
public enum ClientState
{
    /// <summary>Nothing was asked for yet.</summary>
    Idle,

    /// <summary>On the way in: asks for a ticket, connects, waits for the first snapshot.</summary>
    Connecting,

    /// <summary>A server acts for the player.</summary>
    Playing,

    /// <summary>
    /// The player stands still: the server lost its permission to act and waits for it, or the client holds as many inputs as it may that
    /// no server has called safe.
    /// </summary>
    Waiting,

    /// <summary>The acting server is silent or gone; the client waits for another to take over, then asks the gateway.</summary>
    Reconnecting,

    /// <summary>Says goodbye.</summary>
    Leaving,

    /// <summary>Gone, on purpose.</summary>
    Left,

    /// <summary>Gave up; <see cref="GameClient.Problem"/> says why.</summary>
    Failed,
}
