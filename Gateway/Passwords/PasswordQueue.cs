using System.Collections.Concurrent;
using PlanetarySurvival.ServiceDefaults;

namespace PlanetarySurvival.Gateway.Passwords;

/// <summary>
/// Hashes one password at a time on a thread of its own with low priority, since a hash keeps a core busy for a tenth of a second. Who finds
/// the queue full is told to come back.
/// </summary>
internal sealed class PasswordQueue : IHostedService, IDisposable
{
    /// <summary>How many may wait.</summary>
    public const int WaitingMax = 64;

    /// <summary>What those are told that find it full.</summary>
    public const int RetryAfterSeconds = 2;

    private readonly BlockingCollection<Work> _queue = new(WaitingMax);
    private readonly Thread _thread;

    public PasswordQueue() => _thread = new Thread(Run) { IsBackground = true, Name = "passwords" };

    /// <summary>The password's PHC string, or null at once if the queue is full. Cancelled work is not begun.</summary>
    public Task<string>? TryHash(string password, CancellationToken cancellation) =>
        TryAdd(() => PasswordHash.Hash(password), cancellation);

    /// <summary>
    /// Whether the password is the stored one, or null at once if the queue is full. Without a stored one it takes as long and is false.
    /// </summary>
    public Task<bool>? TryVerify(string password, string? stored, CancellationToken cancellation) =>
        TryAdd(() => PasswordHash.Verify(password, stored), cancellation);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.CompleteAdding();
        while (_queue.TryTake(out var work))
            work.Cancel();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => _queue.Dispose();

    private void Run()
    {
        LowPriority.Begin();
        foreach (var work in _queue.GetConsumingEnumerable())
            work.Run();
    }

    private Task<T>? TryAdd<T>(Func<T> hash, CancellationToken cancellation)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            return _queue.TryAdd(new Work(Run, () => result.TrySetCanceled(CancellationToken.None))) ? result.Task : null;
        }
        catch (InvalidOperationException) when (_queue.IsAddingCompleted)
        {
            return null; // The Gateway stops: like a full queue, come back later.
        }

        void Run()
        {
            if (cancellation.IsCancellationRequested)
            {
                result.SetCanceled(cancellation);
                return;
            }

            try
            {
                result.SetResult(hash());
            }
            catch (Exception exception)
            {
                result.SetException(exception);
            }
        }
    }

    private sealed record Work(Action Run, Action Cancel);
}
