using Microsoft.AspNetCore.Components;

namespace PlanetarySurvival.Dashboard.Layout;

/// <summary>A component that shows something that changes by itself. However often it changes, it is drawn a few times a second.</summary>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _gone = new();
    private int _waits;

    /// <summary>Ends when the page is left.</summary>
    protected CancellationToken Gone => _gone.Token;

    /// <summary>Something changed. May be called from any thread.</summary>
    protected void Refresh()
    {
        if (Interlocked.Exchange(ref _waits, 1) == 0)
            _ = RefreshLaterAsync();
    }

    /// <summary>Takes over what changed, just before it is drawn.</summary>
    protected virtual void Read()
    {
    }

    /// <summary>The page is left.</summary>
    public virtual void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task RefreshLaterAsync()
    {
        try
        {
            await Task.Delay(Interval, _gone.Token);
            Volatile.Write(ref _waits, 0);

            await InvokeAsync(() =>
            {
                if (_gone.IsCancellationRequested)
                    return;

                Read();
                StateHasChanged();
            });
        }
        catch (Exception problem) when (problem is OperationCanceledException or ObjectDisposedException)
        {
            // The page was left.
        }
    }
}
