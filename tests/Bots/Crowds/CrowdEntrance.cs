using System.Collections.Concurrent;
using PlanetarySurvival.Client.Gateway;

namespace PlanetarySurvival.Bots.Crowds;

/// <summary>
/// Gives every bot an account and a session, two at a time: the gateway spends much on each password, and the crowd must not be what makes
/// the mesh slow. Waits for a gateway that is not there yet.
/// </summary>
internal sealed class CrowdEntrance(CrowdOptions options, GatewayClient gateway, Action<string> say)
{
    private const int AtOnce = 2;
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(5);

    private int _waiting;

    /// <summary>Those who may come in, for the thread that steps them.</summary>
    public ConcurrentQueue<Bot> Ready { get; } = new();

    /// <summary>Ends when all are in the queue. What waiting cannot mend is thrown as <see cref="GatewayException"/>.</summary>
    public Task RunAsync(CancellationToken cancellation) => Parallel.ForAsync(
        1, options.Count + 1, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, EnterAsync);

    private async ValueTask EnterAsync(int number, CancellationToken cancellation)
    {
        var name = $"{options.Prefix}-{number}";
        var password = $"{name} walks by night";
        var login = new PlayerLogin(gateway, name, password);

        await PatientlyAsync(() => gateway.CreateAccountAsync(name, password, cancellation), cancellation);
        await PatientlyAsync(
            async () =>
            {
                await login.LogInAsync(cancellation);
                return true;
            },
            cancellation);
        Ready.Enqueue(new Bot(login, HashCode(options.Seed, number)));
    }

    private async Task PatientlyAsync(Func<Task<bool>> request, CancellationToken cancellation)
    {
        for (var pause = PauseMin; ; pause = pause * 2 < PauseMax ? pause * 2 : PauseMax)
        {
            TimeSpan? asked;
            try
            {
                await request();
                if (Interlocked.Exchange(ref _waiting, 0) == 1)
                    say("The gateway answers.");
                return;
            }
            catch (GatewayException exception) when (exception.Transient)
            {
                if (Interlocked.Exchange(ref _waiting, 1) == 0)
                    say($"{exception.Message} The bots wait for it.");
                asked = exception.RetryAfter;
            }

            await Task.Delay(asked ?? pause, cancellation);
        }
    }

    // The same on every machine and in every run, unlike System.HashCode.
    private static int HashCode(int seed, int number) => unchecked((seed * 486_187_739) + (number * 16_777_619));
}
