using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Movement;

/// <summary>Steps: what is too steep to walk on but ends within <see cref="StepMetres"/> is climbed without stopping.</summary>
internal static class Ledge
{
    /// <summary>The highest step: knee height.</summary>
    public const double StepMetres = 0.45;

    // Half-way between two voxels a step is a steep ramp; its upper end is looked for shortly behind the capsule's front, and a bit further.
    private const double NearReachMetres = 0.6;
    private const double FarReachMetres = 0.95;

    private const double SlackMetres = 0.03;
    private const int DescentsMax = 4;

    /// <summary>
    /// Where the feet are while a step is climbed: over <paramref name="to"/>, as low as it goes. Not found if there is no ground to stand on
    /// shortly ahead, or no room for the body above it.
    /// </summary>
    /// <param name="field">The ground.</param>
    /// <param name="from">The feet before they move.</param>
    /// <param name="to">The feet after it, in the step.</param>
    /// <param name="up">Away from the centre.</param>
    /// <param name="heading">Where to, level and of length 1.</param>
    /// <param name="feet">On the step's edge.</param>
    public static bool TryClimb(
        VoxelField field, DoubleVector from, DoubleVector to, DoubleVector up, DoubleVector heading, out DoubleVector feet)
    {
        const double raiseMetres = StepMetres + SlackMetres;
        var raised = to + up * raiseMetres;
        feet = to;
        if ((!HasTread(field, from + heading * NearReachMetres + up * raiseMetres, up) &&
            !HasTread(field, from + heading * FarReachMetres + up * raiseMetres, up)) ||
            Capsule.Clearance(field, raised, up) < Burial.FreeMetres)
            return false;

        feet = raised - up * Capsule.Lower(field, raised, up, raiseMetres);
        return true;
    }

    // Whether a body fits there, and finds ground to stand on under it before it is back at the height from which it was raised.
    private static bool HasTread(VoxelField field, DoubleVector raised, DoubleVector up)
    {
        if (Capsule.Clearance(field, raised, up) < Burial.FreeMetres)
            return false;

        var lowered = 0.0;
        for (var i = 0; i < DescentsMax; i++)
        {
            if (!Capsule.TryFindGround(field, raised - up * lowered, up, out var drop))
                return false;

            lowered += drop;
            if (lowered > StepMetres)
                return false;
            if (drop is > -SlackMetres and < SlackMetres)
                return true;
        }

        return false;
    }
}
