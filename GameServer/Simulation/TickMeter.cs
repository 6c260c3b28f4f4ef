namespace PlanetarySurvival.GameServer.Simulation;

/// <summary>
/// How the last ticks went. Written by the tick thread without a lock or an allocation; others read it at any time and may see the
/// newest tick half written, which spoils one value of a thousand.
/// </summary>
public sealed class TickMeter
{
    /// <summary>Ticks that are remembered (11 s at 90 Hz).</summary>
    public const int TicksKept = 1024;

    private const int FpsTicks = 450;
    private readonly long[] _begun = new long[TicksKept];
    private readonly int[] _durations = new int[TicksKept];
    private long _ticks;
    private long _late;
    private long _skipped;

    /// <summary>Ticks since the start.</summary>
    public long Ticks => Volatile.Read(ref _ticks);

    /// <summary>Ticks that began a whole period late.</summary>
    public long Late => Volatile.Read(ref _late);

    /// <summary>Ticks that were left out.</summary>
    public long Skipped => Volatile.Read(ref _skipped);

    /// <summary>When the last tick began, in clock microseconds; null before the first.</summary>
    public long? LastMicroseconds => Ticks is > 0 and var ticks ? Volatile.Read(ref _begun[(ticks - 1) % TicksKept]) : null;

    /// <summary>Notes a tick.</summary>
    public void Add(long beganMicroseconds, long endedMicroseconds, TickSchedule schedule)
    {
        var slot = _ticks % TicksKept;
        Volatile.Write(ref _begun[slot], beganMicroseconds);
        _durations[slot] = (int)Math.Min(int.MaxValue, endedMicroseconds - beganMicroseconds);
        Volatile.Write(ref _late, schedule.Late);
        Volatile.Write(ref _skipped, schedule.Skipped);
        Volatile.Write(ref _ticks, _ticks + 1);
    }

    /// <summary>The duration that this part (0 to 1) of the last ticks did not exceed, in milliseconds; 0 before the first.</summary>
    public double DurationMilliseconds(double part)
    {
        var count = (int)Math.Min(Ticks, TicksKept);
        if (count == 0)
            return 0;

        var sorted = _durations.AsSpan(0, count).ToArray();
        Array.Sort(sorted);
        return sorted[Math.Clamp((int)Math.Ceiling(part * count) - 1, 0, count - 1)] / 1000.0;
    }

    /// <summary>Ticks a second over the last five seconds; sinks while the loop hangs.</summary>
    public double TicksPerSecond(long nowMicroseconds)
    {
        var ticks = Ticks;
        var count = Math.Min(ticks, FpsTicks);
        if (count < 2)
            return 0;

        var first = Volatile.Read(ref _begun[(ticks - count) % TicksKept]);
        var last = Volatile.Read(ref _begun[(ticks - 1) % TicksKept]);
        var hangs = nowMicroseconds - last > 1_000_000;
        return (count - 1) * 1_000_000.0 / Math.Max(1, (hangs ? nowMicroseconds : last) - first);
    }
}
