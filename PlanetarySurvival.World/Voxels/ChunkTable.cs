using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.World.Voxels;

/// <summary>
/// What belongs to chunks, by their ids: open addressing with linear probing, at most half full, so that a look-up that misses ends soon too. Removal
/// shifts the followers back instead of leaving marks: churn never slows it down. It grows to what it once held and allocates nothing after that.
/// </summary>
internal sealed class ChunkTable<T>
    where T : class
{
    private ulong[] _keys = new ulong[64];
    private T?[] _values = new T?[64];
    private int _shift = 64 - 6;

    public int Count { get; private set; }

    public T? Find(ChunkId id)
    {
        var (keys, packed) = (_keys, id.Packed);
        for (var i = Slot(packed); ; i = (i + 1) & (keys.Length - 1))
        {
            if (keys[i] == packed)
                return _values[i];
            if (keys[i] == 0)
                return null;
        }
    }

    /// <summary>Adds what is not there yet.</summary>
    public void Add(ChunkId id, T value)
    {
        if (2 * (Count + 1) > _keys.Length)
            Grow();
        Count++;
        Put(id.Packed, value);
    }

    public void Remove(ChunkId id)
    {
        var mask = _keys.Length - 1;
        var hole = Slot(id.Packed);
        while (_keys[hole] != id.Packed)
        {
            if (_keys[hole] == 0)
                return;
            hole = (hole + 1) & mask;
        }

        Count--;
        for (var i = (hole + 1) & mask; _keys[i] != 0; i = (i + 1) & mask)
        {
            // A follower may move into the hole only if that does not bring it before the slot where its search begins.
            if (((i - Slot(_keys[i])) & mask) < ((i - hole) & mask))
                continue;
            (_keys[hole], _values[hole]) = (_keys[i], _values[i]);
            hole = i;
        }

        (_keys[hole], _values[hole]) = (0, null);
    }

    // 2^64 divided by the golden ratio: neighbouring chunks land far from each other.
    private int Slot(ulong packed) => (int)((packed * 0x9E3779B97F4A7C15) >> _shift);

    private void Put(ulong packed, T value)
    {
        var i = Slot(packed);
        while (_keys[i] != 0)
            i = (i + 1) & (_keys.Length - 1);
        (_keys[i], _values[i]) = (packed, value);
    }

    private void Grow()
    {
        var (keys, values) = (_keys, _values);
        (_keys, _values) = (new ulong[2 * keys.Length], new T?[2 * keys.Length]);
        _shift--;
        for (var i = 0; i < keys.Length; i++)
        {
            if (values[i] is { } value)
                Put(keys[i], value);
        }
    }
}
