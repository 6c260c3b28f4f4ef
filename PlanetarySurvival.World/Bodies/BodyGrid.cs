namespace PlanetarySurvival.World.Bodies;

/// <summary>
/// Which bodies are near: a hashed grid of three cell sizes, after the hierarchical grid of Ericson, "Real-Time Collision Detection" (2005), §7.2. Each
/// body lies in the one cell that has the middle of its bounds, at the level where a cell is four times its half size or more, so that a body of its
/// own size looks into eight cells at most. Made anew by a counting sort: the bounds in a cell lie side by side, in the order in which they were given.
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

    private readonly struct Entry(in BodyBounds bounds, int row, uint cell)
    {
        public readonly BodyBounds Bounds = bounds;
        public readonly int Row = row;
        public readonly uint Cell = cell;
    }

    private sealed class Level(int capacity, float cellMetres, float halfMetresMax)
    {
        private const int BucketBits = 13;

        // Cells along an axis: more than a region with its margins has, and few enough for the number of a cell to fit 32 bits.
        private const int Side = 1280;

        private readonly float _cellsPerMetre = 1 / cellMetres;
        private readonly int[] _starts = new int[(1 << BucketBits) + 1];
        private readonly int[] _noted = new int[capacity];
        private readonly uint[] _cells = new uint[capacity];
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
            var cell = Number(
                Coordinate((bounds.Low.X + bounds.High.X) * 0.5f),
                Coordinate((bounds.Low.Y + bounds.High.Y) * 0.5f),
                Coordinate((bounds.Low.Z + bounds.High.Z) * 0.5f));
            _noted[Count] = row;
            _cells[Count++] = cell;
            _starts[Bucket(cell)]++;
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
                var (row, cell) = (_noted[i], _cells[i]);
                _entries[--_starts[Bucket(cell)]] = new Entry(bounds[row], row, cell);
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
                    for (var x = lowX; x <= highX; x++)
                        count = FindInCell(Number(x, y, z), bounds, above, found, count);
                }
            }

            return count;
        }

        private int FindInCell(uint cell, in BodyBounds bounds, int above, Span<int> found, int count)
        {
            var bucket = Bucket(cell);
            var entries = _entries.AsSpan(_starts[bucket], _starts[bucket + 1] - _starts[bucket]);
            for (var i = 0; i < entries.Length; i++)
            {
                ref readonly var entry = ref entries[i];
                if (entry.Row > above && entry.Cell == cell && entry.Bounds.Overlaps(bounds) && count < found.Length)
                    found[count++] = entry.Row;
            }

            return count;
        }

        private int Coordinate(float metres)
        {
            var cell = (int)Math.Floor((metres + (float)BodyWorld.MarginMetres) * _cellsPerMetre);
            return cell < 0 ? 0 : cell >= Side ? Side - 1 : cell;
        }

        private static uint Number(int x, int y, int z) => (uint)((z * Side + y) * Side + x);

        private static int Bucket(uint cell) => (int)((cell * 2654435769u) >> (32 - BucketBits));
    }
}
