using PlanetarySurvival.Contracts.Protocol;

namespace PlanetarySurvival.GameServer.Simulation;

/// <summary>Where an output goes.</summary>
public enum OutputKind : byte
{
    /// <summary>To a client, may be lost.</summary>
    ClientUnreliable,

    /// <summary>To a client, reliable and in order.</summary>
    ClientReliable,

    /// <summary>To a peer, reliable and in order while the link lasts.</summary>
    Peer,
}

/// <summary>One message of a tick.</summary>
/// <param name="Kind">Where it goes.</param>
/// <param name="Connection">The client's connection, or 0.</param>
/// <param name="Peer">The peer's name, or null.</param>
/// <param name="Offset">In <see cref="OutputBuffer.Bytes"/>.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Deadline">
/// Clock microseconds after which it must not leave any more, since the permission that it was made under has run out (invariant I1).
/// </param>
public readonly record struct OutputEntry(OutputKind Kind, int Connection, string? Peer, int Offset, int Length, long Deadline);

/// <summary>
/// All that a tick wants to happen outside. The simulation fills it; the tick loop reads the lease clock once more and lets out what is
/// still permitted. Reused from tick to tick, so it allocates only while it grows. Not safe for use by several threads at once.
/// </summary>
public sealed class OutputBuffer
{
    private readonly List<OutputEntry> _entries = new(1024);
    private byte[] _bytes = new byte[256 * 1024];
    private int _used;

    /// <summary>The messages, in order.</summary>
    public IReadOnlyList<OutputEntry> Entries => _entries;

    /// <summary>Rare things that are not messages.</summary>
    public List<SimulationRequest> Requests { get; } = [];

    /// <summary>Given to the entries that follow; <see cref="long.MaxValue"/> if they claim no authority.</summary>
    public long Deadline { get; set; } = long.MaxValue;

    /// <summary>The bytes of a message.</summary>
    public ReadOnlySpan<byte> Bytes(in OutputEntry entry) => _bytes.AsSpan(entry.Offset, entry.Length);

    /// <summary>Room for a message of at most so many bytes; follow with one of the Commit calls.</summary>
    public Span<byte> Reserve(int sizeMax)
    {
        if (_used + sizeMax > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + sizeMax));
        return _bytes.AsSpan(_used, sizeMax);
    }

    /// <summary>The reserved room holds a message to a client.</summary>
    public void CommitClient(int connection, int length, bool reliable) =>
        Commit(reliable ? OutputKind.ClientReliable : OutputKind.ClientUnreliable, connection, null, length);

    /// <summary>The reserved room holds a message to a peer.</summary>
    public void CommitPeer(string peer, int length) => Commit(OutputKind.Peer, 0, peer, length);

    /// <summary>A message of one byte to a client, reliable.</summary>
    public void ToClient(int connection, MessageKind kind)
    {
        Reserve(1)[0] = (byte)kind;
        CommitClient(connection, 1, reliable: true);
    }

    /// <summary>Forgets everything; the tick loop calls it after handing out.</summary>
    public void Clear()
    {
        _entries.Clear();
        Requests.Clear();
        _used = 0;
        Deadline = long.MaxValue;
    }

    private void Commit(OutputKind kind, int connection, string? peer, int length)
    {
        _entries.Add(new OutputEntry(kind, connection, peer, _used, length, Deadline));
        _used += length;
    }
}
