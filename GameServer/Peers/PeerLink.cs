using System.Buffers.Binary;
using Google.Protobuf;
using Grpc.Core;
using PlanetarySurvival.GameServer.Simulation;
using Wire = PlanetarySurvival.Contracts.Mesh;

namespace PlanetarySurvival.GameServer.Peers;

/// <summary>
/// One stream between this server and a peer, from the hellos to its end; a link that broke is never used again. Frames arrive in order or
/// the link breaks: a full queue breaks it too, and the simulations begin anew on the next one.
/// </summary>
internal sealed class PeerLink(string peer, Guid incarnation, BufferPool buffers, Func<PeerLink, ByteString, bool> received)
{
    private readonly BoundedQueue<Outbound> _outbound = new(PeerLimits.OutboundFramesMax);
    private readonly AsyncSignal _wake = new();
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _outboundBytes;
    private int _pingDue;
    private long _pingToAnswer = NoPing;
    private long _heard = MonotonicClock.NowMicroseconds;
    private long _roundTrip;
    private int _broken;

    private const long NoPing = long.MinValue;

    /// <summary>The peer's name.</summary>
    public string Peer { get; } = peer;

    /// <summary>The peer's process.</summary>
    public Guid Incarnation { get; } = incarnation;

    /// <summary>Whether it has ended or is about to.</summary>
    public bool IsBroken => Volatile.Read(ref _broken) != 0;

    /// <summary>Completes with <see cref="MarkEnded"/>.</summary>
    public Task Ended => _ended.Task;

    /// <summary>The last measured time to the peer and back; null before the first.</summary>
    public TimeSpan? RoundTrip => Volatile.Read(ref _roundTrip) is > 0 and var microseconds ? TimeSpan.FromMicroseconds(microseconds) : null;

    /// <summary>Frames and bytes that wait for the tick thread; kept by the owner of the inbound queue.</summary>
    public int InboundFrames;

    /// <summary>See <see cref="InboundFrames"/>.</summary>
    public int InboundBytes;

    /// <summary>Whether the simulation knows the link; read and written by the tick thread alone.</summary>
    public bool IsUpForSimulation;

    /// <summary>
    /// Takes a frame, for <see cref="Flush"/> to let go. False if the queue is full: the link is broken then, since a gap is worse than a
    /// new beginning. Called by the tick thread; neither waits nor locks.
    /// </summary>
    public bool TrySend(ReadOnlySpan<byte> content)
    {
        if (IsBroken)
            return false;

        var size = content.Length + 1;
        if (size > PeerLimits.FrameBytesMax || Volatile.Read(ref _outboundBytes) + size > PeerLimits.OutboundBytesMax)
        {
            Break();
            return false;
        }

        var buffer = buffers.Rent(size);
        buffer[0] = (byte)LinkFrameKind.Content;
        content.CopyTo(buffer.AsSpan(1));
        Interlocked.Add(ref _outboundBytes, size);
        if (_outbound.TryEnqueue(new Outbound(buffer, size)))
            return true;

        buffers.Return(buffer);
        Break();
        return false;
    }

    /// <summary>Lets go what was taken.</summary>
    public void Flush()
    {
        if (_outbound.Count > 0)
            _wake.Set();
    }

    /// <summary>Sends a ping, and breaks the link if the peer has been silent for too long.</summary>
    public void Beat()
    {
        if (MonotonicClock.NowMicroseconds - Volatile.Read(ref _heard) > PeerLimits.SilenceMax.TotalMicroseconds)
            Break();

        Volatile.Write(ref _pingDue, 1);
        _wake.Set();
    }

    /// <summary>Ends the link soon. Never waits.</summary>
    public void Break()
    {
        if (Interlocked.Exchange(ref _broken, 1) != 0)
            return;

        // Cancelling runs what others registered: not on the tick thread.
        ThreadPool.UnsafeQueueUserWorkItem(static link =>
        {
            link._end.Cancel();
            link._wake.Set();
        }, this, preferLocal: false);
    }

    /// <summary>Carries frames until one side ends or breaks. Never throws: a link that ends is normal.</summary>
    public async Task RunAsync(IAsyncStreamReader<Wire.PeerFrame> reader, IAsyncStreamWriter<Wire.PeerFrame> writer, CancellationToken cancellation)
    {
        await using (cancellation.Register(Break))
        {
            var writing = WriteAsync(writer);
            await ReadAsync(reader);
            Break();
            await writing;
        }
    }

    /// <summary>Nothing of the link runs any more, and everyone was told.</summary>
    public void MarkEnded() => _ended.TrySetResult();

    private async Task ReadAsync(IAsyncStreamReader<Wire.PeerFrame> reader)
    {
        try
        {
            while (await reader.MoveNext(_end.Token))
            {
                Volatile.Write(ref _heard, MonotonicClock.NowMicroseconds);
                if (!Take(reader.Current.Payload))
                    return;
            }
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            // The link is over, whatever the reason; PeerLinks logs that and dials again.
        }
    }

    // False if the link must end.
    private bool Take(ByteString payload)
    {
        if (payload.IsEmpty)
            return false;

        switch ((LinkFrameKind)payload[0])
        {
            case LinkFrameKind.Content:
                return received(this, payload);
            case LinkFrameKind.Ping when payload.Length == 9:
                Volatile.Write(ref _pingToAnswer, BinaryPrimitives.ReadInt64LittleEndian(payload.Span[1..]));
                _wake.Set();
                return true;
            case LinkFrameKind.Pong when payload.Length == 9:
                var taken = MonotonicClock.NowMicroseconds - BinaryPrimitives.ReadInt64LittleEndian(payload.Span[1..]);
                Volatile.Write(ref _roundTrip, Math.Clamp(taken, 1, 60_000_000));
                return true;
            default:
                return false;
        }
    }

    private async Task WriteAsync(IAsyncStreamWriter<Wire.PeerFrame> writer)
    {
        // One object for all frames: a frame is serialised before WriteAsync returns.
        var frame = new Wire.PeerFrame();
        var (flush, more) = (new WriteOptions(), new WriteOptions(WriteFlags.BufferHint));
        try
        {
            while (!IsBroken)
            {
                while (_outbound.TryDequeue(out var next) && !IsBroken)
                {
                    writer.WriteOptions = _outbound.Count > 0 ? more : flush;
                    frame.Payload = UnsafeByteOperations.UnsafeWrap(next.Buffer.AsMemory(0, next.Length));
                    await writer.WriteAsync(frame, _end.Token);
                    Interlocked.Add(ref _outboundBytes, -next.Length);
                    buffers.Return(next.Buffer);
                }

                writer.WriteOptions = flush;
                if (Interlocked.Exchange(ref _pingToAnswer, NoPing) is var ping and not NoPing)
                    await writer.WriteAsync(Pulse(frame, LinkFrameKind.Pong, ping), _end.Token);
                if (Interlocked.Exchange(ref _pingDue, 0) != 0)
                    await writer.WriteAsync(Pulse(frame, LinkFrameKind.Ping, MonotonicClock.NowMicroseconds), _end.Token);

                await _wake.WaitAsync();
            }
        }
        catch (Exception exception) when (IsEnd(exception))
        {
            Break();
        }
    }

    private static Wire.PeerFrame Pulse(Wire.PeerFrame frame, LinkFrameKind kind, long value)
    {
        var bytes = new byte[9];
        bytes[0] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1), value);
        frame.Payload = UnsafeByteOperations.UnsafeWrap(bytes);
        return frame;
    }

    // A stream that is torn down reports it in any of these ways, depending on who was faster.
    private static bool IsEnd(Exception exception) =>
        exception is RpcException or OperationCanceledException or IOException or InvalidOperationException;

    private readonly record struct Outbound(byte[] Buffer, int Length);
}
