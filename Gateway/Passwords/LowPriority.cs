using System.Runtime.InteropServices;

namespace PlanetarySurvival.Gateway.Passwords;

/// <summary>
/// Makes the whole Gateway give way to the processes that tick. Hashing is its only heavy work, and it cannot be had on a thread of its own:
/// the Argon2 library puts its parts on the thread pool, and .NET's thread priorities do nothing on Linux.
/// </summary>
internal static partial class LowPriority
{
    private const int Process = 0;
    private const int CallingThread = 0;
    private const int Nice = 10;

    /// <summary>
    /// Call it first in the program: Linux lowers one thread, and those that it starts from then on. May be refused (then nothing changes),
    /// for example where the process was started with a still lower priority. Elsewhere it does nothing.
    /// </summary>
    public static void Begin()
    {
        if (OperatingSystem.IsLinux())
            _ = SetPriority(Process, CallingThread, Nice);
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int nice);
}
