using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace PlanetarySurvival.GameServer.Simulation;

/// <summary>
/// What other threads have for the tick thread, or the tick thread for others, in order and bounded. Nobody waits: what does not fit is
/// refused.
/// </summary>
internal sealed class BoundedQueue<T>(int limit)
{
    private readonly ConcurrentQueue<T> _items = new();
    private int _count;

    /// <summary>Items now.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>False if the queue is full; the caller counts the loss.</summary>
    public bool TryEnqueue(T item)
    {
        if (Interlocked.Increment(ref _count) > limit)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        _items.Enqueue(item);
        return true;
    }

    /// <summary>For what must not be lost and is bounded by something else, such as the number of connections.</summary>
    public void EnqueueAlways(T item)
    {
        Interlocked.Increment(ref _count);
        _items.Enqueue(item);
    }

    /// <summary>False if nothing is there.</summary>
    public bool TryDequeue([MaybeNullWhen(false)] out T item)
    {
        if (!_items.TryDequeue(out item))
            return false;

        Interlocked.Decrement(ref _count);
        return true;
    }
}
