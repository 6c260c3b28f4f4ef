namespace PlanetarySurvival.World.Reach;

/// <summary>Whether a person could do that, and if not, why.</summary>
public enum ReachAnswer : byte
{
    /// <summary>A person could.</summary>
    Plausible = 0,

    /// <summary>A coordinate is infinite or no number.</summary>
    NotFinite = 1,

    /// <summary>A rotation's length is not 1.</summary>
    NotNormalised = 2,

    /// <summary>The head is lower than that of someone who crouches.</summary>
    HeadTooLow = 3,

    /// <summary>The head is higher than anyone's.</summary>
    HeadTooHigh = 4,

    /// <summary>The head is further beside the feet than anyone leans.</summary>
    HeadTooFar = 5,

    /// <summary>A hand is further from the shoulders than an arm is long.</summary>
    HandTooFar = 6,

    /// <summary>The head moved faster than anyone's.</summary>
    HeadTooFast = 7,

    /// <summary>The head turned faster than anyone's.</summary>
    HeadTurnsTooFast = 8,

    /// <summary>A hand moved faster than anyone's.</summary>
    HandTooFast = 9,

    /// <summary>The head is in rock.</summary>
    HeadInRock = 10,

    /// <summary>What a tool is to work on is too far from the hand.</summary>
    ToolTooFar = 11,

    /// <summary>There is rock between head and hand, or between hand and what the tool is to work on.</summary>
    ToolBlocked = 12,
}
