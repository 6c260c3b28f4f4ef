using System.Numerics;

namespace PlanetarySurvival.World.Reach;

/// <summary>
/// Where a player's head and hands are, relative to the body: x to its right, y up, z to where its yaw looks; metres from between the feet.
/// </summary>
/// <param name="Head">Between the eyes.</param>
/// <param name="Left">The left controller.</param>
/// <param name="Right">The right controller.</param>
public readonly record struct AvatarPose(TrackedPose Head, TrackedPose Left, TrackedPose Right)
{
    /// <summary>One of the hands.</summary>
    public TrackedPose Of(Hand hand) => hand == Hand.Left ? Left : Right;
}

/// <summary>One tracked thing.</summary>
/// <param name="Position">Metres relative to the body.</param>
/// <param name="Rotation">Relative to the body.</param>
public readonly record struct TrackedPose(Vector3 Position, Rotation Rotation);

/// <summary>A hand.</summary>
public enum Hand : byte
{
    /// <summary>The left one.</summary>
    Left = 0,

    /// <summary>The right one.</summary>
    Right = 1,
}
