using PlanetarySurvival.Bots.Wandering;
using PlanetarySurvival.Client.Gateway;
using PlanetarySurvival.Client.Sessions;
using PlanetarySurvival.Contracts.Protocol;

namespace PlanetarySurvival.Bots.Crowds;

/// <summary>One player of the crowd: a client, what it wants, and what its former clients counted.</summary>
internal sealed class Bot : IDisposable
{
    // A client that gave up (a minute without a server) is followed by a new one, so that a long run outlives a restart of the mesh.
    private const int PauseTicks = 5 * ProtocolLimits.TickRate;

    private static readonly GameClientOptions Options = new() { IPv6 = false };

    private readonly PlayerLogin _login;
    private readonly Wanderer _wanderer;
    private readonly ClientStatistics _former = new();
    private int _pauseTicks;
    private string? _failure;

    public Bot(PlayerLogin login, int seed)
    {
        _login = login;
        _wanderer = new Wanderer(seed);
        Client = new GameClient(login, Options);
        Client.Connect();
    }

    public GameClient Client { get; private set; }

    /// <summary>Clients that gave up.</summary>
    public long Failures { get; private set; }

    public bool InGame => Client.State is ClientState.Playing or ClientState.Waiting;

    public bool IsGone => Client.State is ClientState.Left or ClientState.Failed;

    /// <summary>Why the last client gave up, once; null otherwise.</summary>
    public string? TakeFailure()
    {
        var failure = _failure;
        _failure = null;
        return failure;
    }

    public void Step()
    {
        if (Client.State is ClientState.Failed or ClientState.Left)
            StartAgain();
        else
            Client.Step(InGame ? _wanderer.Next(Client.Position) : default);
    }

    public double Sum(Func<ClientStatistics, double> value) => value(_former) + value(Client.Statistics);

    public double Max(Func<ClientStatistics, double> value) => Math.Max(value(_former), value(Client.Statistics));

    public void Dispose() => Client.Dispose();

    private void StartAgain()
    {
        if (_pauseTicks == 0)
        {
            Failures++;
            _failure = Client.Problem;
            _pauseTicks = PauseTicks;
        }

        if (--_pauseTicks > 0)
            return;

        _former.Add(Client.Statistics);
        Client.Dispose();
        Client = new GameClient(_login, Options);
        Client.Connect();
    }
}
