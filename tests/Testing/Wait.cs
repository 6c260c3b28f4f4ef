using System.Diagnostics;

namespace PlanetarySurvival.Testing;

/// <summary>Waits for what happens soon, but nobody can say when.</summary>
public static class Wait
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until the condition holds, 30 s if nothing else is said; then throws <see cref="TimeoutException"/>, naming it.</summary>
    public static Task UntilAsync(Func<bool> condition, string what, TimeSpan? timeout = null) =>
        UntilAsync(() => Task.FromResult(condition()), what, timeout);

    /// <summary>The same for a condition that takes a moment to find out.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what, TimeSpan? timeout = null)
    {
        var patience = timeout ?? DefaultTimeout;
        var since = Stopwatch.StartNew();
        while (!await condition())
        {
            if (since.Elapsed > patience)
                throw new TimeoutException($"Waited {patience.TotalSeconds:0.#} s in vain: {what}.");
            await Task.Delay(Pause);
        }
    }
}
