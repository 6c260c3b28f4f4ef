using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Space;

namespace PlanetarySurvival.World.Meshing;

/// <summary>
/// Surface nets (Gibson, "Constrained Elastic Surface Nets", 1998, without the relaxation): a vertex in each cell that the surface passes through, at the
/// mean of its crossings with the cell's edges, and a quadrilateral around each edge between rock and air. Each sheet within a cell has its own
/// vertex (<see cref="CellPatches"/>), so that the surface is a closed manifold for any densities whatever.
/// </summary>
/// <remarks>
/// A block has 33³ cells. All of them may get vertices; faces belong to the edges whose lower end is one of the chunk's own voxels. Integers but for the
/// normals: places are sums of crossings, which are whole units of 1/800 of an edge.
/// </remarks>
internal ref struct SurfaceNet
{
    /// <summary>Cells along an edge of a block.</summary>
    public const int CellsEdge = VoxelBlock.Edge - 1;

    /// <summary>The rows of a block along x.</summary>
    public const int Rows = VoxelBlock.Edge * VoxelBlock.Edge;

    /// <summary>The cells that are kept: this layer and the one below.</summary>
    public const int CellsKept = 2 * CellsEdge * CellsEdge;

    private const int CellsLayer = CellsEdge * CellsEdge;
    private const int Unit = ChunkId.VoxelUnits;

    private readonly VoxelBlock _block;
    private readonly ReadOnlySpan<sbyte> _density;
    private readonly Span<ulong> _rows;
    private readonly Span<ulong> _cells;
    private readonly Span<MeshVertex> _vertices;
    private readonly Span<int> _indices;
    private int _vertexCount;
    private int _indexCount;

    private SurfaceNet(VoxelBlock block, Span<ulong> rows, Span<ulong> cells, Span<MeshVertex> vertices, Span<int> indices)
    {
        _block = block;
        _density = block.Density;
        _rows = rows[..Rows];
        _cells = cells[..CellsKept];
        _vertices = vertices;
        _indices = indices;
    }

    /// <summary>Makes the mesh. What the buffers have no room for is counted and not written.</summary>
    /// <param name="block">What to make it from.</param>
    /// <param name="rows">Working memory, <see cref="Rows"/> long.</param>
    /// <param name="cells">Working memory, <see cref="CellsKept"/> long.</param>
    /// <param name="vertices">Gets the vertices.</param>
    /// <param name="indices">Gets three indices a triangle, counterclockwise as seen from the air.</param>
    /// <returns>What the whole mesh takes.</returns>
    public static MeshSize Make(VoxelBlock block, Span<ulong> rows, Span<ulong> cells, Span<MeshVertex> vertices, Span<int> indices)
    {
        var net = new SurfaceNet(block, rows, cells, vertices, indices);
        ReadRows(net._density, net._rows);
        for (var z = 0; z < CellsEdge; z++)
        {
            for (var y = 0; y < CellsEdge; y++)
                net.MakeRow(y, z);
        }

        return new MeshSize(net._vertexCount, net._indexCount);
    }

    // One bit a voxel, set for rock: eight densities at a time, then sixteen bits' worth of the last two.
    private static void ReadRows(ReadOnlySpan<sbyte> density, Span<ulong> rows)
    {
        var bytes = MemoryMarshal.AsBytes(density);
        for (var row = 0; row < rows.Length; row++)
        {
            var line = bytes.Slice(row * VoxelBlock.Edge, VoxelBlock.Edge);
            rows[row] = RockOf(BinaryPrimitives.ReadUInt64LittleEndian(line))
                | RockOf(BinaryPrimitives.ReadUInt64LittleEndian(line[8..])) << 8
                | RockOf(BinaryPrimitives.ReadUInt64LittleEndian(line[16..])) << 16
                | RockOf(BinaryPrimitives.ReadUInt64LittleEndian(line[24..])) << 24
                | RockOf(BinaryPrimitives.ReadUInt16LittleEndian(line[32..])) << 32;
        }
    }

    // Bit i is set if byte i is a positive sbyte: its low seven bits carry into the eighth unless all are 0, and the eighth is not set itself. The
    // multiplication then brings the eight bits side by side.
    private static ulong RockOf(ulong densities)
    {
        const ulong low = 0x7F7F7F7F7F7F7F7F;
        return ((((densities & low) + low) & ~densities & ~low) >> 7) * 0x0102040810204080 >> 56;
    }

    private void MakeRow(int y, int z)
    {
        var first = y + z * VoxelBlock.Edge;
        var (r00, r10, r01, r11) = (_rows[first], _rows[first + 1], _rows[first + VoxelBlock.Edge], _rows[first + VoxelBlock.Edge + 1]);
        var (any, all) = (r00 | r10 | r01 | r11, r00 & r10 & r01 & r11);
        var mixed = (any | any >> 1) & ~(all & all >> 1) & ((1UL << CellsEdge) - 1);
        while (mixed != 0)
        {
            var x = BitOperations.TrailingZeroCount(mixed);
            mixed &= mixed - 1;
            var way = (int)((r00 >> x & 3) | (r10 >> x & 3) << 2 | (r01 >> x & 3) << 4 | (r11 >> x & 3) << 6);
            MakeCell(x, y, z, way);
        }
    }

    private void MakeCell(int x, int y, int z, int way)
    {
        _cells[CellAt(x, y, z)] = (ulong)_vertexCount << 32 | CellPatches.Labels[way];
        for (var patch = 0; patch < CellPatches.Count[way]; patch++)
            AddVertex(x, y, z, CellPatches.Edges[way * CellPatches.PatchesMax + patch]);

        if (x == 0 || y == 0 || z == 0)
            return;
        for (var axis = 0; axis < 3; axis++)
        {
            if (((way ^ way >> (1 << axis)) & 1) != 0)
                AddFace(x, y, z, axis, (way & 1) != 0);
        }
    }

    // The vertex of the sheet that crosses these edges of the cell.
    private void AddVertex(int x, int y, int z, int edges)
    {
        var (sumX, sumY, sumZ, count) = (0, 0, 0, 0);
        Material? found = null;
        for (; edges != 0; edges &= edges - 1, count++)
        {
            var edge = BitOperations.TrailingZeroCount(edges);
            var corner = CellPatches.LowerCorner[edge];
            var (i, j, k) = (corner & 1, corner >> 1 & 1, corner >> 2);
            var crossing = Crossing(x + i, y + j, z + k, edge >> 2, ref found);
            (sumX, sumY, sumZ) = (sumX + i * Unit, sumY + j * Unit, sumZ + k * Unit);
            if (edge < 4)
                sumX += crossing;
            else if (edge < 8)
                sumY += crossing;
            else
                sumZ += crossing;
        }

        Write(x, y, z, Mean(sumX, count), Mean(sumY, count), Mean(sumZ, count), found);

        static int Mean(int sum, int count) => (2 * sum + count) / (2 * count);
    }

    /// <summary>Where the surface crosses an edge, in 1/800 of it and never at its ends.</summary>
    private readonly int Crossing(int x, int y, int z, int axis, ref Material? found)
    {
        if (_block.Level > 0)
        {
            var share = _block.Crossing(x, y, z, axis, out var material);
            found ??= material;

            // Not so near to an end that the mean of three would round to it.
            return Math.Clamp((int)(share * Unit + 0.5), 3, Unit - 3);
        }

        // Densities count in quarters here, so that a voxel of exactly 0 is a quarter within the air: a crossing then never lies on a voxel, where six
        // edges would share it and faces of no area come of it.
        var at = IndexAt(x, y, z);
        var (low, high) = (Quarters(_density[at]), Quarters(_density[at + (axis == 0 ? 1 : axis == 1 ? VoxelBlock.Edge : VoxelBlock.Layer)]));
        return (2 * Unit * Math.Abs(low) + Math.Abs(low - high)) / (2 * Math.Abs(low - high));

        static int Quarters(int density) => density == 0 ? -1 : 4 * density;
    }

    private void Write(int x, int y, int z, int atX, int atY, int atZ, Material? found)
    {
        if (_vertexCount < _vertices.Length)
        {
            var normal = NormalAt(IndexAt(x, y, z), atX * (1.0 / Unit), atY * (1.0 / Unit), atZ * (1.0 / Unit));
            _vertices[_vertexCount] = new MeshVertex(
                (short)((x - 1) * Unit + atX), (short)((y - 1) * Unit + atY), (short)((z - 1) * Unit + atZ), found ?? MaterialIn(x, y, z), 0,
                ToByte(normal.X), ToByte(normal.Y), ToByte(normal.Z));
        }

        _vertexCount++;

        static sbyte ToByte(double part) => (sbyte)Math.Floor(part * 127 + 0.5);
    }

    // Against the gradient of the trilinear field in the cell.
    private readonly DoubleVector NormalAt(int at, double x, double y, double z)
    {
        const int up = VoxelBlock.Edge, far = VoxelBlock.Layer;
        var near = _density.Slice(at, up + 2);
        var back = _density.Slice(at + far, up + 2);
        double d000 = near[0], d100 = near[1], d010 = near[up], d110 = near[up + 1];
        double d001 = back[0], d101 = back[1], d011 = back[up], d111 = back[up + 1];
        var (x00, x10, x01, x11) = (Blend(d000, d100, x), Blend(d010, d110, x), Blend(d001, d101, x), Blend(d011, d111, x));
        return new DoubleVector(
            Blend(Blend(d000 - d100, d010 - d110, y), Blend(d001 - d101, d011 - d111, y), z),
            Blend(x00 - x10, x01 - x11, z),
            Blend(x00, x10, y) - Blend(x01, x11, y)).NormalizedOr(new DoubleVector(0, 1, 0));

        static double Blend(double from, double to, double t) => from + (to - from) * t;
    }

    // Of the cell's rock, what lies nearest to the air.
    private readonly Material MaterialIn(int x, int y, int z)
    {
        var (best, nearest) = (0, int.MaxValue);
        for (var corner = 0; corner < 8; corner++)
        {
            var density = _density[IndexAt(x + (corner & 1), y + (corner >> 1 & 1), z + (corner >> 2))];
            if (density > 0 && density < nearest)
                (best, nearest) = (corner, density);
        }

        return _block.MaterialOf(x + (best & 1), y + (best >> 1 & 1), z + (best >> 2));
    }

    // The quadrilateral around the edge from a cell's lowest corner along an axis. Its four cells lie at (-u -v), (-v), here and (-u), which is anticlockwise
    // as seen from the edge's upper end, if u and v are the next two axes.
    private void AddFace(int x, int y, int z, int axis, bool isRockBelow)
    {
        var here = CellAt(x, y, z);
        var stepZ = (z & 1) != 0 ? -CellsLayer : CellsLayer;
        var (stepU, stepV) = axis == 0 ? (-CellsEdge, stepZ) : axis == 1 ? (stepZ, -1) : (-1, -CellsEdge);
        var (c0, c1, c2, c3) = (_cells[here + stepU + stepV], _cells[here + stepV], _cells[here], _cells[here + stepU]);
        var (e1, e3) = axis == 1 ? (5, 6) : (4 * axis + 2, 4 * axis + 1);
        var (v0, v1, v2, v3) = (VertexOf(c0, 4 * axis + 3), VertexOf(c1, e1), VertexOf(c2, 4 * axis), VertexOf(c3, e3));
        if (((c0 | c1 | c2 | c3) & CellPatches.TwiceMask) != 0)
            AddManySided(x, y, z, axis, [c0, c1, c2, c3], [v0, v1, v2, v3], isRockBelow);
        else if (IsFirstDiagonalShorter(v0, v1, v2, v3))
            AddTwoTriangles(v0, v1, v2, v3, isRockBelow);
        else
            AddTwoTriangles(v1, v2, v3, v0, isRockBelow);

        static int VertexOf(ulong cell, int edge) => (int)(cell >> 32) + (int)(cell >> (2 * edge) & 3);
    }

    private void AddTwoTriangles(int a, int b, int c, int d, bool isRockBelow)
    {
        if (isRockBelow)
        {
            AddTriangle(a, b, c);
            AddTriangle(a, c, d);
        }
        else
        {
            AddTriangle(a, c, b);
            AddTriangle(a, d, c);
        }
    }

    private void AddTriangle(int a, int b, int c)
    {
        var at = _indexCount;
        _indexCount += 3;
        if (_indexCount > _indices.Length)
            return;
        var to = _indices.Slice(at, 3);
        to[0] = a;
        to[1] = b;
        to[2] = c;
    }

    // A diagonal never joins vertices that an edge of another face joins, so either will do.
    private readonly bool IsFirstDiagonalShorter(int v0, int v1, int v2, int v3)
    {
        return _vertexCount > _vertices.Length
            || DistanceSquared(_vertices[v0], _vertices[v2]) <= DistanceSquared(_vertices[v1], _vertices[v3]);

        static int DistanceSquared(in MeshVertex a, in MeshVertex b)
        {
            var (x, y, z) = (a.X - b.X, a.Y - b.Y, a.Z - b.Z);
            return x * x + y * y + z * z;
        }
    }

    // Where two cells touch their common face twice with one sheet each, two lines of the net would join the same two vertices, and four quadrilaterals
    // would share an edge. A vertex on the face keeps the lines apart; it becomes the point of a fan, since a triangle that cut it off would restore the
    // edge.
    private void AddManySided(
        int x, int y, int z, int axis, scoped ReadOnlySpan<ulong> cells, scoped ReadOnlySpan<int> corners, bool isRockBelow)
    {
        Span<int> ring = stackalloc int[8];
        var (count, start) = (0, 0);
        for (var side = 0; side < 4; side++)
        {
            ring[count++] = corners[side];

            // From corner to corner: along u, along v, and back.
            var across = (axis + 1 + side % 2) % 3;
            var (lower, upper) = (cells[side < 2 ? side : (side + 1) % 4], cells[side < 2 ? side + 1 : side]);
            if ((lower >> (CellPatches.TwiceShift + 2 * across + 1) & upper >> (CellPatches.TwiceShift + 2 * across) & 1) != 0)
            {
                start = count;
                ring[count++] = AddVertexBetween(x, y, z, axis, across, side is 0 or 3, isRockBelow);
            }
        }

        for (var i = 1; i < count - 1; i++)
        {
            var (a, b, c) = (ring[start], ring[(start + i) % count], ring[(start + i + 1) % count]);
            AddTriangle(a, isRockBelow ? b : c, isRockBelow ? c : b);
        }
    }

    // Around the lone corner of rock of a face, the surface leads from the edge at (x, y, z) to the corner's other edge on the face: the vertex is in the
    // middle. The other face at that line adds the same vertex once more.
    private int AddVertexBetween(int x, int y, int z, int axis, int across, bool isDown, bool isRockBelow)
    {
        var along = 3 - axis - across;
        Span<int> low = [x, y, z];
        low[axis] += isRockBelow ? 0 : 1;
        low[along] -= isDown ? 1 : 0;
        Material? found = null;
        var (onEdge, onOther) = (Crossing(x, y, z, axis, ref found), Crossing(low[0], low[1], low[2], along, ref found));

        // In the lower one of the two cells.
        Span<int> cell = [x, y, z];
        cell[across]--;
        cell[along] -= isDown ? 1 : 0;
        Span<int> at = stackalloc int[3];
        at[axis] = (onEdge + (isRockBelow ? 0 : Unit)) >> 1;
        at[along] = isDown ? (Unit + onOther) >> 1 : onOther >> 1;
        at[across] = Unit;
        Write(cell[0], cell[1], cell[2], at[0], at[1], at[2], found);
        return _vertexCount - 1;
    }

    private static int IndexAt(int x, int y, int z) => x + y * VoxelBlock.Edge + z * VoxelBlock.Layer;

    private static int CellAt(int x, int y, int z) => x + y * CellsEdge + (z & 1) * CellsLayer;
}
