using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.GameServer.Telemetry;

namespace PlanetarySurvival.GameServer.Simulation;

/// <summary>
/// Runs ticks on a thread of its own, at their due times. A tick that throws ends the process: what it left behind is half a state, and
/// the backup has a whole one.
/// </summary>
/// <param name="tick">The tick; takes the clock.</param>
/// <param name="rehearse">Runs once on the thread before the first tick, so that it is compiled by then.</param>
/// <param name="last">Runs once on the thread after the last tick.</param>
/// <param name="meter">Is told how the ticks went.</param>
/// <param name="metrics">Likewise.</param>
/// <param name="lifetime">Stops the process.</param>
/// <param name="logger">Says how the thread runs, and why it ended.</param>
internal sealed partial class TickLoop(
    Action<long> tick, Action rehearse, Action last, TickMeter meter, ServerMetrics metrics, IHostApplicationLifetime lifetime,
    ILogger<TickLoop> logger) : IHostedService
{
    private readonly TaskCompletionSource _warm = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Exception? _failure;
    private volatile bool _stopping;
    private Thread? _thread;

    /// <summary>Completes when the first tick is about to run at full speed.</summary>
    public Task Warm => _warm.Task;

    /// <summary>What a tick threw; null if none did.</summary>
    public Exception? Failure => _failure;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(Run) { Name = "Tick", IsBackground = true };
        _thread.Start();
        return Task.CompletedTask;
    }

    /// <summary>Ends after the tick that runs now, and after what comes last.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        return _thread is null ? Task.CompletedTask : _ended.Task.WaitAsync(cancellationToken);
    }

    private void Run()
    {
        try
        {
            rehearse();
            var timer = new TickTimer();
            Log.Started(logger, ProtocolLimits.TickRate, timer.Priority);
            _warm.TrySetResult();
            RunTicks(timer);
            last();
        }
        catch (Exception exception)
        {
            _failure = exception;
            Log.Failed(logger, exception, meter.Ticks);
            lifetime.StopApplication();
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private void RunTicks(TickTimer timer)
    {
        var schedule = new TickSchedule(MonotonicClock.NowMicroseconds, ProtocolLimits.TickRate);
        while (!_stopping)
        {
            var now = MonotonicClock.NowMicroseconds;
            if (!schedule.TryBegin(now))
            {
                timer.SleepUntil(schedule.DueMicroseconds);
                continue;
            }

            tick(now);
            var ended = MonotonicClock.NowMicroseconds;
            meter.Add(now, ended, schedule);
            metrics.TickTook(ended - now);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The simulation ticks {Rate} times a second; priority of its thread: {Priority}.")]
        public static partial void Started(ILogger logger, int rate, TickPriority priority);

        [LoggerMessage(LogLevel.Critical, "Tick {Tick} failed. This process ends; its backups go on.")]
        public static partial void Failed(ILogger logger, Exception exception, long tick);
    }
}
