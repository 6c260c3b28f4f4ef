using System.Globalization;
using System.Runtime.InteropServices;
using Garnet;

namespace PlanetarySurvival.AppHost.Cache;

/// <summary>A cache server in a process of this program, for machines that have no Redis. It has no streams.</summary>
internal static class EmbeddedCache
{
    private const string Switch = "--embedded-cache";

    /// <summary>The .NET that runs this process.</summary>
    public static string Command { get; } = Path.GetFullPath(
        Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    public static string[] Arguments(int port) => ["exec", typeof(EmbeddedCache).Assembly.Location, Switch, port.ToString(CultureInfo.InvariantCulture)];

    public static bool IsWanted(string[] args) => args is [Switch, _];

    /// <summary>Serves until it is told to stop.</summary>
    public static int Run(string[] args)
    {
        using var stop = new ManualResetEventSlim();
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var server = new GarnetServer(["--port", args[1], "--bind", "127.0.0.1", "--lua", "true", "--memory", "64m", "--index", "8m", "-q"]);

        server.Start();
        Console.WriteLine($"The embedded cache listens on 127.0.0.1:{args[1]}.");
        stop.Wait();
        return 0;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Set();
        }
    }
}
