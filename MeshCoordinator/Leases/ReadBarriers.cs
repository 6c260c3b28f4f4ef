using PlanetarySurvival.MeshCoordinator.Consensus;

namespace PlanetarySurvival.MeshCoordinator.Leases;

/// <summary>One quorum round for all requests that arrived before it began.</summary>
internal sealed class ReadBarriers(IMeshLog log)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<LeadingTerm?>? _next;
    private bool _running;

    /// <summary>Waits for a round begun after this call. The term that this coordinator led in during it, or null.</summary>
    public Task<LeadingTerm?> WaitAsync(CancellationToken cancellation)
    {
        Task<LeadingTerm?> round;
        lock (_gate)
        {
            _next ??= new TaskCompletionSource<LeadingTerm?>(TaskCreationOptions.RunContinuationsAsynchronously);
            round = _next.Task;
            if (!_running)
            {
                _running = true;
                _ = RunAsync();
            }
        }

        return round.WaitAsync(cancellation);
    }

    private async Task RunAsync()
    {
        // Leaves the caller's lock, and lets requests that arrive together share the first round.
        await Task.Yield();
        while (Take() is { } round)
        {
            try
            {
                round.SetResult(await log.ReadBarrierAsync(CancellationToken.None));
            }
            catch (Exception exception)
            {
                round.SetException(exception); // whoever waits has a caller to tell
            }
        }
    }

    private TaskCompletionSource<LeadingTerm?>? Take()
    {
        lock (_gate)
        {
            var round = _next;
            _next = null;
            _running = round is not null;
            return round;
        }
    }
}
