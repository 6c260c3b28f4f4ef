using System.Runtime.InteropServices;

namespace PlanetarySurvival.GameServer.Simulation;

/// <summary>How the operating system treats the tick thread.</summary>
public enum TickPriority
{
    /// <summary>Like any other thread.</summary>
    Ordinary,

    /// <summary>Before other threads (nice -15).</summary>
    Nice,

    /// <summary>Before everything that is not real-time (SCHED_FIFO 10).</summary>
    RealTime,
}

/// <summary>Sleeps until a moment of the <see cref="MonotonicClock"/>. Made by the thread that sleeps, since it raises its priority.</summary>
/// <remarks>
/// Measured against PeriodicTimer (11 ms steps, so 90.87 Hz) and spinning (punished by the scheduler when cores are busy: 52 ms late): an
/// absolute sleep, and a short spin at its end only where the thread is real-time.
/// </remarks>
internal sealed partial class TickTimer
{
    private const long SpinMicroseconds = 200;
    private const int AbsoluteTime = 1;
    private const int Interrupted = 4;
    private const int SetTimerSlack = 29;
    private const int Fifo = 1;
    private const int OtherPolicy = 0;

    // Threads that the tick thread happens to start (those of the thread pool) must not inherit its priority.
    private const int ResetOnFork = 0x40000000;
    private const int FifoPriority = 10;
    private const int NiceValue = -15;

    /// <summary>Raises the priority of the calling thread as far as it is permitted.</summary>
    public TickTimer() => Priority = Raise();

    /// <summary>What was permitted.</summary>
    public TickPriority Priority { get; }

    /// <summary>Returns at that moment or shortly after; at once if it is past.</summary>
    public void SleepUntil(long microseconds)
    {
        if (!OperatingSystem.IsLinux())
        {
            SleepCoarsely(microseconds);
            return;
        }

        var wake = Priority == TickPriority.RealTime ? microseconds - SpinMicroseconds : microseconds;
        if (wake > MonotonicClock.NowMicroseconds)
        {
            var time = new MonotonicClock.TimeSpecification { Seconds = wake / 1_000_000, Nanoseconds = wake % 1_000_000 * 1000 };
            while (clock_nanosleep(MonotonicClock.Boottime, AbsoluteTime, in time, IntPtr.Zero) == Interrupted)
            {
            }
        }

        while (MonotonicClock.NowMicroseconds < microseconds)
            Thread.SpinWait(10);
    }

    private static void SleepCoarsely(long microseconds)
    {
        while (microseconds - MonotonicClock.NowMicroseconds is > 0 and var left)
            Thread.Sleep((int)Math.Clamp(left / 1000, 0, 1000));
    }

    private static TickPriority Raise()
    {
        if (!OperatingSystem.IsLinux())
        {
            Thread.CurrentThread.Priority = ThreadPriority.Highest;
            return TickPriority.Ordinary;
        }

        _ = prctl(SetTimerSlack, 1, 0, 0, 0);
        var priority = FifoPriority;
        if (sched_setscheduler(0, Fifo | ResetOnFork, in priority) == 0)
            return TickPriority.RealTime;

        priority = 0;
        _ = sched_setscheduler(0, OtherPolicy | ResetOnFork, in priority);
        return setpriority(0, 0, NiceValue) == 0 ? TickPriority.Nice : TickPriority.Ordinary;
    }

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int clock_nanosleep(int clock, int flags, in MonotonicClock.TimeSpecification time, IntPtr remaining);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int prctl(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int sched_setscheduler(int thread, int policy, in int parameter);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int setpriority(int which, int who, int value);
}
