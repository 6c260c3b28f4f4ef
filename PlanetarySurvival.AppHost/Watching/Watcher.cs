using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PlanetarySurvival.AppHost.Watching;

/// <summary>Sees every process end: reports it if it was a game server's, and starts it again if nobody had asked for its end.</summary>
internal sealed partial class Watcher(
    ResourceNotificationService notifications, ResourceCommandService commands, Incarnations incarnations,
        IHostApplicationLifetime lifetime, ILogger<Watcher> logger)
    : BackgroundService
{
    /// <summary>The state between two starts of a process that never lasts; its log and its exit code say why.</summary>
    public const string CrashLoopState = "CrashLoop";

    private readonly Dictionary<string, Watched> _watched = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var update in notifications.WatchAsync(stoppingToken))
            {
                if (update.Resource is ProjectResource or ExecutableResource)
                    Observe(update, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The application ends; from here on every process ends because it was asked to.
        }
    }

    private void Observe(ResourceEvent update, CancellationToken stoppingToken)
    {
        if (!_watched.TryGetValue(update.ResourceId, out var watched))
            _watched[update.ResourceId] = watched = new Watched();

        var state = update.Snapshot.State?.Text;

        if (state == KnownResourceStates.Stopping)
        {
            watched.IsStopWanted = true;
        }
        else if (state == KnownResourceStates.Running)
        {
            watched.Runs = true;

            if (update.Snapshot.HealthStatus == HealthStatus.Healthy)
                watched.HealthySince ??= TimeProvider.System.GetTimestamp();
            else
                watched.HealthySince = null;
        }
        else if (watched.Runs && KnownResourceStates.TerminalStates.Contains(state))
        {
            End(update, watched, stoppingToken);
        }
    }

    private void End(ResourceEvent update, Watched watched, CancellationToken stoppingToken)
    {
        var healthy = watched.HealthySince is { } since ? TimeProvider.System.GetElapsedTime(since) : TimeSpan.Zero;
        var wanted = watched.IsStopWanted;

        watched.Runs = false;
        watched.IsStopWanted = false;
        watched.HealthySince = null;

        // The snapshot carries the environment of the very process that ended.
        if (update.Snapshot.EnvironmentVariables.FirstOrDefault(v => v.Name == Incarnations.Variable) is { } variable &&
            Guid.TryParse(variable.Value, out var incarnation))
            incarnations.End(update.Resource.Name, incarnation, update.Snapshot.ExitCode);

        // A server that somebody told to end behind our back ends well, and is missed all the same.
        var crashed = !wanted && !(update.Snapshot.ExitCode == 0 && update.Resource.HasAnnotationOfType<MayFinish>());

        if (crashed && !lifetime.ApplicationStopping.IsCancellationRequested)
            _ = RestartAsync(update, watched.Delay.Next(healthy), watched.Delay.IsLoop, stoppingToken);
    }

    private async Task RestartAsync(ResourceEvent update, TimeSpan delay, bool isLoop, CancellationToken stoppingToken)
    {
        Log.Crashed(logger, update.Resource.Name, update.Snapshot.ExitCode, delay.TotalSeconds);

        try
        {
            if (isLoop)
                await notifications.PublishUpdateAsync(update.Resource, CrashLoop);

            await Task.Delay(delay, stoppingToken);

            var result = await commands.ExecuteCommandAsync(update.ResourceId, KnownResourceCommands.StartCommand, stoppingToken);

            if (!result.Success && !result.Canceled)
                Log.NotStarted(logger, update.Resource.Name, result.Message);
        }
        catch (OperationCanceledException)
        {
            // The application ends before the process is started again.
        }
    }

    /// <summary>Not for one that somebody else has started again meanwhile.</summary>
    private static CustomResourceSnapshot CrashLoop(CustomResourceSnapshot snapshot) => KnownResourceStates.TerminalStates.Contains(snapshot.State?.Text)
        ? snapshot with { State = new ResourceStateSnapshot(CrashLoopState, KnownResourceStateStyles.Error) }
        : snapshot;

    /// <summary>What is remembered of a process.</summary>
    private sealed class Watched
    {
        public bool Runs { get; set; }

        public bool IsStopWanted { get; set; }

        public long? HealthySince { get; set; }

        public RestartDelay Delay { get; } = new();
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Resource} ended with exit code {ExitCode}; it is started again in {Delay} s.")]
        public static partial void Crashed(ILogger logger, string resource, int? exitCode, double delay);

        [LoggerMessage(LogLevel.Warning, "{Resource} could not be started again: {Problem}")]
        public static partial void NotStarted(ILogger logger, string resource, string? problem);
    }
}
