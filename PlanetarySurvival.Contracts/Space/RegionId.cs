using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PlanetarySurvival.Contracts.Space;

/// <summary>
/// One cube of space: a cell of an octree whose level 0 has edges of 2000 m, level 1 of 1000 m and level 2 of 500 m.
/// Printed as <c>level:x,y,z</c>, for example <c>0:12,-3,4</c>; cell (0,0,0) has its lowest corner at the planet's centre.
/// </summary>
/// <remarks>
/// Packed into 64 bits: level (2 bits, from bit 60), then x, y, z (20 bits each, offset by 2^19), so that ids sort by level, x, y, z.
/// The default value is no region.
/// </remarks>
public readonly record struct RegionId : IComparable<RegionId>
{
    /// <summary>The deepest level: 500 m.</summary>
    public const int LevelMax = 2;

    /// <summary>The edge of a level 0 region in metres.</summary>
    public const int EdgeMetresMax = 2000;

    /// <summary>The width of the zone on both sides of a shared face in which neighbours see each other's entities, in metres.</summary>
    public const int BorderZoneMetres = 100;

    /// <summary>Coordinates lie in [-<see cref="CoordinateLimit"/>, <see cref="CoordinateLimit"/>).</summary>
    public const int CoordinateLimit = 1 << 19;

    private const int LevelShift = 60;
    private const int CoordinateBits = 20;
    private const ulong CoordinateMask = (1UL << CoordinateBits) - 1;

    // Bit 62 marks a real region, so that the default value is none of them.
    private const ulong Present = 1UL << 62;

    private RegionId(ulong packed) => Packed = packed;

    /// <summary>Names a cell; throws <see cref="ArgumentOutOfRangeException"/> for a level or coordinate that does not exist.</summary>
    public RegionId(int level, int x, int y, int z)
    {
        if (!IsValid(level, x, y, z))
            throw new ArgumentOutOfRangeException(nameof(level), $"There is no region {level}:{x},{y},{z}.");

        Packed = Present | ((ulong)level << LevelShift) | (Pack(x) << (2 * CoordinateBits)) | (Pack(y) << CoordinateBits) | Pack(z);
    }

    /// <summary>The 64-bit form that is sent and stored; 0 is no region.</summary>
    public ulong Packed { get; }

    /// <summary>Whether this is no region.</summary>
    public bool IsNone => Packed == 0;

    /// <summary>0, 1 or 2: edges of 2000, 1000 or 500 m.</summary>
    public int Level => (int)((Packed >> LevelShift) & 3);

    /// <summary>The cell's x coordinate in units of its own edge.</summary>
    public int X => Unpack(Packed >> (2 * CoordinateBits));

    /// <summary>The cell's y coordinate in units of its own edge.</summary>
    public int Y => Unpack(Packed >> CoordinateBits);

    /// <summary>The cell's z coordinate in units of its own edge.</summary>
    public int Z => Unpack(Packed);

    /// <summary>The edge in metres.</summary>
    public int EdgeMetres => EdgeMetresMax >> Level;

    /// <summary>The lowest corner. Positions inside a region are floats relative to it.</summary>
    public WorldPosition Origin => new(X * EdgeUnits, Y * EdgeUnits, Z * EdgeUnits);

    /// <summary>The centre of the cube.</summary>
    public WorldPosition Centre => Origin.Offset(EdgeUnits / 2, EdgeUnits / 2, EdgeUnits / 2);

    private long EdgeUnits => (long)EdgeMetres * WorldPosition.UnitsPerMetre;

    /// <summary>The region of a level that contains a position; <c>default</c> if the position lies outside the octree.</summary>
    public static RegionId At(WorldPosition position, int level = 0)
    {
        if ((uint)level > LevelMax)
            throw new ArgumentOutOfRangeException(nameof(level), $"There is no level {level}.");

        var edge = (long)(EdgeMetresMax >> level) * WorldPosition.UnitsPerMetre;
        var (x, y, z) = (FloorDivide(position.X, edge), FloorDivide(position.Y, edge), FloorDivide(position.Z, edge));
        return IsValid(level, x, y, z) ? new RegionId(level, (int)x, (int)y, (int)z) : default;
    }

    /// <summary>Reads the 64-bit form. False for bits that name no region.</summary>
    public static bool TryUnpack(ulong packed, out RegionId region)
    {
        region = new RegionId(packed);
        if ((packed & ~(((1UL << LevelShift) - 1) | (3UL << LevelShift))) == Present && region.Level <= LevelMax)
            return true;

        region = default;
        return false;
    }

    /// <summary>The region that this one is an eighth of; <c>default</c> at level 0.</summary>
    public RegionId Parent => Level == 0 ? default : new RegionId(Level - 1, X >> 1, Y >> 1, Z >> 1);

    /// <summary>One of the eight halves-of-edge cubes inside; bit 0 of the index is x, bit 1 y, bit 2 z.</summary>
    public RegionId Child(int index)
    {
        if (Level == LevelMax || (uint)index > 7)
            throw new ArgumentOutOfRangeException(nameof(index), $"Region {this} has no child {index}.");

        return new RegionId(Level + 1, (X << 1) | (index & 1), (Y << 1) | ((index >> 1) & 1), (Z << 1) | ((index >> 2) & 1));
    }

    /// <summary>The cell of the same level this many cells away; <c>default</c> outside the octree.</summary>
    public RegionId Neighbour(int dx, int dy, int dz) =>
        IsValid(Level, (long)X + dx, (long)Y + dy, (long)Z + dz) ? new RegionId(Level, X + dx, Y + dy, Z + dz) : default;

    /// <summary>Whether the position lies in the cube (lower faces belong to it, upper ones to the neighbour).</summary>
    public bool Contains(WorldPosition position) => !IsNone && At(position, Level) == this;

    /// <summary>Whether the two cubes share space: they are the same, or one lies inside the other.</summary>
    public bool Overlaps(RegionId other)
    {
        var (coarse, fine) = Level <= other.Level ? (this, other) : (other, this);
        var shift = fine.Level - coarse.Level;
        return fine.X >> shift == coarse.X && fine.Y >> shift == coarse.Y && fine.Z >> shift == coarse.Z;
    }

    /// <summary>Whether two different cubes that share no space touch at a face, an edge or a corner.</summary>
    public bool Touches(RegionId other) => !Overlaps(other) && GapUnits(other) == 0;

    /// <summary>Metres from a position to the nearest point of the cube; 0 inside.</summary>
    public double DistanceMetres(WorldPosition position)
    {
        var origin = Origin;
        var x = Outside(position.X - origin.X);
        var y = Outside(position.Y - origin.Y);
        var z = Outside(position.Z - origin.Z);
        return Math.Sqrt(x * x + y * y + z * z) / WorldPosition.UnitsPerMetre;
    }

    /// <summary>Orders by level, then x, y, z.</summary>
    public int CompareTo(RegionId other) => Packed.CompareTo(other.Packed);

    /// <summary><c>level:x,y,z</c>.</summary>
    public override string ToString() =>
        IsNone ? "none" : string.Create(CultureInfo.InvariantCulture, $"{Level}:{X},{Y},{Z}");

    /// <summary>Reads <c>level:x,y,z</c>. False for any other text or a cell that does not exist.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out RegionId region)
    {
        region = default;
        if (text is null || text.Length > 64 || text.IndexOf(':') is not (> 0 and var colon))
            return false;

        var parts = text[(colon + 1)..].Split(',');
        if (parts.Length != 3 || !Read(text[..colon], out var level) ||
            !Read(parts[0], out var x) || !Read(parts[1], out var y) || !Read(parts[2], out var z) || !IsValid(level, x, y, z))
            return false;

        region = new RegionId(level, x, y, z);
        return true;

        static bool Read(string part, out int value) =>
            int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    private long GapUnits(RegionId other)
    {
        var (a, b) = (Origin, other.Origin);
        var (edge, otherEdge) = (EdgeUnits, other.EdgeUnits);
        return Math.Max(Gap(a.X, b.X), Math.Max(Gap(a.Y, b.Y), Gap(a.Z, b.Z)));

        long Gap(long low, long otherLow) => Math.Max(0, Math.Max(otherLow - (low + edge), low - (otherLow + otherEdge)));
    }

    private double Outside(long relative) => relative < 0 ? -relative : Math.Max(0, relative - EdgeUnits);

    private static bool IsValid(int level, long x, long y, long z) =>
        (uint)level <= LevelMax && InRange(x) && InRange(y) && InRange(z);

    private static bool InRange(long coordinate) => coordinate is >= -CoordinateLimit and < CoordinateLimit;

    private static ulong Pack(int coordinate) => (ulong)(coordinate + CoordinateLimit);

    private static int Unpack(ulong bits) => (int)(bits & CoordinateMask) - CoordinateLimit;

    private static long FloorDivide(long value, long divisor)
    {
        var quotient = value / divisor;
        return value % divisor < 0 ? quotient - 1 : quotient;
    }
}
