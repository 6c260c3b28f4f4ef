using Microsoft.Extensions.Time.Testing;
using PlanetarySurvival.Client.Gateway;
using PlanetarySurvival.Client.Sessions;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;

namespace PlanetarySurvival.Client.Tests.Stages;

/// <summary>
/// One client, some servers and a gateway over real sockets, all ticked by the test's thread on one simulated clock: a tick is 1/90 s of
/// theirs, however long it takes.
/// </summary>
internal sealed class Stage : IDisposable
{
    public static readonly PlayerId Player = new(0x1234_5678_9abc_def0);
    private static readonly TimeSpan WallTimeMax = TimeSpan.FromSeconds(60);

    private readonly List<TestGameServer> _servers = [];
    private readonly GatewayClient _gatewayClient;
    private readonly Random _random = new(9133);

    public Stage()
    {
        Gateway = new TestGateway(Player);
        _gatewayClient = new GatewayClient(Gateway.Address);
        Login = new PlayerLogin(_gatewayClient, "ada", "a long password");
        Client = new GameClient(Login, new GameClientOptions { IPv6 = false }, Clock);
    }

    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    public TestGateway Gateway { get; }

    public GatewayClient GatewayClient => _gatewayClient;

    public PlayerLogin Login { get; }

    public GameClient Client { get; }

    /// <summary>All inputs that the client took, in order.</summary>
    public List<PlayerInput> Made { get; } = [];

    /// <summary>What the client's steps allocated on this thread.</summary>
    public long StepBytesAllocated { get; private set; }

    public TestGameServer Server(string name, int port = 0)
    {
        var server = new TestGameServer(name, Player, port) { Begin = () => TestGameServer.AtSpawn(Player) };
        _servers.Add(server);
        return server;
    }

    /// <summary>A server that the client plays on.</summary>
    public async Task<TestGameServer> PlayAsync()
    {
        var server = Server("game-server-0");
        Gateway.Target = server;
        await _gatewayClient.CreateAccountAsync("ada", "a long password", TestContext.Current.CancellationToken);
        Client.Connect();
        RunUntil(() => Client.State == ClientState.Playing);
        return server;
    }

    public void Run(int ticks, bool stepping = true)
    {
        for (var i = 0; i < ticks; i++)
            Tick(stepping);
    }

    public void RunUntil(Func<bool> condition, bool stepping = true)
    {
        var until = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(
                TimeProvider.System.GetElapsedTime(until) < WallTimeMax,
                    $"Waited in vain; the client is {Client.State}: {Client.Problem} ({Client.Statistics})");
            Tick(stepping);

            // The gateway answers in real time.
            if (Client.State is ClientState.Connecting or ClientState.Reconnecting)
                Thread.Sleep(1);
        }
    }

    /// <summary>Lets the client stand still until the server has applied every input.</summary>
    public void Settle(TestGameServer server) =>
        RunUntil(() => server.Acting!.Applied == Made.Count && Client.Statistics.InputsApplied == Made.Count, stepping: false);

    /// <summary>Every input arrived once, in order.</summary>
    public void AssertAllArrived(TestGameServer server)
    {
        Settle(server);
        Assert.Equal(0u, server.Gap);
        Assert.Equal(Made, server.Acting!.History);
    }

    public void Dispose()
    {
        Client.Dispose();
        foreach (var server in _servers)
            server.Dispose();
        _gatewayClient.Dispose();
        Gateway.Dispose();
    }

    private void Tick(bool stepping)
    {
        Clock.Advance(TimeSpan.FromSeconds(1.0 / ProtocolLimits.TickRate));
        foreach (var server in _servers)
            server.Tick();

        if (!stepping)
        {
            Client.Poll();
            return;
        }

        var input = new PlayerInput((sbyte)_random.Next(-127, 128), 127, (ushort)_random.Next(65536), 0, (PlayerButtons)_random.Next(8));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var made = Client.Step(input);
        StepBytesAllocated += GC.GetAllocatedBytesForCurrentThread() - before;
        if (made)
            Made.Add(input);
    }
}
