namespace PlanetarySurvival.World.Reach;

/// <summary>What a person can do. Chosen so that no honest player is ever refused: tall, quick and badly tracked ones are within them.</summary>
public static class ReachLimits
{
    /// <summary>From between the shoulders to the hand: the arm of someone 2 m tall (0.8 m) and half the width of the shoulders (0.2 m).</summary>
    public const double ArmMetresMax = 1.0;

    /// <summary>How far below the eyes the shoulders are.</summary>
    public const double ShoulderMetres = 0.25;

    /// <summary>From the line through the feet to the head, level: leaning forward from the hips. Who walks on takes the body along.</summary>
    public const double LeanMetresMax = 0.6;

    /// <summary>The height of the eyes of someone who crouches, or kneels over something on the ground.</summary>
    public const double HeadMetresMin = 0.4;

    /// <summary>The height of the eyes of the tallest people, on their toes.</summary>
    public const double HeadMetresMax = 2.2;

    /// <summary>Fast throws and blows of untrained people; trackers lose faster hands anyway.</summary>
    public const double HandMetresPerSecondMax = 12;

    /// <summary>Ducking away or a jump aside.</summary>
    public const double HeadMetresPerSecondMax = 6;

    /// <summary>Twice the fastest turns of a head (about 600 degrees a second). Turning by the stick turns the body instead.</summary>
    public const double HeadRadiansPerSecondMax = 20;

    /// <summary>How much a tracker is off between two frames, beyond what really moved.</summary>
    public const double TrackingMetres = 0.03;

    /// <summary>How much a tracker is off between two frames, beyond what really turned.</summary>
    public const double TrackingRadians = 0.03;

    /// <summary>Of a quaternion's squared length: floats and 16-bit parts are within it.</summary>
    public const double RotationTolerance = 0.01;

    /// <summary>From the hand to the middle of what a tool works on.</summary>
    public const double ToolMetresMax = 6;

    /// <summary>Rock this deep is taken for none: the field is rounded and hands get pressed against walls.</summary>
    public const double RockMetres = 0.15;

    /// <summary>The end of the way to a target is not looked at: what a tool works on is in the rock itself.</summary>
    public const double TargetMetres = 0.8;

    /// <summary>Ticks between two poses at most; after a longer silence motion says nothing.</summary>
    public const int TicksMax = 90;
}
