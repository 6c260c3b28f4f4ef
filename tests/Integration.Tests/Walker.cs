using PlanetarySurvival.Client.Gateway;
using PlanetarySurvival.Client.Sessions;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.Testing;

namespace PlanetarySurvival.Integration.Tests;

/// <summary>A player with the SDK, stepped 90 times a second by a thread of its own.</summary>
internal sealed class Walker : IAsyncDisposable
{
    private readonly GatewayClient _gateway;
    private readonly Thread _thread;
    private readonly Lock _lock = new();
    private volatile bool _stopping;

    private Walker(GatewayClient gateway, PlayerLogin login)
    {
        _gateway = gateway;
        Client = new GameClient(login);
        _thread = new Thread(Run) { IsBackground = true, Name = login.Name };
    }

    public GameClient Client { get; }

    /// <summary>The next input; null stands still without making one.</summary>
    public volatile Func<GameClient, PlayerInput>? Behaviour;

    public static async Task<Walker> EnterAsync(MeshApplication mesh, string name)
    {
        const string password = "correct horse battery";
        var gateway = new GatewayClient(mesh.Gateway.BaseAddress!);
        await gateway.CreateAccountAsync(name, password);
        var login = new PlayerLogin(gateway, name, password);
        await login.LogInAsync();
        var walker = new Walker(gateway, login);
        walker.Client.Connect();
        walker._thread.Start();
        await walker.UntilAsync(client => client.State == ClientState.Playing, "plays");
        return walker;
    }

    /// <summary>Around the pole, through the regions that meet there, from one to the next about every ten seconds; gathers now and then.</summary>
    public static Func<GameClient, PlayerInput> AroundThePole { get; } = client =>
    {
        var made = client.Statistics.InputsMade;
        var (x, z) = (made / 900 % 4) switch { 0 => (30, 30), 1 => (30, -30), 2 => (-30, -30), _ => (-30, 30) };
        var east = x - client.Position.X / (double)WorldPosition.UnitsPerMetre;
        var north = z - client.Position.Z / (double)WorldPosition.UnitsPerMetre;
        var yaw = (ushort)(int)(Math.Atan2(east, north) / Math.Tau * 65536);
        return new PlayerInput(0, 127, yaw, 0, PlayerButtons.Run | (made % 60 < 5 ? PlayerButtons.Gather : 0));
    };

    public T Read<T>(Func<GameClient, T> what)
    {
        lock (_lock)
            return what(Client);
    }

    public Task UntilAsync(Func<GameClient, bool> condition, string what, int seconds = 60) => Wait.UntilAsync(
        () => Task.FromResult(Read(condition)),
        $"{Client.Name} {what} ({Read(client => $"{client.State} {client.Problem} {client.Statistics}")})",
        TimeSpan.FromSeconds(seconds));

    /// <summary>Makes no further inputs and waits until all are safe.</summary>
    public async Task SettleAsync()
    {
        Behaviour = null;
        await UntilAsync(client => client.Statistics.InputsSafe == client.Statistics.InputsMade, "knows all its inputs to be safe");
    }

    public async ValueTask DisposeAsync()
    {
        Read(client =>
        {
            client.Leave();
            return true;
        });
        await UntilAsync(client => client.State is ClientState.Left or ClientState.Failed, "leaves", 10);
        _stopping = true;
        _thread.Join();
        Client.Dispose();
        _gateway.Dispose();
    }

    private void Run()
    {
        var schedule = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / 90));
        while (!_stopping && schedule.WaitForNextTickAsync().AsTask().GetAwaiter().GetResult())
        {
            lock (_lock)
            {
                if (Behaviour is { } behaviour && Client.State == ClientState.Playing)
                    Client.Step(behaviour(Client));
                else if (Client.State is not (ClientState.Left or ClientState.Failed))
                    Client.Poll();
            }
        }

        schedule.Dispose();
    }
}
