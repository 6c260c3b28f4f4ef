using System.Runtime.CompilerServices;

namespace PlanetarySurvival.World.Bodies;

/// <summary>The box along the world's axes in which a body is during a tick; metres relative to the region's origin.</summary>
internal readonly struct BodyBounds(FloatVector low, FloatVector high)
{
    public readonly FloatVector Low = low;
    public readonly FloatVector High = high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Overlaps(in BodyBounds other) =>
        // One branch instead of six: none of them can be foreseen.
        (Low.X <= other.High.X) & (other.Low.X <= High.X) &
        (Low.Y <= other.High.Y) & (other.Low.Y <= High.Y) &
        (Low.Z <= other.High.Z) & (other.Low.Z <= High.Z);
}
