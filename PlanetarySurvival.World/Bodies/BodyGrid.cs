namespace PlanetarySurvival.World.Bodies;

/// <summary>
/// Which bodies are near: a hashed grid of three cell sizes, after the hierarchical grid of Ericson, "Real-Time Collision Detection" (2005), §7.2.
/// Each body lies in the one cell that has the middle of its bounds, at the level where a cell is four times its half size or more, so that a body of
/// its own size looks into eight cells at most. Cells of one line along x have buckets side by side, so that a look is at four stretches of memory.
/// Made anew by a counting sort: in a bucket the bounds lie in the order in which they were given.
/// </summary>
internal sealed class BodyGrid(int capacity)
{
    private const float FineHalfMetresMax = 0.5f;
    private const float FineCellMetres = 2;
    private const float MiddleHalfMetresMax = 1;
    private const float MiddleCellMetres = 4;
    private const float CoarseHalfMetresMax = 5;
    private const float CoarseCellMetres = 20;

    private readonly Level _fine = new(capacity, FineCellMetres, FineHalfMetresMax);
    private readonly Level _middle = new(capacity, MiddleCellMetres, MiddleHalfMetresMax);
    private readonly Level _coarse = new(capacity, CoarseCellMetres, CoarseHalfMetresMax);

    public int Count => _fine.Count + _middle.Count + _coarse.Count;

    /// <summary>Forgets what was, and takes these bodies: their bounds lie at the given rows.</summary>
    public void Build(ReadOnlySpan<int> rows, ReadOnlySpan<BodyBounds> bounds)
    {
        _fine.Begin();
        _middle.Begin();
        _coarse.Begin();
        foreach (var row in rows)
        {
            ref readonly var box = ref bounds[row];
            var half = Math.Max(box.High.X - box.Low.X, Math.Max(box.High.Y - box.Low.Y, box.High.Z - box.Low.Z)) * 0.5f;
            (half <= FineHalfMetresMax ? _fine : half <= MiddleHalfMetresMax ? _middle : _coarse).Note(row, box);
        }

        _fine.Sort(bounds);
        _middle.Sort(bounds);
        _coarse.Sort(bounds);
    }

    /// <summary>Finds the rows of all bodies above a row whose bounds overlap; ascending.</summary>
    /// <returns>How many of <paramref name="found"/> are filled; further ones are left out.</returns>
    public int Find(in BodyBounds bounds, int above, Span<int> found)
    {
        var count = _fine.Find(bounds, above, found, 0);
        count = _middle.Find(bounds, above, found, count);
        count = _coarse.Find(bounds, above, found, count);

        // Few, and a comparison sort of few is best by insertion.
        for (var i = 1; i < count; i++)
        {
            var row = found[i];
            var j = i - 1;
            for (; j >= 0 && found[j] > row; j--)
                found[j + 1] = found[j];
            found[j + 1] = row;
        }

        return count;
    }

    private readonly struct Entry(in BodyBounds bounds, int row, uint line)
    {
        public readonly BodyBounds Bounds = bounds;
        public readonly int Row = row;
        public readonly uint Line = line;
    }

    private sealed class Level(int capacity, float cellMetres, float halfMetresMax)
    {
        private const int BucketBits = 12;

        // Cells along an axis: more than a region with its margins has.
        private const int Side = 1280;

        private readonly float _cellsPerMetre = 1 / cellMetres;
        private readonly int[] _starts = new int[(1 << BucketBits) + Side + 1];
        private readonly int[] _noted = new int[capacity];
        private readonly int[] _buckets = new int[capacity];
        private readonly uint[] _lines = new uint[capacity];
        private readonly Entry[] _entries = new Entry[capacity];

        public int Count { get; private set; }

        public void Begin()
        {
            if (Count > 0)
                Array.Clear(_starts);
            Count = 0;
        }

        public void Note(int row, in BodyBounds bounds)
        {
            var line = Line(Coordinate((bounds.Low.Y + bounds.High.Y) * 0.5f), Coordinate((bounds.Low.Z + bounds.High.Z) * 0.5f));
            var bucket = Bucket(line) + Coordinate((bounds.Low.X + bounds.High.X) * 0.5f);
            _noted[Count] = row;
            _lines[Count] = line;
            _buckets[Count++] = bucket;
            _starts[bucket]++;
        }

        public void Sort(ReadOnlySpan<BodyBounds> bounds)
        {
            if (Count == 0)
                return;

            // Each start becomes the end of its bucket; filling from the last body down then turns it into the start.
            var sum = 0;
            for (var i = 0; i < _starts.Length; i++)
            {
                sum += _starts[i];
                _starts[i] = sum;
            }

            for (var i = Count - 1; i >= 0; i--)
            {
                var row = _noted[i];
                _entries[--_starts[_buckets[i]]] = new Entry(bounds[row], row, _lines[i]);
            }
        }

        public int Find(in BodyBounds bounds, int above, Span<int> found, int count)
        {
            if (Count == 0)
                return count;

            var (lowX, highX) = (Coordinate(bounds.Low.X - halfMetresMax), Coordinate(bounds.High.X + halfMetresMax));
            var (lowY, highY) = (Coordinate(bounds.Low.Y - halfMetresMax), Coordinate(bounds.High.Y + halfMetresMax));
            var (lowZ, highZ) = (Coordinate(bounds.Low.Z - halfMetresMax), Coordinate(bounds.High.Z + halfMetresMax));
            for (var z = lowZ; z <= highZ; z++)
            {
                for (var y = lowY; y <= highY; y++)
                {
                    var line = Line(y, z);
                    var bucket = Bucket(line);
                    var (start, end) = (_starts[bucket + lowX], _starts[bucket + highX + 1]);
                    if (start != end)
                        count = FindInLine(_entries.AsSpan(start, end - start), line, bounds, above, found, count);
                }
            }

            return count;
        }

        // Lines that share buckets are told apart; within a line no body comes twice.
        private static int FindInLine(ReadOnlySpan<Entry> entries, uint line, in BodyBounds bounds, int above, Span<int> found, int count)
        {
            for (var i = 0; i < entries.Length; i++)
            {
                ref readonly var entry = ref entries[i];
                if (((entry.Row > above) & (entry.Line == line) & entry.Bounds.Overlaps(bounds)) && count < found.Length)
                    found[count++] = entry.Row;
            }

            return count;
        }

        private int Coordinate(float metres)
        {
            var cell = (int)((metres + (float)BodyWorld.MarginMetres) * _cellsPerMetre);
            return cell < 0 ? 0 : cell >= Side ? Side - 1 : cell;
        }

        private static uint Line(int y, int z) => (uint)(z * Side + y);

        private static int Bucket(uint line) => (int)((line * 2654435769u) >> (32 - BucketBits));
    }
}
