using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.Testing;
using Wire = PlanetarySurvival.Contracts.Mesh;

namespace PlanetarySurvival.GameServer.Tests.Mesh;

/// <summary>A coordinator without Raft, over real gRPC: gives one region to whoever registers first, and does as the test says.</summary>
internal sealed class OneHandCoordinator : Wire.MeshCoordinator.MeshCoordinatorBase, IAsyncDisposable
{
    public static readonly RegionId Region = new(0, 0, 3, 0);
    private readonly Lock _lock = new();
    private WebApplication? _app;
    private ByteString? _registered;
    private ulong _revision;
    private Wire.ServerAddresses? _addresses;

    public int Port { get; } = FreePorts.Next();

    public string Address => $"http://127.0.0.1:{Port}";

    public volatile bool Leads = true;

    /// <summary>Sent as the leader's address while this one does not lead.</summary>
    public string LeaderAddress { get; set; } = "";

    public volatile bool Forgets;

    /// <summary>Takes the region over when the first one drains.</summary>
    public string? OtherServer { get; set; }

    public List<Wire.HeartbeatRequest> Heartbeats { get; } = [];

    public List<Wire.ReleaseRequest> Releases { get; } = [];

    public int Registrations { get; private set; }

    public int HeartbeatCount
    {
        get
        {
            lock (_lock)
                return Heartbeats.Count;
        }
    }

    public Wire.HeartbeatRequest LastHeartbeat
    {
        get
        {
            lock (_lock)
                return Heartbeats[^1];
        }
    }

    public static async Task<OneHandCoordinator> StartAsync()
    {
        var coordinator = new OneHandCoordinator();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(coordinator.Port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(coordinator);
        coordinator._app = builder.Build();
        coordinator._app.MapGrpcService<OneHandCoordinator>();
        await coordinator._app.StartAsync();
        return coordinator;
    }

    public override Task<Wire.RegisterReply> Register(Wire.RegisterRequest request, ServerCallContext context)
    {
        lock (_lock)
        {
            if (Leads)
            {
                Registrations++;
                (_registered, _addresses) = (request.Incarnation, request.Addresses);
                Forgets = false;
            }

            return Task.FromResult(new Wire.RegisterReply { Ok = Leads, Leadership = Leadership() });
        }
    }

    public override Task<Wire.HeartbeatReply> Heartbeat(Wire.HeartbeatRequest request, ServerCallContext context)
    {
        lock (_lock)
        {
            var reply = new Wire.HeartbeatReply { Request = request.Request, Leadership = Leadership() };
            if (!Leads)
                return Task.FromResult(reply);

            Heartbeats.Add(request);
            if (Forgets || _registered != request.Incarnation)
            {
                reply.Unknown = true;
                return Task.FromResult(reply);
            }

            reply.Ok = true;
            _revision = request.Draining && OtherServer is not null ? 2ul : 1ul;
            if (request.MapRevision < _revision)
                reply.Map = Map(request);
            foreach (var held in request.Regions)
                reply.Leases.Add(new Wire.Lease { Region = held.Region, Epoch = held.Epoch, Answer = Wire.LeaseAnswer.Granted });
            return Task.FromResult(reply);
        }
    }

    public override Task<Wire.ReleaseReply> Release(Wire.ReleaseRequest request, ServerCallContext context)
    {
        lock (_lock)
        {
            if (Leads)
                Releases.Add(request);
            return Task.FromResult(new Wire.ReleaseReply { Ok = Leads, Leadership = Leadership() });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    private Wire.Leadership Leadership() => new() { Self = "one-hand", LeaderAddress = Leads ? Address : LeaderAddress };

    private Wire.MeshMap Map(Wire.HeartbeatRequest request)
    {
        var moved = _revision == 2;
        var other = ByteString.CopyFrom(new byte[15].Append((byte)1).ToArray());
        var map = new Wire.MeshMap
        {
            Revision = _revision,
            Servers = { Ready(request.Server, request.Incarnation) },
            Regions =
            {
                new Wire.RegionEntry
                {
                    Region = Region.Packed, Epoch = _revision, Owner = moved ? OtherServer : request.Server,
                    OwnerIncarnation = moved ? other : request.Incarnation, Open = true,
                },
            },
        };
        if (OtherServer is not null)
            map.Servers.Add(Ready(OtherServer, other));
        return map;
    }

    private Wire.ServerEntry Ready(string name, ByteString incarnation) =>
        new() { Name = name, Incarnation = incarnation, State = Wire.ServerState.Ready, Addresses = _addresses };
}
