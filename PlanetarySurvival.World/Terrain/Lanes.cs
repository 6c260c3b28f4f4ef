// The one place that may name vectors. Everything below is an operation that IEEE 754 rounds in one way only (+ - *, comparisons, selection by bits,
// truncation of numbers in range), lane by lane: no fused, estimated or reassociated operation, and no sum across lanes. So all widths give the same bits.
#pragma warning disable RS0030 // The ban on System.Runtime.Intrinsics is on what differs by machine; this file uses none of it.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PlanetarySurvival.World.Terrain;

/// <summary>
/// Some floats that are calculated with side by side: the text of a kernel is written once over this, and the runtime compiles it for 1, 4, 8 and 16
/// of them, to the same bits.
/// </summary>
/// <typeparam name="T">The type itself.</typeparam>
internal interface ILanes<T>
    where T : struct, ILanes<T>
{
    /// <summary>How many; a power of two.</summary>
    static abstract int Count { get; }

    static abstract T operator +(T left, T right);

    static abstract T operator -(T left, T right);

    static abstract T operator *(T left, T right);

    /// <summary>The same number in each.</summary>
    static abstract T Of(float value);

    /// <summary>Reads <see cref="Count"/> floats, the first one this many floats after the reference. The caller answers for the bounds.</summary>
    static abstract T Load(ref float source, int index);

    /// <summary>Without its sign.</summary>
    static abstract T Abs(T value);

    /// <summary>Lane by lane: left > right ? ifTrue : ifFalse.</summary>
    static abstract T WhereGreater(T left, T right, T ifTrue, T ifFalse);

    /// <summary>Writes <see cref="Count"/> floats. The caller answers for the bounds.</summary>
    static abstract void Store(T value, ref float destination, int index);

    /// <summary>Writes <see cref="Count"/> bytes: each number, from -128 to 255, without its fraction. The caller answers for the bounds.</summary>
    static abstract void StoreBytes(T value, ref byte destination, int index);
}

/// <summary>The widths that this machine is fast at.</summary>
internal static class LaneWidth
{
    /// <summary>The widest one in lanes: 1, 4, 8 or 16.</summary>
    public static int Best =>
        Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : Vector128.IsHardwareAccelerated ? 4 : 1;
}

/// <summary>One float.</summary>
internal readonly struct Lanes1(float value) : ILanes<Lanes1>
{
    public static int Count => 1;

    public float Value { get; } = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator +(Lanes1 left, Lanes1 right) => new(left.Value + right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator -(Lanes1 left, Lanes1 right) => new(left.Value - right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 operator *(Lanes1 left, Lanes1 right) => new(left.Value * right.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Of(float value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Load(ref float source, int index) => new(Unsafe.Add(ref source, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 Abs(Lanes1 value) => new(Math.Abs(value.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes1 WhereGreater(Lanes1 left, Lanes1 right, Lanes1 ifTrue, Lanes1 ifFalse) => left.Value > right.Value ? ifTrue : ifFalse;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes1 value, ref float destination, int index) => Unsafe.Add(ref destination, index) = value.Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(Lanes1 value, ref byte destination, int index) => Unsafe.Add(ref destination, index) = (byte)(int)value.Value;
}

/// <summary>Four floats, 128 bits.</summary>
internal readonly struct Lanes4(Vector128<float> value) : ILanes<Lanes4>
{
    private readonly Vector128<float> _value = value;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator +(Lanes4 left, Lanes4 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator -(Lanes4 left, Lanes4 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator *(Lanes4 left, Lanes4 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Of(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Load(ref float source, int index) => new(Vector128.LoadUnsafe(ref source, (nuint)index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Abs(Lanes4 value) => new(Vector128.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 WhereGreater(Lanes4 left, Lanes4 right, Lanes4 ifTrue, Lanes4 ifFalse) =>
        new(Vector128.ConditionalSelect(Vector128.GreaterThan(left._value, right._value), ifTrue._value, ifFalse._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes4 value, ref float destination, int index) => value._value.StoreUnsafe(ref destination, (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(Lanes4 value, ref byte destination, int index)
    {
        var whole = Truncated.From(value._value);
        var bytes = Vector128.Narrow(Vector128.Narrow(whole, whole), default);
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, index), bytes.AsUInt32().ToScalar());
    }
}

/// <summary>Eight floats, 256 bits.</summary>
internal readonly struct Lanes8(Vector256<float> value) : ILanes<Lanes8>
{
    private readonly Vector256<float> _value = value;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator +(Lanes8 left, Lanes8 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator -(Lanes8 left, Lanes8 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator *(Lanes8 left, Lanes8 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Of(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Load(ref float source, int index) => new(Vector256.LoadUnsafe(ref source, (nuint)index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Abs(Lanes8 value) => new(Vector256.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 WhereGreater(Lanes8 left, Lanes8 right, Lanes8 ifTrue, Lanes8 ifFalse) =>
        new(Vector256.ConditionalSelect(Vector256.GreaterThan(left._value, right._value), ifTrue._value, ifFalse._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes8 value, ref float destination, int index) => value._value.StoreUnsafe(ref destination, (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(Lanes8 value, ref byte destination, int index)
    {
        var halves = Vector128.Narrow(Truncated.From(value._value.GetLower()), Truncated.From(value._value.GetUpper()));
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, index), Vector128.Narrow(halves, default).AsUInt64().ToScalar());
    }
}

/// <summary>Sixteen floats, 512 bits.</summary>
internal readonly struct Lanes16(Vector512<float> value) : ILanes<Lanes16>
{
    private readonly Vector512<float> _value = value;

    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator +(Lanes16 left, Lanes16 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator -(Lanes16 left, Lanes16 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator *(Lanes16 left, Lanes16 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Of(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Load(ref float source, int index) => new(Vector512.LoadUnsafe(ref source, (nuint)index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Abs(Lanes16 value) => new(Vector512.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 WhereGreater(Lanes16 left, Lanes16 right, Lanes16 ifTrue, Lanes16 ifFalse) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(left._value, right._value), ifTrue._value, ifFalse._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes16 value, ref float destination, int index) => value._value.StoreUnsafe(ref destination, (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(Lanes16 value, ref byte destination, int index)
    {
        if (Avx512F.IsSupported)
        {
            Avx512F.ConvertToVector128SByte(Avx512F.ConvertToVector512Int32WithTruncation(value._value))
                .AsByte().StoreUnsafe(ref destination, (nuint)index);
            return;
        }

        var (lower, upper) = (value._value.GetLower(), value._value.GetUpper());
        Vector128.Narrow(
            Vector128.Narrow(Truncated.From(lower.GetLower()), Truncated.From(lower.GetUpper())),
            Vector128.Narrow(Truncated.From(upper.GetLower()), Truncated.From(upper.GetUpper())))
            .AsByte().StoreUnsafe(ref destination, (nuint)index);
    }
}

/// <summary>Conversion to integers of numbers that are known to be in range, where all machines agree.</summary>
file static class Truncated
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> From(Vector128<float> value) =>
        Sse2.IsSupported ? Sse2.ConvertToVector128Int32WithTruncation(value) : Vector128.ConvertToInt32(value);
}
