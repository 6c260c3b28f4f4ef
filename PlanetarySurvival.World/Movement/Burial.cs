using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Movement;

/// <summary>Takes a body out of rock that an edit, or a broken record, put around it: never stuck, and no further away than need be.</summary>
internal static class Burial
{
    /// <summary>How far along the gradient: the depth at which the field stops telling where out is.</summary>
    public const double PushMetresMax = 2;

    /// <summary>How far straight up in one tick. Deeper bodies go on in the next tick: 8000 m take 6 s.</summary>
    public const double RiseMetresMax = 16;

    /// <summary>A capsule that reaches no deeper into the rock than this is free.</summary>
    public const double FreeMetres = -0.02;

    private const int PushesMax = 12;

    // Less than the height of the lowest free place that counts, so that none is stepped over.
    private const double RiseStepMetres = 0.4;

    /// <summary>The nearest free place that it finds, or the place <see cref="RiseMetresMax"/> higher if there is none so near.</summary>
    public static DoubleVector Leave(VoxelField field, DoubleVector feet, DoubleVector up) =>
        TryPush(field, feet, up, out var free) ? free : Rise(field, feet, up);

    private static bool TryPush(VoxelField field, DoubleVector feet, DoubleVector up, out DoubleVector free)
    {
        free = feet;
        for (var push = 0; push < PushesMax; push++)
        {
            var worst = Deepest(field, free, up);
            if (worst.Gap >= FreeMetres)
                return true;

            // Half a metre at most: what is felt deep inside is only roughly the way out.
            free += worst.Normal * Math.Min(-worst.Gap, 0.5);
            if ((free - feet).LengthSquared > PushMetresMax * PushMetresMax)
                return false;
        }

        return Capsule.Clearance(field, free, up) >= FreeMetres;
    }

    private static DoubleVector Rise(VoxelField field, DoubleVector feet, DoubleVector up)
    {
        for (var height = RiseStepMetres; height < RiseMetresMax; height += RiseStepMetres)
        {
            var place = feet + up * height;

            // One sample tells that most places are in the midst of rock.
            if (field.Sample(place + up * Capsule.MiddleMetres, out _) < 0 && TryPush(field, place, up, out var free))
                return Settle(field, free, up);
        }

        return feet + up * RiseMetresMax;
    }

    // Steps and pushes may have led higher than need be.
    private static DoubleVector Settle(VoxelField field, DoubleVector free, DoubleVector up)
    {
        var settled = free - up * Capsule.Lower(field, free, up, PushMetresMax);
        return Capsule.Clearance(field, settled, up) >= FreeMetres ? settled : free;
    }

    private static Contact Deepest(VoxelField field, DoubleVector feet, DoubleVector up)
    {
        var deepest = Capsule.Touch(field, feet + up * Capsule.FootMetres, up);
        var middle = Capsule.Touch(field, feet + up * Capsule.MiddleMetres, up);
        if (middle.Gap < deepest.Gap)
            deepest = middle;

        var head = Capsule.Touch(field, feet + up * Capsule.HeadMetres, up);
        return head.Gap < deepest.Gap ? head : deepest;
    }
}
