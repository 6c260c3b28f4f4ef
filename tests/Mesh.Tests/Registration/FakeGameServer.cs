using Google.Protobuf;
using Grpc.Core;
using PlanetarySurvival.Testing;
using Wire = PlanetarySurvival.Contracts.Mesh;

namespace PlanetarySurvival.Mesh_Tests.Registration;

/// <summary>Speaks to the coordinators as a game server does, without a world: holds what it is given, and calls every backup synced at once.</summary>
internal sealed class FakeGameServer(CoordinatorCluster cluster, string name)
{
    private static readonly TimeSpan BetweenHeartbeats = TimeSpan.FromMilliseconds(100);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly HashSet<(ulong Region, ulong Epoch)> _granted = [];
    private Task _running = Task.CompletedTask;
    private int _leader;

    public string Name => name;

    public byte[] Incarnation { get; } = Guid.NewGuid().ToByteArray();

    public Wire.MeshMap Map { get; private set; } = new();

    public ulong Transfers { get; set; }

    public uint Players { get; set; }

    public bool Draining { get; set; }

    public IReadOnlyCollection<ulong> Wanted { get; set; } = [];

    /// <summary>Whether the last heartbeat's grants cover every region that the map says is its own, and there is at least one.</summary>
    public bool HoldsItsRegions
    {
        get
        {
            lock (_gate)
                return Owned().Any() && Owned().All(r => _granted.Contains((r.Region, r.Epoch)));
        }
    }

    public int GrantedCount
    {
        get
        {
            lock (_gate)
                return _granted.Count;
        }
    }

    public async Task<FakeGameServer> StartAsync()
    {
        await RegisterAsync();
        _running = RunAsync();
        return this;
    }

    /// <summary>Stops heartbeats at once, as a kill does.</summary>
    public async Task KillAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async Task<Wire.RegisterReply> RegisterAsync()
    {
        var reply = new Wire.RegisterReply();
        await Wait.UntilAsync(
            async () =>
            {
                reply = await TryAsync(client => client.RegisterAsync(Registration(), deadline: Deadline()));
                return reply is { Ok: true } or { Problem.Length: > 0 };
            },
            $"{name} is registered or refused");
        return reply!;
    }

    public Wire.HeartbeatRequest Heartbeat()
    {
        var request = new Wire.HeartbeatRequest
        {
            Server = name,
            Incarnation = ByteString.CopyFrom(Incarnation),
            MapRevision = Map.Revision,
            Draining = Draining,
            Load = new() { Players = Players },
            Counters = new() { Transfers = Transfers },
        };
        request.Wanted.AddRange(Wanted);
        request.Playing.AddRange(Enumerable.Range(1, (int)Players).Select(player => (ulong)player));
        foreach (var region in Owned())
        {
            request.Regions.Add(new Wire.HeldRegion
            {
                Region = region.Region,
                Epoch = region.Epoch,
                SyncedBackup = region.Open ? region.BackupIncarnation : ByteString.Empty,
            });
        }

        return request;
    }

    private Wire.RegisterRequest Registration() => new()
    {
        Server = name,
        Incarnation = ByteString.CopyFrom(Incarnation),
        Addresses = new() { GameHost = "127.0.0.1", GamePort = 7777, Grpc = "http://127.0.0.1:9190", Http = "http://127.0.0.1:8180" },
    };

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            if (await TryAsync(client => client.HeartbeatAsync(Heartbeat(), deadline: Deadline())) is { } reply)
                await TakeAsync(reply);

            await Task.Delay(BetweenHeartbeats, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TakeAsync(Wire.HeartbeatReply reply)
    {
        lock (_gate)
        {
            Map = reply.Map ?? Map;
            _granted.Clear();
            foreach (var lease in reply.Leases)
            {
                if (lease.Answer == Wire.LeaseAnswer.Granted)
                    _granted.Add((lease.Region, lease.Epoch));
            }
        }

        foreach (var region in Owned().Where(r => r.Moving).ToArray())
        {
            var release = new Wire.ReleaseRequest { Server = name, Incarnation = ByteString.CopyFrom(Incarnation) };
            release.Regions.Add(new Wire.RegionEpoch { Region = region.Region, Epoch = region.Epoch });
            await TryAsync(client => client.ReleaseAsync(release, deadline: Deadline()));
        }
    }

    private IEnumerable<Wire.RegionEntry> Owned() => Map.Regions.Where(r => r.OwnerIncarnation.Span.SequenceEqual(Incarnation));

    // Asks whom it believes to lead; an answer that is not the leader's, or none, makes it ask the next one.
    private async Task<T?> TryAsync<T>(Func<Wire.MeshCoordinator.MeshCoordinatorClient, AsyncUnaryCall<T>> call) where T : class
    {
        try
        {
            var reply = await call(cluster.Client(_leader));
            if (IsLeaders(reply))
                return reply;
        }
        catch (RpcException)
        {
            // Dead or without a quorum: the next one is asked.
        }

        _leader = (_leader + 1) % 3;
        return null;
    }

    private static bool IsLeaders(object reply) => reply switch
    {
        Wire.HeartbeatReply r => r.Ok || r.Unknown,
        Wire.RegisterReply r => r.Ok || r.Problem.Length > 0,
        Wire.ReleaseReply r => r.Ok,
        _ => true,
    };

    private static DateTime Deadline() => DateTime.UtcNow.AddSeconds(2);
}
