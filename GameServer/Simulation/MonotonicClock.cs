using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace PlanetarySurvival.GameServer.Simulation;

/// <summary>
/// Microseconds that never go back and that count the time for which the machine was suspended. Leases are measured with it: a clock
/// that stands still while a laptop sleeps would let a server act long after its permission ran out.
/// </summary>
public static partial class MonotonicClock
{
    /// <summary>CLOCK_BOOTTIME of Linux.</summary>
    internal const int Boottime = 7;

    /// <summary>Now.</summary>
    public static long NowMicroseconds => OperatingSystem.IsLinux()
        ? ReadBoottime()
        : (long)((Int128)Stopwatch.GetTimestamp() * 1_000_000 / Stopwatch.Frequency);

    [SupportedOSPlatform("linux")]
    private static long ReadBoottime()
    {
        if (clock_gettime(Boottime, out var time) != 0)
            throw new InvalidOperationException($"CLOCK_BOOTTIME cannot be read: error {Marshal.GetLastPInvokeError()}.");

        return time.Seconds * 1_000_000 + time.Nanoseconds / 1000;
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int clock_gettime(int clock, out TimeSpecification time);

    /// <summary>struct timespec on 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct TimeSpecification
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
