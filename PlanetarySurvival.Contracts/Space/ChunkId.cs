using System.Globalization;

namespace PlanetarySurvival.Contracts.Space;

/// <summary>
/// A cube of 25 m: 32³ voxels of 0.78125 m (800 units of <see cref="WorldPosition"/>). Cell (0,0,0) has its lowest corner at the planet's centre; the
/// edge of every region is a whole number of chunks. Printed as <c>x,y,z</c>.
/// </summary>
/// <remarks>
/// A <em>voxel</em> is a point of the lattice: voxel (i, j, k) lies at (800 i, 800 j, 800 k) units from the planet's centre and belongs to the chunk
/// (i >> 5, j >> 5, k >> 5). A <em>cell</em> is the cube between eight voxels, named by its lowest one. Packed into 64 bits: x, y, z (21 bits each, offset
/// by 2^20), so that ids sort by x, y, z; bit 63 marks a real chunk, and the default value is no chunk.
/// </remarks>
public readonly record struct ChunkId : IComparable<ChunkId>
{
    /// <summary>Voxels along an edge.</summary>
    public const int EdgeVoxels = 32;

    /// <summary>Voxels in a chunk.</summary>
    public const int Voxels = EdgeVoxels * EdgeVoxels * EdgeVoxels;

    /// <summary>The shift from a voxel's coordinate to its chunk's.</summary>
    public const int EdgeShift = 5;

    /// <summary>The edge in metres.</summary>
    public const int EdgeMetres = 25;

    /// <summary>The distance of two neighbouring voxels in units of <see cref="WorldPosition"/>.</summary>
    public const int VoxelUnits = EdgeMetres * WorldPosition.UnitsPerMetre / EdgeVoxels;

    /// <summary>The distance of two neighbouring voxels in metres.</summary>
    public const double VoxelMetres = EdgeMetres / (double)EdgeVoxels;

    /// <summary>Coordinates lie in [-<see cref="CoordinateLimit"/>, <see cref="CoordinateLimit"/>).</summary>
    public const int CoordinateLimit = 1 << 20;

    private const int CoordinateBits = 21;
    private const ulong CoordinateMask = (1UL << CoordinateBits) - 1;
    private const ulong Present = 1UL << 63;

    private ChunkId(ulong packed) => Packed = packed;

    /// <summary>Names a chunk; throws <see cref="ArgumentOutOfRangeException"/> for coordinates that no chunk has.</summary>
    public ChunkId(int x, int y, int z)
    {
        if (!InRange(x) || !InRange(y) || !InRange(z))
            throw new ArgumentOutOfRangeException(nameof(x), $"There is no chunk {x},{y},{z}.");

        Packed = Present | (Pack(x) << (2 * CoordinateBits)) | (Pack(y) << CoordinateBits) | Pack(z);
    }

    /// <summary>The 64-bit form that is sent and stored; 0 is no chunk.</summary>
    public ulong Packed { get; }

    /// <summary>Whether this is no chunk.</summary>
    public bool IsNone => Packed == 0;

    /// <summary>The chunk's x coordinate in units of its edge.</summary>
    public int X => Unpack(Packed >> (2 * CoordinateBits));

    /// <summary>The chunk's y coordinate in units of its edge.</summary>
    public int Y => Unpack(Packed >> CoordinateBits);

    /// <summary>The chunk's z coordinate in units of its edge.</summary>
    public int Z => Unpack(Packed);

    /// <summary>The place of its lowest voxel.</summary>
    public WorldPosition Origin => new(X * EdgeUnits, Y * EdgeUnits, Z * EdgeUnits);

    private static long EdgeUnits => (long)EdgeVoxels * VoxelUnits;

    /// <summary>The chunk of a voxel; <c>default</c> where there is none.</summary>
    public static ChunkId OfVoxel(int x, int y, int z)
    {
        (x, y, z) = (x >> EdgeShift, y >> EdgeShift, z >> EdgeShift);
        return InRange(x) && InRange(y) && InRange(z)
            ? new ChunkId(Present | (Pack(x) << (2 * CoordinateBits)) | (Pack(y) << CoordinateBits) | Pack(z))
            : default;
    }

    /// <summary>The chunk whose cube contains a place (lower faces belong to it); <c>default</c> where there is none.</summary>
    public static ChunkId At(WorldPosition place)
    {
        var (x, y, z) = (Floor(place.X), Floor(place.Y), Floor(place.Z));
        return InRange(x) && InRange(y) && InRange(z) ? new ChunkId((int)x, (int)y, (int)z) : default;

        static long Floor(long units) => units >= 0 ? units / EdgeUnits : (units - EdgeUnits + 1) / EdgeUnits;
    }

    /// <summary>Reads the 64-bit form. False for bits that name no chunk.</summary>
    public static bool TryUnpack(ulong packed, out ChunkId chunk)
    {
        var isReal = (packed & Present) != 0;
        chunk = isReal ? new ChunkId(packed) : default;
        return isReal;
    }

    /// <summary>The chunk this many edges away; <c>default</c> where there is none.</summary>
    public ChunkId Neighbour(int dx, int dy, int dz)
    {
        var (x, y, z) = ((long)X + dx, (long)Y + dy, (long)Z + dz);
        return InRange(x) && InRange(y) && InRange(z) ? new ChunkId((int)x, (int)y, (int)z) : default;
    }

    /// <summary>The region of a level that the chunk lies in.</summary>
    public RegionId Region(int level = 0) => RegionId.At(Origin, level);

    /// <summary>Orders by x, then y, then z.</summary>
    public int CompareTo(ChunkId other) => Packed.CompareTo(other.Packed);

    /// <summary><c>x,y,z</c>.</summary>
    public override string ToString() => IsNone ? "none" : string.Create(CultureInfo.InvariantCulture, $"{X},{Y},{Z}");

    private static bool InRange(long coordinate) => coordinate is >= -CoordinateLimit and < CoordinateLimit;

    private static ulong Pack(int coordinate) => (ulong)(coordinate + CoordinateLimit);

    private static int Unpack(ulong bits) => (int)(bits & CoordinateMask) - CoordinateLimit;
}
