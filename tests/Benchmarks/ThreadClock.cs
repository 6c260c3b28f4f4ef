using System.Runtime.InteropServices;

namespace PlanetarySurvival.Benchmarks;

/// <summary>The processor time of the calling thread, which does not count what else runs on the machine.</summary>
internal static class ThreadClock
{
    private const int ThreadCpuTime = 3;

    /// <summary>Nanoseconds since the thread began.</summary>
    public static long Nanos => ClockGetTime(ThreadCpuTime, out var time) == 0
        ? time.Seconds * 1_000_000_000 + time.Nanoseconds
        : throw new PlatformNotSupportedException("This machine does not tell the time of a thread.");

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int ClockGetTime(int clock, out TimeSpec time);

    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
