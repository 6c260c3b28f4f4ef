using System.Threading.Channels;

namespace PlanetarySurvival.Gateway.Passwords;

/// <summary>
/// Hashes one password at a time, since a hash keeps a core busy for a tenth of a second. Who finds the queue full is told to come back.
/// </summary>
internal sealed class PasswordQueue : BackgroundService
{
    /// <summary>How many may wait.</summary>
    public const int WaitingMax = 64;

    /// <summary>What those are told that find it full.</summary>
    public const int RetryAfterSeconds = 2;

    private readonly Channel<Work> _queue = Channel.CreateBounded<Work>(
        new BoundedChannelOptions(WaitingMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    /// <summary>The password's PHC string, or null at once if the queue is full. Cancelled work is not begun.</summary>
    public Task<string>? TryHash(string password, CancellationToken cancellation) =>
        TryAdd(() => PasswordHash.HashAsync(password), cancellation);

    /// <summary>
    /// Whether the password is the stored one, or null at once if the queue is full. Without a stored one it takes as long and is false.
    /// </summary>
    public Task<bool>? TryVerify(string password, string? stored, CancellationToken cancellation) =>
        TryAdd(() => PasswordHash.VerifyAsync(password, stored), cancellation);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var work in _queue.Reader.ReadAllAsync(stoppingToken))
                await work.Run();
        }
        finally
        {
            _queue.Writer.TryComplete();
            while (_queue.Reader.TryRead(out var work))
                work.Cancel();
        }
    }

    private Task<T>? TryAdd<T>(Func<Task<T>> hash, CancellationToken cancellation)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _queue.Writer.TryWrite(new Work(RunAsync, () => result.TrySetCanceled())) ? result.Task : null;

        async Task RunAsync()
        {
            if (cancellation.IsCancellationRequested)
            {
                result.SetCanceled(cancellation);
                return;
            }

            try
            {
                result.SetResult(await hash());
            }
            catch (Exception exception)
            {
                result.SetException(exception);
            }
        }
    }

    private sealed record Work(Func<Task> Run, Action Cancel);
}
