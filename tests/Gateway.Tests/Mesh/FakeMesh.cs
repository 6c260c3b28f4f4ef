using Google.Protobuf;
using PlanetarySurvival.Contracts.Mesh;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.Gateway.Tests.Mesh;

/// <summary>Three coordinators and three game servers that say what a test tells them to.</summary>
internal sealed class FakeMesh : IAsyncDisposable
{
    public const string Secret = "the-secret-of-the-fake-mesh";
    public static readonly RegionId[] RegionIds = [new(0, 0, 3, 0), new(0, -1, 3, 0), new(0, 0, 3, -1)];

    private readonly Lock _lock = new();
    private MeshMap _map = new();
    private MeshTotals _totals = new();
    private string _leader = "mesh-coordinator-0";
    private ulong _term = 1;

    public List<FakeCoordinator> Coordinators { get; } = [];

    public List<FakeGameServer> Servers { get; } = [];

    public static async Task<FakeMesh> StartAsync()
    {
        var mesh = new FakeMesh();
        for (var i = 0; i < 3; i++)
        {
            mesh.Coordinators.Add(await FakeCoordinator.StartAsync(mesh, $"mesh-coordinator-{i}"));
            mesh.Servers.Add(await FakeGameServer.StartAsync($"game-server-{i}"));
        }

        mesh.Reset();
        return mesh;
    }

    /// <summary>Server i owns region i and backs up the one before; nobody knows any player.</summary>
    public void Reset()
    {
        foreach (var server in Servers)
        {
            server.Locate = request => new LocateReply { RecordRead = request.ReadRecord, Region = request.ReadRecord ? RegionIds[0].Packed : 0 };
            server.LocateCalls = 0;
        }

        Change(map =>
        {
            map.Servers.Clear();
            map.Servers.Add(Servers.Select(server => Entry(server, ServerState.Ready)));
            map.Regions.Clear();
            map.Regions.Add(RegionIds.Select((id, i) => Entry(id, Servers[i], Servers[(i + 1) % Servers.Count])));
        });
    }

    /// <summary>Commits another map.</summary>
    public void Change(Action<MeshMap> change)
    {
        lock (_lock)
        {
            var map = _map.Clone();
            change(map);
            map.Revision++;
            _map = map;
        }
    }

    public ulong Revision
    {
        get
        {
            lock (_lock)
                return _map.Revision;
        }
    }

    public void Count(ulong players, ulong transfers, ulong disconnects)
    {
        lock (_lock)
        {
            _totals = new MeshTotals { Players = players, Transfers = transfers, Disconnects = disconnects };
            _totals.Servers.Add(Servers.Select(server => new ServerLoad { Server = server.Name, Load = new Load { Players = 5 } }));
            _totals.Regions.Add(RegionIds.Select(id => new RegionLoad { Region = id.Packed, Players = 4 }));
        }
    }

    public void Lead(string leader, ulong term)
    {
        lock (_lock)
            (_leader, _term) = (leader, term);
    }

    public GetMapReply Answer(string self, GetMapRequest request)
    {
        lock (_lock)
        {
            return new GetMapReply
            {
                Leadership = new Leadership { Self = self, Leader = _leader, Term = _term },
                Map = _map.Revision > request.KnownRevision ? _map : null,
                Totals = self == _leader ? _totals : null,
            };
        }
    }

    public static ServerEntry Entry(FakeGameServer server, ServerState state) => new()
    {
        Name = server.Name,
        Incarnation = ByteString.CopyFrom(server.Incarnation.ToByteArray()),
        State = state,
        Addresses = new ServerAddresses
        {
            GameHost = "127.0.0.1",
            GamePort = (uint)server.Game,
            Grpc = $"http://127.0.0.1:{server.Grpc}",
            Http = $"http://127.0.0.1:{server.Http}",
        },
    };

    public static RegionEntry Entry(RegionId id, FakeGameServer owner, FakeGameServer backup) => new()
    {
        Region = id.Packed,
        Epoch = 1,
        Owner = owner.Name,
        OwnerIncarnation = ByteString.CopyFrom(owner.Incarnation.ToByteArray()),
        Backup = backup.Name,
        BackupIncarnation = ByteString.CopyFrom(backup.Incarnation.ToByteArray()),
        BackupSynced = true,
        Open = true,
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var coordinator in Coordinators.Where(coordinator => coordinator.IsRunning))
            await coordinator.DisposeAsync();
        foreach (var server in Servers)
            await server.DisposeAsync();
    }
}
