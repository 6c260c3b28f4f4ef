using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PlanetarySurvival.Bots.Pacing;

/// <summary>
/// Wakes a thread at an absolute schedule: tick n is due at start + n / rate, so that nothing drifts. Sleeps without spinning. A thread that
/// comes too late by more than <see cref="CatchUpTicksMax"/> ticks leaves them out and the schedule moves on.
/// </summary>
public sealed class TickPacer(int ticksPerSecond)
{
    /// <summary>Late ticks that are caught up; more are left out.</summary>
    public const int CatchUpTicksMax = 3;

    private readonly double _step = (double)Stopwatch.Frequency / ticksPerSecond;
    private double _due = Stopwatch.GetTimestamp();

    /// <summary>Ticks that were left out.</summary>
    public long Skipped { get; private set; }

    /// <summary>The most that a tick began too late, since the last time that this was asked.</summary>
    public TimeSpan TakeLatenessMax()
    {
        var lateness = Stopwatch.GetElapsedTime(0, (long)_latenessMax);
        _latenessMax = 0;
        return lateness;
    }

    private double _latenessMax;

    /// <summary>Sleeps until the next tick is due.</summary>
    public void Wait()
    {
        _due += _step;
        SleepUntil((long)_due);
        var late = Stopwatch.GetTimestamp() - _due;
        _latenessMax = Math.Max(_latenessMax, late);
        if (late <= CatchUpTicksMax * _step)
            return;

        var skipped = Math.Floor(late / _step);
        Skipped += (long)skipped;
        _due += skipped * _step;
    }

    private static void SleepUntil(long timestamp)
    {
        if (OperatingSystem.IsLinux())
        {
            Linux.SleepUntil(timestamp);
            return;
        }

        while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), timestamp) is { Ticks: > 0 } rest)
            Thread.Sleep(rest > TimeSpan.FromMilliseconds(1) ? rest - TimeSpan.FromMilliseconds(1) : TimeSpan.FromMilliseconds(1));
    }

    // Stopwatch reads CLOCK_MONOTONIC in nanoseconds on Linux, so its timestamps are the clock's own.
    private static class Linux
    {
        private const int ClockMonotonic = 1;
        private const int AbsoluteTime = 1;
        private const int Interrupted = 4;

        public static void SleepUntil(long timestamp)
        {
            var until = new TimeSpec { Seconds = (nint)(timestamp / 1_000_000_000), Nanoseconds = (nint)(timestamp % 1_000_000_000) };
            int error;
            do
            {
                error = ClockNanosleep(ClockMonotonic, AbsoluteTime, until, 0);
            }
            while (error == Interrupted);

            if (error != 0)
                throw new InvalidOperationException($"clock_nanosleep failed with error {error}.");
        }

        [DllImport("libc", EntryPoint = "clock_nanosleep")]
        private static extern int ClockNanosleep(int clock, int flags, in TimeSpec request, nint remaining);

        [StructLayout(LayoutKind.Sequential)]
        private struct TimeSpec
        {
            public nint Seconds;
            public nint Nanoseconds;
        }
    }
}
