namespace PlanetarySurvival.World.Meshing;

/// <summary>
/// How the surface passes through one cell, for each of the 256 ways in which its eight corners can be rock or air. A patch is one sheet of the surface
/// within the cell and gets one vertex: with one vertex a cell, as in the original surface nets, two sheets that pass through one cell would be
/// glued together there (Nielson, "Dual Marching Cubes", 2004).
/// </summary>
/// <remarks>
/// Corner c lies at (c &amp; 1, c >> 1 &amp; 1, c >> 2 &amp; 1); bit c of a way is set if it is rock. Edges 0 to 3 run along x at y + 2 z, 4 to 7 along
/// y at x + 2 z, 8 to 11 along z at x + 2 y. Face 2 a is the lower and 2 a + 1 the upper one across axis a. Where a face has rock at just two corners
/// across from each other, the rock is taken as separate and the air as joined: both cells at the face decide so, from its corners alone.
/// </remarks>
internal static class CellPatches
{
    /// <summary>Patches in a cell: the four corners of a checkerboard.</summary>
    public const int PatchesMax = 4;

    /// <summary>Where the flags of <see cref="Labels"/> begin.</summary>
    public const int TwiceShift = 24;

    /// <summary>All flags of <see cref="Labels"/>.</summary>
    public const uint TwiceMask = 0x3Fu << TwiceShift;

    /// <summary>The number of patches for each way.</summary>
    public static readonly byte[] Count = new byte[256];

    /// <summary>The edges that the surface crosses (bit e), for patch p of way w at 4 w + p.</summary>
    public static readonly ushort[] Edges = new ushort[256 * PatchesMax];

    /// <summary>
    /// Two bits an edge: the patch that it crosses. Bit 24 + f: one patch touches face f twice, so that two lines on the face would join the same two
    /// vertices, if it is so on the other side as well.
    /// </summary>
    public static readonly uint[] Labels = new uint[256];

    static CellPatches()
    {
        Span<int> patch = stackalloc int[12];
        Span<int> crossed = stackalloc int[4];
        for (var way = 0; way < 256; way++)
        {
            for (var edge = 0; edge < 12; edge++)
                patch[edge] = edge;

            // Every crossed edge lies on two faces, and on each the surface leads from it to one other edge: patches are the cycles of these lines.
            for (var face = 0; face < 6; face++)
                JoinOn(face, way, crossed[..CrossedOn(face, way, crossed)], patch);

            Number(way, patch);
            for (var face = 0; face < 6; face++)
            {
                if (CrossedOn(face, way, crossed) == 4 && patch[crossed[0]] == patch[crossed[1]] && patch[crossed[1]] == patch[crossed[2]]
                    && patch[crossed[2]] == patch[crossed[3]])
                {
                    Labels[way] |= 1u << (TwiceShift + face);
                }
            }
        }
    }

    /// <summary>The corner at an edge's lower end.</summary>
    public static ReadOnlySpan<byte> LowerCorner => [0, 2, 4, 6, 0, 1, 4, 5, 0, 1, 2, 3];

    /// <summary>The edge at a corner along an axis.</summary>
    public static int EdgeAt(int corner, int axis) => axis switch
    {
        0 => corner >> 1,
        1 => 4 + (corner & 1) + (corner >> 2) * 2,
        _ => 8 + (corner & 3),
    };

    private static void JoinOn(int face, int way, ReadOnlySpan<int> crossed, Span<int> patch)
    {
        if (crossed.Length == 2)
        {
            Join(patch, crossed[0], crossed[1]);
        }
        else if (crossed.Length == 4)
        {
            for (var corner = 0; corner < 8; corner++)
            {
                if (IsOn(face, corner) && (way >> corner & 1) != 0)
                    Join(patch, EdgeAt(corner, (face / 2 + 1) % 3), EdgeAt(corner, (face / 2 + 2) % 3));
            }
        }
    }

    private static void Join(Span<int> patch, int a, int b)
    {
        var (from, to) = (Math.Max(patch[a], patch[b]), Math.Min(patch[a], patch[b]));
        foreach (ref var number in patch)
            number = number == from ? to : number;
    }

    // A patch goes by its lowest edge until here, and by its place among the cell's patches from here on.
    private static void Number(int way, ReadOnlySpan<int> patch)
    {
        for (var edge = 0; edge < 12; edge++)
        {
            if (!IsCrossed(way, edge))
                continue;
            var number = patch[edge] == edge ? Count[way]++ : (int)(Labels[way] >> (2 * patch[edge])) & 3;
            Labels[way] |= (uint)number << (2 * edge);
            Edges[way * PatchesMax + number] |= (ushort)(1 << edge);
        }
    }

    private static int CrossedOn(int face, int way, Span<int> crossed)
    {
        var count = 0;
        for (var edge = 0; edge < 12; edge++)
        {
            if (IsCrossed(way, edge) && IsOn(face, LowerCorner[edge]) && IsOn(face, UpperCorner(edge)))
                crossed[count++] = edge;
        }

        return count;
    }

    private static bool IsOn(int face, int corner) => (corner >> (face / 2) & 1) == (face & 1);

    private static bool IsCrossed(int way, int edge) => ((way >> LowerCorner[edge] ^ way >> UpperCorner(edge)) & 1) != 0;

    private static int UpperCorner(int edge) => LowerCorner[edge] | 1 << (edge / 4);
}
