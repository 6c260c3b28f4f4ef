using System.Diagnostics;
using System.Runtime.InteropServices;
using PlanetarySurvival.Bots.Pacing;
using PlanetarySurvival.Bots.Reports;
using PlanetarySurvival.Client.Gateway;
using PlanetarySurvival.Contracts.Protocol;

namespace PlanetarySurvival.Bots.Crowds;

/// <summary>All bots, stepped by one thread at an absolute 90 Hz schedule.</summary>
public sealed class Crowd
{
    private static readonly TimeSpan GoodbyeMax = TimeSpan.FromSeconds(1.8);

    // The duration begins without those who do not come in although they have a session.
    private static readonly TimeSpan AllInMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(1);

    private readonly CrowdOptions _options;
    private readonly CrowdEntrance _entrance;
    private readonly CancellationToken _stop;
    private readonly List<Bot> _bots = [];
    private readonly TickPacer _pacer = new(ProtocolLimits.TickRate);
    private readonly ProgressLine _progress = new();
    private readonly long _begunAt = Stopwatch.GetTimestamp();

    private Crowd(CrowdOptions options, GatewayClient gateway, CancellationToken stop)
    {
        (_options, _stop) = (options, stop);
        _entrance = new CrowdEntrance(options, gateway, Say);
    }

    private volatile bool _allEntered;

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_begunAt);

    /// <summary>
    /// Plays until the duration is over or a signal comes, says goodbye and writes the report. Returns the exit code: 0 if everyone was
    /// connected at the end.
    /// </summary>
    public static async Task<int> RunAsync(CrowdOptions options)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var gateway = new GatewayClient(options.Gateway);
        var crowd = new Crowd(options, gateway, stop.Token);

        var end = new TaskCompletionSource<CrowdReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        var loop = new Thread(() => crowd.Loop(end)) { Name = "bots", IsBackground = true };
        loop.Start();
        try
        {
            await crowd._entrance.RunAsync(stop.Token);
            crowd.Say($"All {options.Count} bots are logged in.");
            crowd._allEntered = true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop before everyone was in.
        }
        catch (GatewayException exception)
        {
            crowd.Say(exception.Message);
            await stop.CancelAsync();
        }

        var report = await end.Task;
        if (options.Report is not null)
            report.Save(options.Report);
        return report.Players == options.Count ? 0 : 1;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    private void Loop(TaskCompletionSource<CrowdReport> end)
    {
        try
        {
            Play();
            var report = CrowdReport.Of(_bots, _options.Count, Elapsed, _pacer.Skipped, eachPlayer: true);
            SayGoodbye();
            end.SetResult(report);
        }
        catch (Exception exception)
        {
            // Nobody else looks at this thread: its end is the program's.
            end.SetException(exception);
        }
    }

    private void Play()
    {
        TimeSpan? allEnteredAt = null;
        TimeSpan? allInAt = null;
        var countAt = CountEvery;
        while (!_stop.IsCancellationRequested && !(_options.Duration > TimeSpan.Zero && Elapsed - allInAt >= _options.Duration))
        {
            _pacer.Wait();
            while (_entrance.Ready.TryDequeue(out var bot))
                _bots.Add(bot);

            Step();
            if (Elapsed < countAt)
                continue;

            countAt = Elapsed + CountEvery;
            var report = CrowdReport.Of(_bots, _options.Count, Elapsed, _pacer.Skipped, eachPlayer: false);
            if (_allEntered)
                allEnteredAt ??= Elapsed;
            if (report.Players == _options.Count || Elapsed - allEnteredAt > AllInMax)
                allInAt ??= Elapsed;
            Show(report);
        }
    }

    private void Step()
    {
        foreach (var bot in _bots)
        {
            bot.Step();
            if (bot.TakeFailure() is { } failure)
                Say($"{bot.Client.Name} gave up and tries again: {failure}");
        }
    }

    private void SayGoodbye()
    {
        while (_entrance.Ready.TryDequeue(out var late))
            _bots.Add(late);
        foreach (var bot in _bots)
            bot.Client.Leave();

        var until = Elapsed + GoodbyeMax;
        while (Elapsed < until && _bots.Exists(b => !b.IsGone))
        {
            _pacer.Wait();
            foreach (var bot in _bots)
                bot.Client.Poll();
        }

        Show(CrowdReport.Of(_bots, _options.Count, Elapsed, _pacer.Skipped, eachPlayer: false));
        Say($"{_bots.Count(b => b.IsGone)} of {_bots.Count} bots have left.");
        foreach (var bot in _bots)
            bot.Dispose();
    }

    private void Show(CrowdReport report)
    {
        lock (_progress)
            _progress.Show(report, Elapsed);
    }

    private void Say(string text)
    {
        lock (_progress)
            _progress.Say(text);
    }
}
