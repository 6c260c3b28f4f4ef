using System.Runtime.CompilerServices;

namespace PlanetarySurvival.World.Terrain;

/// <summary>
/// The arithmetic of gradient noise, written once for every width. It goes along x first, then z, then y: what comes of x serves all planes of a cell,
/// what comes of z all rows of a plane's cell, and three products and three sums are left for each voxel.
/// </summary>
internal static class NoiseText
{
    /// <summary>Three numbers that go together.</summary>
    public readonly struct Three<T>(T x, T y, T z)
    {
        public T X { get; } = x;

        public T Y { get; } = y;

        public T Z { get; } = z;
    }

    /// <summary>0 at 0 and 1 at 1, with slope and curvature 0 at both.</summary>
    public static float Fade(float t) => t * t * t * (t * (t * 6 - 15) + 10);

    /// <summary>The same bits as the scalar one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Fade<T>(T t)
        where T : struct, ILanes<T> => t * t * t * (t * (t * T.Of(6) - T.Of(15)) + T.Of(10));

    /// <summary>Along a line of the lattice between two corners.</summary>
    /// <returns>X: what the gradients' x make here; Y, Z: the slopes in y and z.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Three<T> AlongX<T>(Three<T> left, Three<T> right, T f, T s)
        where T : struct, ILanes<T>
    {
        var from = left.X * f;
        var to = right.X * (f - T.Of(1));
        return new(from + (to - from) * s, left.Y + (right.Y - left.Y) * s, left.Z + (right.Z - left.Z) * s);
    }

    /// <summary>Between two lines of the lattice that differ in z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (T Value, T SlopeY) AlongZ<T>(Three<T> near, Three<T> far, T f, T s)
        where T : struct, ILanes<T>
    {
        var from = near.X + near.Z * f;
        var to = far.X + far.Z * (f - T.Of(1));
        return (from + (to - from) * s, near.Y + (far.Y - near.Y) * s);
    }

    /// <summary>Between two rows of the lattice that differ in y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T AlongY<T>(T low, T lowSlope, T high, T highSlope, T f, T s)
        where T : struct, ILanes<T> => Rising(low, lowSlope, high - highSlope - low, highSlope - lowSlope, f, s);

    /// <summary>The same, from the differences of the two rows: the inner loop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Rising<T>(T low, T lowSlope, T rise, T riseSlope, T f, T s)
        where T : struct, ILanes<T> => low + lowSlope * f + (rise + riseSlope * f) * s;
}
