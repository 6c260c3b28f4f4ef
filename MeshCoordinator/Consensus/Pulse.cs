using System.Threading.Channels;

namespace PlanetarySurvival.MeshCoordinator.Consensus;

/// <summary>Wakes one waiting loop. Beats between two waits count once.</summary>
internal sealed class Pulse
{
    private readonly Channel<bool> _beats = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Wakes the loop; never blocks.</summary>
    public void Beat() => _beats.Writer.TryWrite(true);

    /// <summary>Returns at the next beat, or after the time. Throws when cancelled.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(atMost);
        try
        {
            await _beats.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The time is over, which is one of the two things that were waited for.
        }
    }
}
