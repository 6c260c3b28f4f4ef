using System.Threading.Channels;

namespace PlanetarySurvival.AppHost.Watching;

/// <summary>Names every start of a game server, so that its end can be reported under that name.</summary>
internal sealed class Incarnations
{
    public const string Variable = "Mesh__Incarnation";

    private const int DeathsMax = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Guid> _current = [];
    private readonly HashSet<Guid> _dead = [];
    private readonly Channel<Death> _deaths = Channel.CreateBounded<Death>(
        new BoundedChannelOptions(DeathsMax) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Deaths that nobody was told of yet.</summary>
    public ChannelReader<Death> Deaths => _deaths.Reader;

    /// <summary>A server starts. Its process before this one is certainly gone: nothing starts twice.</summary>
    public Guid Begin(string server)
    {
        var next = Guid.NewGuid();

        lock (_lock)
        {
            if (_current.TryGetValue(server, out var former))
                AddDeath(new Death(server, former, null));

            _current[server] = next;
        }

        return next;
    }

    /// <summary>A server's process has ended.</summary>
    public void End(string server, Guid incarnation, int? exitCode)
    {
        lock (_lock)
            AddDeath(new Death(server, incarnation, exitCode));
    }

    private void AddDeath(Death death)
    {
        if (_dead.Add(death.Incarnation))
            _deaths.Writer.TryWrite(death);
    }
}

/// <summary>The end of one start of a game server.</summary>
internal sealed record Death(string Server, Guid Incarnation, int? ExitCode);
