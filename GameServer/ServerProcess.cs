using Microsoft.Extensions.Options;
using PlanetarySurvival.GameServer.Simulation;

namespace PlanetarySurvival.GameServer;

/// <summary>Runs the server to its end and says how it went.</summary>
internal static class ServerProcess
{
    /// <summary>It was stopped.</summary>
    public const int Stopped = 0;

    /// <summary>It could not start; the reason is on the standard error output.</summary>
    public const int NotStarted = 1;

    /// <summary>A tick failed.</summary>
    public const int TickFailed = 70;

    /// <summary>Builds, runs, and returns the exit code.</summary>
    public static async Task<int> RunAsync(Func<WebApplication> build)
    {
        WebApplication? app = null;
        try
        {
            app = build();
            await app.StartAsync();
        }
        catch (Exception exception) when (exception is OptionsValidationException or InvalidOperationException or IOException)
        {
            foreach (var problem in exception is OptionsValidationException options ? options.Failures : [exception.Message])
                await Console.Error.WriteLineAsync($"The game server cannot start: {problem}");
            return NotStarted;
        }

        var ticks = app.Services.GetRequiredService<TickLoop>();
        await app.WaitForShutdownAsync();
        var code = ticks.Failure is null ? Stopped : TickFailed;
        await app.DisposeAsync();
        return code;
    }
}
