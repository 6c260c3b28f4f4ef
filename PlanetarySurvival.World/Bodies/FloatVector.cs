using System.Runtime.CompilerServices;

namespace PlanetarySurvival.World.Bodies;

/// <summary>
/// Three floats: a velocity, a direction, an arm from a body's centre. Small quantities only; places are doubles. Sums are written out in one
/// order, as in <see cref="Space.DoubleVector"/>, so that every machine gets the same bits. Inlined by order: the compiler gives up within a large
/// solver, and a call costs as much as the work.
/// </summary>
internal readonly struct FloatVector(float x, float y, float z)
{
    public readonly float X = x;
    public readonly float Y = y;
    public readonly float Z = z;

    public float LengthSquared => X * X + Y * Y + Z * Z;

    public float Length => (float)Math.Sqrt(LengthSquared);

    public bool IsFinite => float.IsFinite(X) && float.IsFinite(Y) && float.IsFinite(Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector operator +(FloatVector a, FloatVector b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector operator -(FloatVector a, FloatVector b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    public static FloatVector operator -(FloatVector a) => new(-a.X, -a.Y, -a.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector operator *(FloatVector a, float factor) => new(a.X * factor, a.Y * factor, a.Z * factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Dot(FloatVector a, FloatVector b) => a.X * b.X + a.Y * b.Y + a.Z * b.Z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector Cross(FloatVector a, FloatVector b) =>
        new(a.Y * b.Z - a.Z * b.Y, a.Z * b.X - a.X * b.Z, a.X * b.Y - a.Y * b.X);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatVector From(Space.DoubleVector vector) => new((float)vector.X, (float)vector.Y, (float)vector.Z);

    public static FloatVector From(System.Numerics.Vector3 vector) => new(vector.X, vector.Y, vector.Z);

    public System.Numerics.Vector3 ToNumerics() => new(X, Y, Z);

    public Space.DoubleVector ToDouble() => new(X, Y, Z);

    /// <summary>The same direction, no longer than a bound.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FloatVector NoLongerThan(float bound)
    {
        var squared = LengthSquared;
        return squared > bound * bound ? this * (bound / (float)Math.Sqrt(squared)) : this;
    }
}
