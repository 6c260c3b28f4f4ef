using System.Numerics;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Reach;

/// <summary>
/// Whether a person could hold and move head and hands as a client says. Pure: nothing is corrected here and nobody punished; the first reason found
/// is answered. Every pose is taken, however broken.
/// </summary>
public static class PoseRules
{
    /// <summary>One pose by itself: numbers, rotations, height, lean, arms.</summary>
    public static ReachAnswer Check(in AvatarPose pose)
    {
        if (!IsFinite(pose.Head) || !IsFinite(pose.Left) || !IsFinite(pose.Right))
            return ReachAnswer.NotFinite;
        if (!IsUnit(pose.Head.Rotation) || !IsUnit(pose.Left.Rotation) || !IsUnit(pose.Right.Rotation))
            return ReachAnswer.NotNormalised;

        var head = pose.Head.Position;
        if (head.Y < ReachLimits.HeadMetresMin)
            return ReachAnswer.HeadTooLow;
        if (head.Y > ReachLimits.HeadMetresMax)
            return ReachAnswer.HeadTooHigh;
        if ((double)head.X * head.X + (double)head.Z * head.Z > ReachLimits.LeanMetresMax * ReachLimits.LeanMetresMax)
            return ReachAnswer.HeadTooFar;

        return IsInReach(head, pose.Left.Position) && IsInReach(head, pose.Right.Position) ? ReachAnswer.Plausible : ReachAnswer.HandTooFar;
    }

    /// <summary>The way from one pose to a later one, both plausible by themselves.</summary>
    /// <param name="before">The earlier one.</param>
    /// <param name="now">The later one.</param>
    /// <param name="ticks">Between them; less than 1 counts as 1, and beyond <see cref="ReachLimits.TicksMax"/> everything is plausible.</param>
    public static ReachAnswer CheckMotion(in AvatarPose before, in AvatarPose now, int ticks)
    {
        if (ticks > ReachLimits.TicksMax)
            return ReachAnswer.Plausible;

        var seconds = Math.Max(ticks, 1) * (1.0 / ProtocolLimits.TickRate);
        if (!IsWithin(before.Head.Position, now.Head.Position, ReachLimits.HeadMetresPerSecondMax * seconds + ReachLimits.TrackingMetres))
            return ReachAnswer.HeadTooFast;

        // cos x is at least 1 - x²/2: the bound is right for small angles and lenient for large ones, without a cosine.
        var half = (ReachLimits.HeadRadiansPerSecondMax * seconds + ReachLimits.TrackingRadians) * 0.5;
        var cosine = Rotation.HalfAngleCosine(now.Head.Rotation, before.Head.Rotation);
        var lengths = Math.Sqrt(now.Head.Rotation.LengthSquared * before.Head.Rotation.LengthSquared);
        if (!(cosine >= (1 - half * half * 0.5) * lengths))
            return ReachAnswer.HeadTurnsTooFast;

        var handMetres = ReachLimits.HandMetresPerSecondMax * seconds + ReachLimits.TrackingMetres;
        return IsWithin(before.Left.Position, now.Left.Position, handMetres) && IsWithin(before.Right.Position, now.Right.Position, handMetres)
            ? ReachAnswer.Plausible
            : ReachAnswer.HandTooFast;
    }

    /// <summary>Whether a plausible pose fits where its body stands: nobody looks through rock.</summary>
    /// <param name="pose">Relative to the body.</param>
    /// <param name="body">Relative to <paramref name="origin"/>.</param>
    /// <param name="yaw">To which the body looks, 1/65536 turn.</param>
    /// <param name="field">The ground.</param>
    /// <param name="origin">The origin of the body's region.</param>
    public static ReachAnswer CheckPlace(in AvatarPose pose, in PlayerBody body, ushort yaw, VoxelField field, WorldPosition origin)
    {
        if (!IsFinite(pose.Head))
            return ReachAnswer.NotFinite;

        var frame = new BodyFrame(body, yaw, origin);
        return field.Sample(frame.Place(pose.Head.Position), out _) > ReachLimits.RockMetres ? ReachAnswer.HeadInRock : ReachAnswer.Plausible;
    }

    internal static bool IsFinite(in TrackedPose pose) => IsFinite(pose.Position) && pose.Rotation.IsFinite;

    internal static bool IsFinite(Vector3 place) => float.IsFinite(place.X) && float.IsFinite(place.Y) && float.IsFinite(place.Z);

    private static bool IsUnit(in Rotation rotation) => Math.Abs(rotation.LengthSquared - 1) <= ReachLimits.RotationTolerance;

    private static bool IsInReach(Vector3 head, Vector3 hand) =>
        IsWithin(head with { Y = head.Y - (float)ReachLimits.ShoulderMetres }, hand, ReachLimits.ArmMetresMax);

    // False for what is no number.
    private static bool IsWithin(Vector3 a, Vector3 b, double metres)
    {
        var (x, y, z) = ((double)a.X - b.X, (double)a.Y - b.Y, (double)a.Z - b.Z);
        return x * x + y * y + z * z <= metres * metres;
    }
}
