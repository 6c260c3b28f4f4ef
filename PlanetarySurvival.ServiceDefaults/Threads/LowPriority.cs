using System.Runtime.InteropServices;

namespace PlanetarySurvival.ServiceDefaults;

/// <summary>Makes a thread give way to the processes that tick: .NET's own thread priorities do nothing on Linux.</summary>
public static partial class LowPriority
{
    private const int Process = 0;
    private const int CallingThread = 0;
    private const int Nice = 10;

    /// <summary>
    /// Lowers the calling thread alone. May be refused (then nothing changes), for example where the process was started with a still lower
    /// priority. Elsewhere than on Linux it does nothing.
    /// </summary>
    public static void Begin()
    {
        if (OperatingSystem.IsLinux())
            _ = SetPriority(Process, CallingThread, Nice);
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int nice);
}
