using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.MeshCoordinator.Consensus;
using PlanetarySurvival.MeshCoordinator.Mesh;
using PlanetarySurvival.MeshCoordinator.Storage;

namespace PlanetarySurvival.MeshCoordinator.Leases;

/// <summary>
/// While this coordinator leads: raises the fence row of every epoch that is not known to have one, those that wait to open first. A new
/// leader asks for all of them once more, which finds what an older one could not write.
/// </summary>
internal sealed partial class FenceLoop(IMeshLog log, LeaderDesk desk, FenceStore store, ILogger<FenceLoop> logger) : BackgroundService
{
    private const int FencesPerRoundMax = 256;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromMilliseconds(250);

    private readonly Pulse _pulse = new();
    private bool _failing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        log.Changed += _pulse.Beat;
        try
        {
            while (true)
            {
                if (!await TryRaiseAsync(stoppingToken))
                    await Task.Delay(PauseAfterFailure, stoppingToken);

                await _pulse.WaitAsync(Idle, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program stops.
        }
        finally
        {
            log.Changed -= _pulse.Beat;
        }
    }

    private async Task<bool> TryRaiseAsync(CancellationToken cancellation)
    {
        var regions = AskedFor();
        if (regions.Count == 0)
            return true;

        if (await TryWriteAsync(regions, cancellation) is not { } rows)
        {
            desk.TryLead((_, memory, _) => memory.Reports.FencesWritable = false);
            _pulse.Beat();
            return false;
        }

        var overtaken = new List<MeshCommand>();
        desk.TryLead((_, memory, now) =>
        {
            memory.Reports.FencesWritable = true;
            foreach (var region in regions)
            {
                if (!rows.TryGetValue(region.Id, out var row))
                    continue;

                if (row.Epoch == region.Epoch && row.Incarnation == region.Owner.Incarnation)
                    memory.Leases.RaiseFence(region.Id, region.Epoch, now);
                else
                    overtaken.Add(Overtake(region, row));
            }
        });

        if (overtaken.Count > 0)
            await log.ProposeAsync(overtaken, cancellation);

        desk.Nudge();
        return true;
    }

    private List<RegionRecord> AskedFor()
    {
        var regions = new List<RegionRecord>();
        desk.TryLead((state, memory, now) =>
        {
            var unfenced = state.Regions.Values.Where(r => !memory.Leases.IsFenced(r)).OrderBy(r => r.Open).Take(FencesPerRoundMax);
            foreach (var region in unfenced)
            {
                memory.Leases.AskFence(region.Id, region.Epoch, now);
                regions.Add(region);
            }
        });
        return regions;
    }

    private async Task<IReadOnlyDictionary<RegionId, FormerOwner>?> TryWriteAsync(List<RegionRecord> regions, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(AttemptTimeout);
        try
        {
            var rows = await store.RaiseAsync(regions, limit.Token);
            if (_failing)
                Log.Reachable(logger);

            _failing = false;
            return rows;
        }
        catch (Exception exception) when (FenceStore.IsUnreachable(exception, cancellation))
        {
            if (!_failing)
                Log.Unreachable(logger, exception, regions.Count(r => !r.Open), regions.Count(r => r is { Open: false, FormerOwners.Length: > 0 }));

            _failing = true;
            return null;
        }
    }

    // The database knows an epoch that this log does not: the log was lost, or the database belongs to another mesh as well. The region
    // goes on above it, and waits for whoever held it.
    private MeshCommand.TakeOver Overtake(RegionRecord region, FormerOwner row)
    {
        Log.Overtaken(logger, region.Id.ToString(), region.Epoch, row.Epoch);
        return new MeshCommand.TakeOver(region.Id, row.Epoch + 1, region.Owner.Incarnation, row);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning,
            "Fences cannot be raised, because the database does not answer: {Closed} regions are closed, and {Waiting} of them stay so until it does.")]
        public static partial void Unreachable(ILogger logger, Exception exception, int closed, int waiting);

        [LoggerMessage(LogLevel.Information, "The database answers again, and fences are raised.")]
        public static partial void Reachable(ILogger logger);

        [LoggerMessage(LogLevel.Warning,
            "The database has epoch {Row} of region {Region}, above or beside the committed {Epoch}: the region goes on above it.")]
        public static partial void Overtaken(ILogger logger, string region, ulong epoch, ulong row);
    }
}
