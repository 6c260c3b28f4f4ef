using System.Runtime.InteropServices;

namespace PlanetarySurvival.Hosting.Running;

/// <summary>Signals to process groups.</summary>
internal static partial class Signals
{
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>Sends a signal to a group, or, if there is none of that number yet, to the process that will lead it. False if both are gone.</summary>
    public static bool Send(int leader, int signal) => SendRaw(-leader, signal) == 0 || SendRaw(leader, signal) == 0;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendRaw(int process, int signal);
}
