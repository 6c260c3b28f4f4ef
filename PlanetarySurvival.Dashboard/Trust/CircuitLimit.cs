using Microsoft.AspNetCore.Components.Server.Circuits;

namespace PlanetarySurvival.Dashboard.Trust;

/// <summary>Bounds how many pages are open at once: each holds memory of the AppHost.</summary>
internal sealed class CircuitLimit(CircuitCount count) : CircuitHandler
{
    private bool _counted;

    /// <exception cref="InvalidOperationException">There are too many; the page says that it has stopped.</exception>
    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (!count.TryEnter())
            throw new InvalidOperationException($"More than {CircuitCount.Max} pages of the dashboard are open.");

        _counted = true;
        return Task.CompletedTask;
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        if (_counted)
            count.Leave();

        return Task.CompletedTask;
    }
}

/// <summary>How many pages are open.</summary>
internal sealed class CircuitCount
{
    public const int Max = 16;

    private int _count;

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= Max)
            return true;

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _count);
}
