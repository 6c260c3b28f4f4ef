using System.Numerics;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Reach;

/// <summary>Whether a tool in a hand can work on a place: near enough, and no rock between.</summary>
public static class ToolRules
{
    // Coarse: what is thinner than this may be looked through, as fingers reach around a corner. Bounds a check to about forty samples.
    private const double StepMetres = 0.2;

    /// <summary>Checks a tool's target. The pose itself is checked by <see cref="PoseRules"/>.</summary>
    /// <param name="pose">Relative to the body.</param>
    /// <param name="hand">That holds the tool.</param>
    /// <param name="target">The middle of what it works on, relative to <paramref name="origin"/>.</param>
    /// <param name="body">Relative to <paramref name="origin"/>.</param>
    /// <param name="yaw">To which the body looks, 1/65536 turn.</param>
    /// <param name="field">The ground.</param>
    /// <param name="origin">The origin of the body's region.</param>
    public static ReachAnswer Check(
        in AvatarPose pose, Hand hand, Vector3 target, in PlayerBody body, ushort yaw, VoxelField field, WorldPosition origin)
    {
        var held = pose.Of(hand);
        if (!PoseRules.IsFinite(pose.Head) || !PoseRules.IsFinite(held) || !PoseRules.IsFinite(target) || !PoseRules.IsFinite(body.Position))
            return ReachAnswer.NotFinite;

        var frame = new BodyFrame(body, yaw, origin);
        var (eye, palm) = (frame.Place(pose.Head.Position), frame.Place(held.Position));
        var end = DoubleVector.From(origin) + DoubleVector.From(target);
        if (!((end - palm).LengthSquared <= ReachLimits.ToolMetresMax * ReachLimits.ToolMetresMax))
            return ReachAnswer.ToolTooFar;
        if (!((palm - eye).LengthSquared <= ReachLimits.ToolMetresMax * ReachLimits.ToolMetresMax))
            return ReachAnswer.HandTooFar;

        return Sees(field, eye, palm, 0) && Sees(field, palm, end, ReachLimits.TargetMetres) ? ReachAnswer.Plausible : ReachAnswer.ToolBlocked;
    }

    private static bool Sees(VoxelField field, DoubleVector from, DoubleVector to, double exceptMetres)
    {
        var way = to - from;
        var length = way.Length;
        var direction = way.NormalizedOr(default);
        for (var metres = 0.0; metres <= length - exceptMetres; metres += StepMetres)
        {
            if (field.Sample(from + direction * metres, out _) > ReachLimits.RockMetres)
                return false;
        }

        return true;
    }
}
