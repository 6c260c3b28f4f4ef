using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace PlanetarySurvival.ServiceDefaults;

/// <summary>Tries until the migrations are applied, then opens the gate.</summary>
internal sealed partial class MigrationWorker(MigrationRun run, MigrationGate gate, ILogger<MigrationWorker> logger) : BackgroundService
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = PauseMin;
        var (lastProblem, lastWarning) = ("", 0L);

        while (true)
        {
            try
            {
                foreach (var name in await run.ApplyAsync(stoppingToken))
                    Log.Applied(logger, name);
                gate.Open();
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                // The database may be away for hours: one line when that begins or changes, then one now and then.
                if (exception.Message != lastProblem || TimeProvider.System.GetElapsedTime(lastWarning) > BetweenWarnings)
                {
                    Log.CannotApply(logger, exception.Message);
                    (lastProblem, lastWarning) = (exception.Message, TimeProvider.System.GetTimestamp());
                }
            }

            if (!await TryPauseAsync(pause, stoppingToken))
                return;
            pause = pause * 2 < PauseMax ? pause * 2 : PauseMax;
        }
    }

    private static async Task<bool> TryPauseAsync(TimeSpan pause, CancellationToken cancellation)
    {
        await Task.Delay(pause, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellation.IsCancellationRequested;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Migration {Name} was applied.")]
        public static partial void Applied(ILogger logger, string name);

        [LoggerMessage(LogLevel.Warning, "The tables cannot be brought up to date; trying on. {Problem}")]
        public static partial void CannotApply(ILogger logger, string problem);
    }
}
