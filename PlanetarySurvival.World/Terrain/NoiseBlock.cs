using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PlanetarySurvival.World.Terrain;

/// <summary>
/// One layer made ready for one grid of points: a chunk's voxels, or the coarser grid that bounds are found on. <see cref="Prepare"/> does what is done
/// once for a line of the lattice, <see cref="Plane"/> what is left for each point. Scratch of one thread, used again and again.
/// </summary>
internal sealed class NoiseBlock
{
    /// <summary>Points along an edge of the grid at most.</summary>
    public const int PointsMax = 32;

    // Cells of 8 voxels, moved by half of one: a chunk's edge touches five, hence six lines of corners in y and in z.
    private const int LinesMax = 6;

    private readonly AlignedFloats _lines = new(LinesMax * LinesMax * 3 * PointsMax);
    private readonly AlignedFloats _corners = new(6 * PointsMax);
    private readonly Axis _x = new();
    private readonly Axis _y = new();
    private readonly Axis _z = new();
    private int _columns;
    private int _rows;

    /// <summary>Makes the layer ready.</summary>
    /// <param name="layer">Which; its cells are no smaller than 8 voxels.</param>
    /// <param name="x">The first voxel's.</param>
    /// <param name="y">The first voxel's.</param>
    /// <param name="z">The first voxel's.</param>
    /// <param name="points">Along each edge.</param>
    /// <param name="stride">Voxels from one to the next; the whole grid spans at most 32.</param>
    /// <param name="columns">Points along x, filled up with the last one to a multiple of the lanes.</param>
    public void Prepare<T>(NoiseLayer layer, int x, int y, int z, int points, int stride, int columns)
        where T : struct, ILanes<T>
    {
        _columns = columns;
        _rows = points;
        _x.Fill(layer, x + layer.OffsetX, points, stride, columns);
        _y.Fill(layer, y + layer.OffsetY, points, stride, points);
        _z.Fill(layer, z + layer.OffsetZ, points, stride, points);

        ref var line = ref _lines.First;
        for (var k = 0; k < _z.Cells + 1; k++)
        {
            for (var j = 0; j < _y.Cells + 1; j++)
            {
                if (_x.Cells == 1)
                    LineOfOneCell<T>(layer, _y.FirstCell + j, _z.FirstCell + k, ref line);
                else
                    LineOfCells<T>(layer, _y.FirstCell + j, _z.FirstCell + k, ref line);
                line = ref Unsafe.Add(ref line, 3 * columns);
            }
        }
    }

    /// <summary>Writes one plane's values, row after row, or adds them to what is there.</summary>
    /// <param name="plane">Its number along z.</param>
    /// <param name="destination">Rows of as many floats as there are columns.</param>
    /// <param name="adds">Whether to add.</param>
    public void Plane<T>(int plane, ref float destination, bool adds)
        where T : struct, ILanes<T>
    {
        var pitch = 3 * _columns;
        ref var lines = ref Unsafe.Add(ref _lines.First, _z.Cell[plane] * (_y.Cells + 1) * pitch);
        var deeper = (_y.Cells + 1) * pitch;
        var (f, s) = (T.Of(_z.Place[plane]), T.Of(_z.Faded[plane]));
        for (var row = 0; row < _rows;)
        {
            var cell = _y.Cell[row];
            var end = row + 1;
            while (end < _rows && _y.Cell[end] == cell)
                end++;

            ref var low = ref Unsafe.Add(ref lines, cell * pitch);
            ref var high = ref Unsafe.Add(ref low, pitch);
            for (var column = 0; column < _columns; column += 2 * T.Count)
            {
                var (low0, lowSlope0) = Across<T>(ref low, deeper, column, f, s);
                var (high0, highSlope0) = Across<T>(ref high, deeper, column, f, s);
                var (rise0, riseSlope0) = (high0 - highSlope0 - low0, highSlope0 - lowSlope0);
                if (column + T.Count == _columns)
                {
                    Rows(row, end, column, ref destination, adds, low0, lowSlope0, rise0, riseSlope0);
                    break;
                }

                var (low1, lowSlope1) = Across<T>(ref low, deeper, column + T.Count, f, s);
                var (high1, highSlope1) = Across<T>(ref high, deeper, column + T.Count, f, s);
                var (rise1, riseSlope1) = (high1 - highSlope1 - low1, highSlope1 - lowSlope1);
                Rows(row, end, column, ref destination, adds, low0, lowSlope0, rise0, riseSlope0, low1, lowSlope1, rise1, riseSlope1);
            }

            row = end;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (T Value, T SlopeY) Across<T>(ref float line, int deeper, int column, T f, T s)
        where T : struct, ILanes<T> =>
        NoiseText.AlongZ(Three<T>(ref line, column), Three<T>(ref line, column + deeper), f, s);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private NoiseText.Three<T> Three<T>(ref float line, int index)
        where T : struct, ILanes<T> =>
        new(T.Load(ref line, index), T.Load(ref line, index + _columns), T.Load(ref line, index + 2 * _columns));

    // The inner loops. Two vectors at a time, so that a row's fade is read once for both and a machine has two chains to work on.
    private void Rows<T>(
        int row, int end, int column, ref float destination, bool adds,
        T low0, T lowSlope0, T rise0, T riseSlope0, T low1, T lowSlope1, T rise1, T riseSlope1)
        where T : struct, ILanes<T>
    {
        ref var place = ref _y.Places.First;
        ref var faded = ref _y.Fades.First;
        destination = ref Unsafe.Add(ref destination, row * _columns + column);
        for (; row < end; row++)
        {
            var (f, s) = (T.Of(Unsafe.Add(ref place, row)), T.Of(Unsafe.Add(ref faded, row)));
            var value0 = NoiseText.Rising(low0, lowSlope0, rise0, riseSlope0, f, s);
            var value1 = NoiseText.Rising(low1, lowSlope1, rise1, riseSlope1, f, s);
            if (adds)
            {
                value0 = T.Load(ref destination, 0) + value0;
                value1 = T.Load(ref destination, T.Count) + value1;
            }

            T.Store(value0, ref destination, 0);
            T.Store(value1, ref destination, T.Count);
            destination = ref Unsafe.Add(ref destination, _columns);
        }
    }

    private void Rows<T>(
        int row, int end, int column, ref float destination, bool adds, T low, T lowSlope, T rise, T riseSlope)
        where T : struct, ILanes<T>
    {
        for (; row < end; row++)
        {
            var value = NoiseText.Rising(low, lowSlope, rise, riseSlope, T.Of(_y.Place[row]), T.Of(_y.Faded[row]));
            var index = row * _columns + column;
            T.Store(adds ? T.Load(ref destination, index) + value : value, ref destination, index);
        }
    }

    private void LineOfOneCell<T>(NoiseLayer layer, int cellY, int cellZ, ref float line)
        where T : struct, ILanes<T>
    {
        var (leftX, leftY, leftZ) = layer.Gradient(_x.FirstCell, cellY, cellZ);
        var (rightX, rightY, rightZ) = layer.Gradient(_x.FirstCell + 1, cellY, cellZ);
        var left = new NoiseText.Three<T>(T.Of(leftX), T.Of(leftY), T.Of(leftZ));
        var right = new NoiseText.Three<T>(T.Of(rightX), T.Of(rightY), T.Of(rightZ));
        for (var column = 0; column < _columns; column += T.Count)
            StoreLine(NoiseText.AlongX(left, right, T.Load(ref _x.Places.First, column), T.Load(ref _x.Fades.First, column)), ref line, column);
    }

    private void LineOfCells<T>(NoiseLayer layer, int cellY, int cellZ, ref float line)
        where T : struct, ILanes<T>
    {
        ref var corners = ref _corners.First;
        var right = layer.Gradient(_x.FirstCell, cellY, cellZ);
        var column = 0;
        for (var cell = 0; cell < _x.Cells; cell++)
        {
            var left = right;
            right = layer.Gradient(_x.FirstCell + cell + 1, cellY, cellZ);
            for (; column < _columns && _x.Cell[column] == cell; column++)
            {
                ref var corner = ref Unsafe.Add(ref corners, column);
                corner = left.X;
                Unsafe.Add(ref corner, PointsMax) = left.Y;
                Unsafe.Add(ref corner, 2 * PointsMax) = left.Z;
                Unsafe.Add(ref corner, 3 * PointsMax) = right.X;
                Unsafe.Add(ref corner, 4 * PointsMax) = right.Y;
                Unsafe.Add(ref corner, 5 * PointsMax) = right.Z;
            }
        }

        for (column = 0; column < _columns; column += T.Count)
        {
            var left = new NoiseText.Three<T>(
                T.Load(ref corners, column), T.Load(ref corners, column + PointsMax), T.Load(ref corners, column + 2 * PointsMax));
            var end = new NoiseText.Three<T>(
                T.Load(ref corners, column + 3 * PointsMax), T.Load(ref corners, column + 4 * PointsMax), T.Load(ref corners, column + 5 * PointsMax));
            StoreLine(NoiseText.AlongX(left, end, T.Load(ref _x.Places.First, column), T.Load(ref _x.Fades.First, column)), ref line, column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void StoreLine<T>(NoiseText.Three<T> value, ref float line, int column)
        where T : struct, ILanes<T>
    {
        T.Store(value.X, ref line, column);
        T.Store(value.Y, ref line, column + _columns);
        T.Store(value.Z, ref line, column + 2 * _columns);
    }

    /// <summary>Where the grid's points lie along one axis: in which cell, where in it, and that faded.</summary>
    private sealed class Axis
    {
        public readonly AlignedFloats Places = new(PointsMax);
        public readonly AlignedFloats Fades = new(PointsMax);
        public readonly int[] Cell = new int[PointsMax];

        public int FirstCell { get; private set; }

        /// <summary>How many cells the points lie in.</summary>
        public int Cells { get; private set; }

        public Span<float> Place => Places.Span;

        public Span<float> Faded => Fades.Span;

        public void Fill(NoiseLayer layer, int start, int points, int stride, int count)
        {
            var mask = (1 << layer.CellShift) - 1;
            FirstCell = start >> layer.CellShift;
            for (var i = 0; i < count; i++)
            {
                var voxel = start + Math.Min(i, points - 1) * stride;
                Cell[i] = (voxel >> layer.CellShift) - FirstCell;
                Place[i] = (voxel & mask) * layer.InverseEdge;
                Faded[i] = NoiseText.Fade(Place[i]);
            }

            Cells = Cell[count - 1] + 1;
        }
    }
}

/// <summary>Floats that begin at a line of the cache, so that no vector straddles two.</summary>
internal sealed class AlignedFloats
{
    private const int LineFloats = 16;

    private readonly float[] _floats;
    private readonly int _first;
    private readonly int _length;

    public AlignedFloats(int length)
    {
        // Pinned, or the collector would move it off the line.
        _floats = GC.AllocateArray<float>(length + LineFloats, pinned: true);
        _first = (int)((64 - (Marshal.UnsafeAddrOfPinnedArrayElement(_floats, 0) & 63)) & 63) / sizeof(float);
        _length = length;
    }

    public ref float First => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_floats), _first);

    public Span<float> Span => _floats.AsSpan(_first, _length);
}
