namespace PlanetarySurvival.ServiceDefaults;

/// <summary>Opens when the program's tables are up to date.</summary>
public sealed class MigrationGate
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether the tables are up to date.</summary>
    public bool IsOpen => _opened.Task.IsCompleted;

    /// <summary>Waits until the tables are up to date, for as long as the database is away.</summary>
    public Task WaitAsync(CancellationToken cancellation) => _opened.Task.WaitAsync(cancellation);

    internal void Open() => _opened.TrySetResult();
}
