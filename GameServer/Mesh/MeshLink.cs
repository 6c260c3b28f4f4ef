using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Options;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.GameServer.Regions;
using PlanetarySurvival.GameServer.Simulation;
using PlanetarySurvival.GameServer.Telemetry;
using PlanetarySurvival.ServiceDefaults;
using Wire = PlanetarySurvival.Contracts.Mesh;

namespace PlanetarySurvival.GameServer.Mesh;

/// <summary>
/// This server's voice at the coordinators: it registers, asks ten times a second for permission to act, and gives regions back. It
/// finds the leader by itself.
/// </summary>
internal sealed partial class MeshLink(
    ServerIdentity identity, IOptions<MeshOptions> mesh, IOptions<EndpointOptions> endpoints, IOptions<SimulationOptions> options,
    Simulation.Simulation simulation, TickLoop ticks, TickMeter meter, CoordinatorChannels coordinators, MeshInbox inbox,
        RegionReleases releases, AwaitedRegions awaited,
    ProcessLoad load, ILogger<MeshLink> logger) : BackgroundService
{
    /// <summary>Between two heartbeats.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>A coordinator that needs longer is taken for dead.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(500);

    /// <summary>Heartbeats under way at a time: a slow answer must not delay the next question.</summary>
    public const int HeartbeatsUnderWayMax = 2;

    private const long TickSilenceMicrosecondsMax = 1_000_000;

    private readonly byte[] _incarnation = identity.Incarnation.ToByteArray();
    private ulong _lastRequest;
    private int _underWay;
    private volatile bool _registered;
    private volatile bool _draining;
    private volatile bool _leaving;
    private long _lastAnswer;

    /// <summary>Whether a leader knows this incarnation.</summary>
    public bool IsRegistered => _registered;

    /// <summary>When a leader last answered, in clock microseconds; 0 if none did.</summary>
    public long LastAnswerMicroseconds => Volatile.Read(ref _lastAnswer);

    /// <summary>Asks the coordinators, with the next heartbeats, to move everything away.</summary>
    public void Drain() => _draining = true;

    /// <summary>Whether this server asked to be emptied.</summary>
    public bool IsDraining => _draining;

    /// <summary>
    /// Says goodbye: all these regions are released, and the incarnation is forgotten. Heartbeats end. The simulation must have stopped. False if
    /// no leader took it in time.
    /// </summary>
    public async Task<bool> LeaveAsync(IEnumerable<Wire.RegionEpoch> regions, CancellationToken cancellation)
    {
        _leaving = true;
        if (!_registered)
            return true;

        var request = new Wire.ReleaseRequest { Server = identity.Name, Incarnation = Incarnation, Leaving = true, Counters = Counters() };
        request.Regions.AddRange(releases.Pending().Concat(regions).Distinct());
        while (!cancellation.IsCancellationRequested)
        {
            if (await TryReleaseAsync(request, cancellation))
                return true;
            await PauseAsync(HeartbeatInterval, cancellation);
        }

        return false;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Who asks for permission must be able to use it: not before the tick is warm.
        await ticks.Warm.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(KeepHeartbeatsAsync(stoppingToken), KeepReleasesAsync(stoppingToken));
    }

    private async Task KeepHeartbeatsAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested && !_leaving)
        {
            if (!_registered)
                await RegisterAsync(cancellation);
            else if (Volatile.Read(ref _underWay) < HeartbeatsUnderWayMax)
                _ = HeartbeatAsync(cancellation);

            await PauseAsync(HeartbeatInterval, cancellation);
        }
    }

    private async Task RegisterAsync(CancellationToken cancellation)
    {
        var request = new Wire.RegisterRequest
        {
            Server = identity.Name,
            Incarnation = Incarnation,
            Addresses = new Wire.ServerAddresses
            {
                GameHost = mesh.Value.AdvertisedHost,
                GamePort = (uint)endpoints.Value.Game,
                Grpc = $"http://{mesh.Value.AdvertisedHost}:{endpoints.Value.Grpc}",
                Http = $"http://{mesh.Value.AdvertisedHost}:{endpoints.Value.Http}",
            },
            PlayersMax = (uint)options.Value.PlayersPerServerMax,
            RegionsMax = (uint)mesh.Value.RegionsPerServerMax,
        };

        var coordinator = coordinators.Current;
        var reply = await CallAsync(coordinator, client => client.RegisterAsync(request, Call(cancellation)), cancellation);
        if (reply is { Ok: true })
        {
            _registered = true;
            Log.Registered(logger, identity.Name, identity.Incarnation, coordinator.Address);
            return;
        }

        if (reply is { Problem.Length: > 0 })
            Log.Refused(logger, coordinator.Address, reply.Problem);
        coordinators.TurnFrom(coordinator, reply?.Leadership);
    }

    private async Task HeartbeatAsync(CancellationToken cancellation)
    {
        Interlocked.Increment(ref _underWay);
        try
        {
            var coordinator = coordinators.Current;
            var request = Heartbeat();
            // Permission is counted from here (rule L1): before anything of the request has left.
            var sent = MonotonicClock.NowMicroseconds;
            var reply = await CallAsync(coordinator, client => client.HeartbeatAsync(request, Call(cancellation)), cancellation);
            Take(coordinator, request, sent, reply);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private void Take(CoordinatorChannels.Coordinator coordinator, Wire.HeartbeatRequest request, long sent, Wire.HeartbeatReply? reply)
    {
        if (reply is { Unknown: true })
        {
            _registered = false;
            return;
        }

        if (reply is not { Ok: true } || reply.Request != request.Request)
        {
            coordinators.TurnFrom(coordinator, reply?.Leadership);
            return;
        }

        MeshView? map = null;
        if (reply.Map is not null && !MeshMapReading.TryRead(reply.Map, out map))
        {
            // Permissions without the map that they were given for would be guesses.
            Log.MapUnreadable(logger, coordinator.Address, reply.Map.Revision);
            return;
        }

        Volatile.Write(ref _lastAnswer, MonotonicClock.NowMicroseconds);
        inbox.Add(map, Grants(request, reply, sent));
    }

    // Only answers to what this very request asked.
    private static LeaseGrant[] Grants(Wire.HeartbeatRequest request, Wire.HeartbeatReply reply, long sent)
    {
        if (reply.Leases.Count == 0)
            return [];

        var asked = request.Regions.Select(held => (held.Region, held.Epoch)).ToHashSet();
        var grants = new List<LeaseGrant>(reply.Leases.Count);
        foreach (var lease in reply.Leases)
        {
            if (asked.Contains((lease.Region, lease.Epoch)) && RegionId.TryUnpack(lease.Region, out var region))
                grants.Add(new LeaseGrant(region, lease.Epoch, Answer(lease.Answer), sent));
        }

        return [.. grants];
    }

    private static LeaseAnswer Answer(Wire.LeaseAnswer answer) => answer switch
    {
        Wire.LeaseAnswer.Granted => LeaseAnswer.Granted,
        Wire.LeaseAnswer.Refused => LeaseAnswer.Refused,
        _ => LeaseAnswer.NotYet,
    };

    private Wire.HeartbeatRequest Heartbeat()
    {
        var status = simulation.Status;
        var request = new Wire.HeartbeatRequest
        {
            Server = identity.Name,
            Incarnation = Incarnation,
            Request = Interlocked.Increment(ref _lastRequest),
            Load = load.Read(status.Players),
            Counters = Counters(),
            MapRevision = inbox.Map.Revision,
            Draining = _draining,
        };
        // A server that does not tick must not keep its regions from one that would.
        foreach (var region in Ticks() ? status.Regions : [])
        {
            request.Regions.Add(new Wire.HeldRegion
            {
                Region = region.Region.Packed,
                Epoch = region.Epoch,
                Players = (uint)region.Players,
                SyncedBackup = region.SyncedBackup == default ? ByteString.Empty : ByteString.CopyFrom(region.SyncedBackup.ToByteArray()),
            });
        }

        foreach (var wanted in status.Wanted.Union(awaited.Current()))
            request.Wanted.Add(wanted.Packed);
        foreach (var player in status.Playing)
            request.Playing.Add(player.Value);
        return request;
    }

    private bool Ticks() =>
        ticks.Failure is null && meter.LastMicroseconds is { } last && MonotonicClock.NowMicroseconds - last < TickSilenceMicrosecondsMax;

    private async Task KeepReleasesAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            await releases.WaitAsync(cancellation);
            while (releases.Pending() is { Length: > 0 } pending && !cancellation.IsCancellationRequested && !_leaving)
            {
                var request = new Wire.ReleaseRequest { Server = identity.Name, Incarnation = Incarnation, Counters = Counters() };
                request.Regions.AddRange(pending);
                if (await TryReleaseAsync(request, cancellation))
                    releases.Done(pending);
                else
                    await PauseAsync(HeartbeatInterval, cancellation);
            }
        }
    }

    private async Task<bool> TryReleaseAsync(Wire.ReleaseRequest request, CancellationToken cancellation)
    {
        var coordinator = coordinators.Current;
        var reply = await CallAsync(coordinator, client => client.ReleaseAsync(request, Call(cancellation)), cancellation);
        if (reply is { Ok: true })
            return true;

        coordinators.TurnFrom(coordinator, reply?.Leadership);
        return false;
    }

    // Null if the coordinator did not answer.
    private async Task<TReply?> CallAsync<TReply>(
        CoordinatorChannels.Coordinator coordinator, Func<Wire.MeshCoordinator.MeshCoordinatorClient, AsyncUnaryCall<TReply>> start,
        CancellationToken cancellation) where TReply : class
    {
        try
        {
            using var call = start(coordinator.Client);
            return await call.ResponseAsync;
        }
        catch (RpcException exception)
        {
            if (!cancellation.IsCancellationRequested)
                Log.NoAnswer(logger, coordinator.Address, exception.StatusCode);
            return null;
        }
    }

    private static CallOptions Call(CancellationToken cancellation) =>
        new(deadline: DateTime.UtcNow + Deadline, cancellationToken: cancellation);

    private Wire.Counters Counters()
    {
        var status = simulation.Status;
        return new Wire.Counters { Transfers = status.Transfers, Disconnects = status.Disconnects };
    }

    private ByteString Incarnation => UnsafeByteOperations.UnsafeWrap(_incarnation);

    private static async Task PauseAsync(TimeSpan pause, CancellationToken cancellation) =>
        await Task.Delay(pause, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Registered as {Server}, incarnation {Incarnation}, with the coordinator at {Address}.")]
        public static partial void Registered(ILogger logger, string server, Guid incarnation, string address);

        [LoggerMessage(LogLevel.Warning, "The coordinator at {Address} refuses this server: {Problem}")]
        public static partial void Refused(ILogger logger, string address, string problem);

        [LoggerMessage(LogLevel.Error, "The map (revision {Revision}) of the coordinator at {Address} cannot be read and is ignored.")]
        public static partial void MapUnreadable(ILogger logger, string address, ulong revision);

        [LoggerMessage(LogLevel.Debug, "The coordinator at {Address} did not answer: {Status}.")]
        public static partial void NoAnswer(ILogger logger, string address, StatusCode status);
    }
}
