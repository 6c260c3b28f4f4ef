using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Options;
using PlanetarySurvival.GameServer.Mesh;
using PlanetarySurvival.GameServer.Simulation;
using PlanetarySurvival.GameServer.Telemetry;
using PlanetarySurvival.ServiceDefaults;
using Wire = PlanetarySurvival.Contracts.Mesh;

namespace PlanetarySurvival.GameServer.Peers;

/// <summary>
/// The links to all other living servers: one each, opened by the one with the lower name. Only the incarnation that the map names is
/// talked to, so a restarted server replaces its former self, and a former self is refused.
/// </summary>
internal sealed partial class PeerLinks : BackgroundService
{
    private readonly ServerIdentity _identity;
    private readonly MeshInbox _mesh;
    private readonly ServerMetrics _metrics;
    private readonly ILogger<PeerLinks> _logger;
    private readonly string _secret;
    private readonly BufferPool _buffers = new();
    private readonly ConcurrentDictionary<string, PeerLink> _links = new(StringComparer.Ordinal);
    // Bounded by the limits of each link.
    private readonly BoundedQueue<PeerEvent> _inbound = new(int.MaxValue);
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Peer, Guid Incarnation), CancellationTokenSource> _dialled = [];
    private volatile PeerLink[] _open = [];
    private CancellationToken _stopping = CancellationToken.None;

    public PeerLinks(
        ServerIdentity identity, MeshInbox mesh, IOptions<MeshSecretOptions> secret, ServerMetrics metrics, ILogger<PeerLinks> logger)
    {
        (_identity, _mesh, _metrics, _logger) = (identity, mesh, metrics, logger);
        _secret = secret.Value.Secret;
    }

    /// <summary>Links that work now.</summary>
    public IReadOnlyList<PeerLink> Links => _open;

    /// <summary>Gives the simulation what arrived since the last tick. Called by the tick thread.</summary>
    public void DrainInto(Simulation.Simulation simulation)
    {
        // What arrives meanwhile waits for the next tick.
        for (var left = _inbound.Count; left > 0 && TryTake(out var inbound); left--)
        {
            var link = inbound.Link;
            switch (inbound.Kind)
            {
                case PeerEventKind.Up:
                    simulation.PeerUp(link.Peer, link.Incarnation);
                    break;
                case PeerEventKind.Frame when link.IsUpForSimulation:
                    simulation.PeerMessage(link.Peer, link.Incarnation, inbound.Content);
                    break;
                case PeerEventKind.Down:
                    simulation.PeerDown(link.Peer, link.Incarnation);
                    break;
            }
        }
    }

    /// <summary>The next thing that happened on a link, in order. Called by the tick thread.</summary>
    public bool TryTake(out PeerEvent inbound)
    {
        if (!_inbound.TryDequeue(out inbound))
            return false;

        var link = inbound.Link;
        if (inbound.Kind == PeerEventKind.Frame)
        {
            Interlocked.Decrement(ref link.InboundFrames);
            Interlocked.Add(ref link.InboundBytes, -inbound.Payload.Length);
        }
        else
        {
            link.IsUpForSimulation = inbound.Kind == PeerEventKind.Up;
        }

        return true;
    }

    /// <summary>Sends a frame if there is a link. Called by the tick thread, which calls <see cref="Flush"/> last.</summary>
    public void Send(string peer, ReadOnlySpan<byte> content)
    {
        // A link that the simulation has not been told of yet must not carry what was meant for the one before it.
        if (!_links.TryGetValue(peer, out var link) || !link.IsUpForSimulation)
            _metrics.PacketDropped(DropReason.NoLink);
        else if (!link.TrySend(content))
            _metrics.PacketDropped(DropReason.PeerQueueFull);
    }

    /// <summary>Wakes the writers of all that was sent. Called by the tick thread.</summary>
    public void Flush()
    {
        foreach (var link in _open)
            link.Flush();
    }

    /// <summary>Serves a stream that a peer opened. Returns when it has ended.</summary>
    public async Task AcceptAsync(
        IAsyncStreamReader<Wire.PeerFrame> reader, IServerStreamWriter<Wire.PeerFrame> writer, CancellationToken cancellation)
    {
        var hello = await ReadHelloAsync(reader, cancellation);
        if (string.CompareOrdinal(hello.Server, _identity.Name) >= 0)
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"{hello.Server} is to be called by {_identity.Name}."));
        if (!IsCurrent(hello.Server, hello.Incarnation))
        {
            throw new RpcException(new Status(
                StatusCode.FailedPrecondition, $"{hello.Server} is not known by the incarnation {hello.Incarnation}."));
        }

        if (!await TryRunAsync(hello, reader, writer, greet: true, cancellation))
            throw new RpcException(new Status(StatusCode.Unavailable, $"{_identity.Name} has no room for {hello.Server} now."));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _stopping = stoppingToken;
        _mesh.MapChanged += Follow;
        Follow(_mesh.Map);

        using var timer = new PeriodicTimer(PeerLimits.PingInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var link in _open)
                    link.Beat();
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }

        _mesh.MapChanged -= Follow;
        CloseAll();
    }

    /// <summary>Ends all links.</summary>
    public void CloseAll()
    {
        foreach (var link in _open)
            link.Break();
    }

    // Dials whom the map names, and lets go of whom it does not name any more.
    private void Follow(MeshView map)
    {
        lock (_lock)
        {
            foreach (var link in _open)
            {
                if (map.Server(link.Peer) is not { } server || server.Incarnation != link.Incarnation)
                    link.Break();
            }

            var wanted = map.Servers
                .Where(server => server.Alive && string.CompareOrdinal(_identity.Name, server.Name) < 0)
                .OrderBy(server => server.Name, StringComparer.Ordinal)
                .Take(PeerLimits.PeersMax)
                .ToDictionary(server => (server.Name, server.Incarnation));

            foreach (var (dialled, stop) in _dialled.ToArray())
            {
                if (!wanted.ContainsKey(dialled))
                {
                    _dialled.Remove(dialled);
                    stop.Cancel();
                    stop.Dispose();
                }
            }

            foreach (var (key, server) in wanted)
            {
                if (_dialled.ContainsKey(key) || _stopping.IsCancellationRequested)
                    continue;

                var stop = CancellationTokenSource.CreateLinkedTokenSource(_stopping);
                _dialled.Add(key, stop);
                _ = Task.Run(() => KeepDiallingAsync(server, stop.Token), CancellationToken.None);
            }
        }
    }

    private async Task KeepDiallingAsync(ServerView server, CancellationToken cancellation)
    {
        using var channel = MeshChannel.Create(server.Grpc, _secret);
        var pause = PeerLimits.RedialMin;
        while (!cancellation.IsCancellationRequested)
        {
            if (await DialAsync(channel, server, cancellation))
                pause = PeerLimits.RedialMin;
            else
                pause = pause * 2 < PeerLimits.RedialMax ? pause * 2 : PeerLimits.RedialMax;

            await Task.Delay(pause, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // False if no link came about.
    private async Task<bool> DialAsync(GrpcChannel channel, ServerView server, CancellationToken cancellation)
    {
        try
        {
            using var call = new Wire.GameServer.GameServerClient(channel).Link(cancellationToken: cancellation);
            await call.RequestStream.WriteAsync(Hello(), cancellation);
            var hello = await ReadHelloAsync(call.ResponseStream, cancellation);
            if (hello != new PeerHello(server.Name, server.Incarnation))
                return false;

            return await TryRunAsync(hello, call.ResponseStream, call.RequestStream, greet: false, cancellation);
        }
        catch (Exception exception) when (exception is RpcException or OperationCanceledException or InvalidOperationException or IOException)
        {
            if (!cancellation.IsCancellationRequested)
                Log.NotReached(_logger, server.Name, exception.Message);
            return false;
        }
    }

    // False if the link may not be opened.
    private async Task<bool> TryRunAsync(
        PeerHello hello, IAsyncStreamReader<Wire.PeerFrame> reader, IAsyncStreamWriter<Wire.PeerFrame> writer, bool greet,
        CancellationToken cancellation)
    {
        var link = new PeerLink(hello.Server, hello.Incarnation, _buffers, Receive);
        if (!await TryOpenAsync(link, cancellation))
            return false;

        Log.Up(_logger, link.Peer, link.Incarnation);
        try
        {
            // The dialling side begins when it reads this: not before the link is open here.
            if (greet)
                await writer.WriteAsync(Hello(), cancellation);
            await link.RunAsync(reader, writer, cancellation);
        }
        finally
        {
            Close(link);
        }

        Log.Down(_logger, link.Peer, link.Incarnation);
        return true;
    }

    // Takes the place of an older link to the same server, whose end the simulation hears of first.
    private async Task<bool> TryOpenAsync(PeerLink link, CancellationToken cancellation)
    {
        if (_links.TryGetValue(link.Peer, out var old))
        {
            old.Break();
            await old.Ended.WaitAsync(cancellation);
        }

        lock (_lock)
        {
            if (_stopping.IsCancellationRequested || !IsCurrent(link.Peer, link.Incarnation) ||
                _links.ContainsKey(link.Peer) || _links.Count >= PeerLimits.PeersMax)
                return false;

            _links[link.Peer] = link;
            _open = [.. _links.Values];
            _inbound.EnqueueAlways(new PeerEvent(link, PeerEventKind.Up, ByteString.Empty));
            return true;
        }
    }

    private void Close(PeerLink link)
    {
        lock (_lock)
        {
            _links.TryRemove(new KeyValuePair<string, PeerLink>(link.Peer, link));
            _open = [.. _links.Values];
            _inbound.EnqueueAlways(new PeerEvent(link, PeerEventKind.Down, ByteString.Empty));
        }

        link.Break();
        link.MarkEnded();
    }

    // False if the queue is full: the link must end.
    private bool Receive(PeerLink link, ByteString payload)
    {
        var frames = Interlocked.Increment(ref link.InboundFrames);
        var bytes = Interlocked.Add(ref link.InboundBytes, payload.Length);
        _inbound.EnqueueAlways(new PeerEvent(link, PeerEventKind.Frame, payload));
        if (frames <= PeerLimits.InboundFramesMax && bytes <= PeerLimits.InboundBytesMax)
            return true;

        _metrics.PacketDropped(DropReason.PeerQueueFull);
        return false;
    }

    private bool IsCurrent(string peer, Guid incarnation) => _mesh.Map.Server(peer) is { } server && server.Incarnation == incarnation;

    private Wire.PeerFrame Hello()
    {
        Span<byte> bytes = stackalloc byte[PeerHello.SizeMax];
        var length = new PeerHello(_identity.Name, _identity.Incarnation).Write(bytes);
        return new Wire.PeerFrame { Payload = ByteString.CopyFrom(bytes[..length]) };
    }

    private static async Task<PeerHello> ReadHelloAsync(IAsyncStreamReader<Wire.PeerFrame> reader, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(PeerLimits.HelloTimeout);
        if (!await reader.MoveNext(timeout.Token) || !PeerHello.TryRead(reader.Current.Payload.Span, out var hello))
            throw new RpcException(new Status(StatusCode.InvalidArgument, "The first frame is no hello."));

        return hello;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The link to {Peer} (incarnation {Incarnation}) is up.")]
        public static partial void Up(ILogger logger, string peer, Guid incarnation);

        [LoggerMessage(LogLevel.Information, "The link to {Peer} (incarnation {Incarnation}) is down.")]
        public static partial void Down(ILogger logger, string peer, Guid incarnation);

        [LoggerMessage(LogLevel.Debug, "{Peer} was not reached: {Problem}")]
        public static partial void NotReached(ILogger logger, string peer, string problem);
    }
}
