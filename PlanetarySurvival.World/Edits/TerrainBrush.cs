using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Terrain;

namespace PlanetarySurvival.World.Edits;

/// <summary>
/// The shape of an edit: a ball, or a capsule (all that is no further than the radius from a line). In units of <see cref="WorldPosition"/>, so that
/// every owner of a part of it calculates the same distances.
/// </summary>
public readonly record struct TerrainBrush
{
    /// <summary>The largest radius in metres.</summary>
    public const int RadiusMetresMax = 8;

    /// <summary>The longest line of a capsule in metres.</summary>
    public const int LengthMetresMax = 16;

    /// <summary>The smallest radius in units, a quarter of a metre: a smaller ball could lie between the voxels and do nothing.</summary>
    public const int RadiusUnitsMin = WorldPosition.UnitsPerMetre / 4;

    /// <summary>The largest radius in units.</summary>
    public const int RadiusUnitsMax = RadiusMetresMax * WorldPosition.UnitsPerMetre;

    /// <summary>
    /// Chunks that one brush can reach: it is at most 36 m long, with the two metres around it in which densities tell how far the surface is.
    /// </summary>
    public const int ChunksMax = 27;

    /// <summary>How far an edit reaches beyond the brush, in units: as far as a density tells of a surface.</summary>
    internal const int MarginUnits = VoxelDensity.Max * UnitsPerStep;

    /// <summary>Units in a step of density.</summary>
    internal const int UnitsPerStep = WorldPosition.UnitsPerMetre / VoxelDensity.UnitsPerMetre;

    // A brush has to keep this far inside the space that has chunks.
    private const long PlaceUnitsMax =
        (long)ChunkId.CoordinateLimit * ChunkId.EdgeVoxels * ChunkId.VoxelUnits - 2L * ChunkId.EdgeVoxels * ChunkId.VoxelUnits;

    private TerrainBrush(WorldPosition from, WorldPosition to, int radiusUnits) => (From, To, RadiusUnits) = (from, to, radiusUnits);

    /// <summary>One end of the line.</summary>
    public WorldPosition From { get; }

    /// <summary>The other end; the same for a ball.</summary>
    public WorldPosition To { get; }

    /// <summary>The radius, from <see cref="RadiusUnitsMin"/> to <see cref="RadiusUnitsMax"/>.</summary>
    public int RadiusUnits { get; }

    /// <summary>A ball. False for a radius or place that no brush has.</summary>
    public static bool TrySphere(WorldPosition centre, int radiusUnits, out TerrainBrush brush) => TryCapsule(centre, centre, radiusUnits, out brush);

    /// <summary>A capsule. False for a radius, length or place that no brush has.</summary>
    public static bool TryCapsule(WorldPosition from, WorldPosition to, int radiusUnits, out TerrainBrush brush)
    {
        brush = default;
        if (radiusUnits is < RadiusUnitsMin or > RadiusUnitsMax || !IsInside(from) || !IsInside(to) ||
            from.DistanceMetres(to) > LengthMetresMax)
        {
            return false;
        }

        brush = new TerrainBrush(from, to, radiusUnits);
        return true;
    }

    /// <summary>
    /// Whether filling the brush could leave rock where a body is: the body comes nearer to it than a voxel's half diagonal, the most by which the
    /// surface between voxels lies off the brush's.
    /// </summary>
    /// <param name="from">One end of the line of the body's capsule.</param>
    /// <param name="to">The other end; the same for a ball.</param>
    /// <param name="radiusUnits">The body's radius.</param>
    public bool WouldCover(WorldPosition from, WorldPosition to, int radiusUnits)
    {
        const long marginUnits = 693; // 800 × √3 / 2
        var near = RadiusUnits + (double)Math.Max(0, radiusUnits) + marginUnits;
        return DistanceSquared(From, To, from, to) < near * near;
    }

    /// <summary>Lists the chunks that an edit with the brush can change, in ascending order.</summary>
    /// <param name="chunks">Room for <see cref="ChunksMax"/>; what has no room is left out.</param>
    /// <returns>How many.</returns>
    public int ListChunks(Span<ChunkId> chunks)
    {
        var (low, high) = VoxelBox();
        var count = 0;
        for (var x = low.X >> ChunkId.EdgeShift; x <= high.X >> ChunkId.EdgeShift; x++)
        {
            for (var y = low.Y >> ChunkId.EdgeShift; y <= high.Y >> ChunkId.EdgeShift; y++)
            {
                for (var z = low.Z >> ChunkId.EdgeShift; z <= high.Z >> ChunkId.EdgeShift && count < chunks.Length; z++)
                    chunks[count++] = new ChunkId(x, y, z);
            }
        }

        return count;
    }

    /// <summary>
    /// Steps of density from the brush's surface to a voxel, negative inside, rounded down, not held to bounds. Whole numbers and square roots that
    /// are rounded alike everywhere.
    /// </summary>
    internal int StepsTo(int x, int y, int z) => new BrushDistance(this).StepsTo(x, y, z);

    /// <summary>The lowest and highest voxel that an edit can change in each direction.</summary>
    internal ((int X, int Y, int Z) Low, (int X, int Y, int Z) High) VoxelBox()
    {
        var reach = RadiusUnits + MarginUnits;
        return (
            (Up(Math.Min(From.X, To.X) - reach), Up(Math.Min(From.Y, To.Y) - reach), Up(Math.Min(From.Z, To.Z) - reach)),
            (Down(Math.Max(From.X, To.X) + reach), Down(Math.Max(From.Y, To.Y) + reach), Down(Math.Max(From.Z, To.Z) + reach)));

        static int Down(long units) => (int)Math.Floor(units / (double)ChunkId.VoxelUnits);
        static int Up(long units) => (int)Math.Ceiling(units / (double)ChunkId.VoxelUnits);
    }

    private static bool IsInside(WorldPosition place) =>
        place.X is >= -PlaceUnitsMax and <= PlaceUnitsMax && place.Y is >= -PlaceUnitsMax and <= PlaceUnitsMax &&
        place.Z is >= -PlaceUnitsMax and <= PlaceUnitsMax;

    // The nearest points of two lines, as in Ericson, Real-Time Collision Detection (2005), 5.1.9: on one line without bounds first, then each held
    // to its ends in turn.
    private static double DistanceSquared(WorldPosition p1, WorldPosition q1, WorldPosition p2, WorldPosition q2)
    {
        var (d1, d2, r) = (Difference(q1, p1), Difference(q2, p2), Difference(p1, p2));
        var (a, e, f) = (Dot(d1, d1), Dot(d2, d2), Dot(d2, r));
        double s = 0, t = 0;
        if (a > 0 && e > 0)
        {
            var (b, c) = (Dot(d1, d2), Dot(d1, r));
            var cross = a * e - b * b;
            s = cross > 0 ? Unit((b * f - c * e) / cross) : 0;
            t = (b * s + f) / e;
            if (t is < 0 or > 1)
            {
                t = Unit(t);
                s = Unit((b * t - c) / a);
            }
        }
        else if (a > 0)
        {
            s = Unit(-Dot(d1, r) / a);
        }
        else if (e > 0)
        {
            t = Unit(f / e);
        }

        var apart = (X: r.X + d1.X * s - d2.X * t, Y: r.Y + d1.Y * s - d2.Y * t, Z: r.Z + d1.Z * s - d2.Z * t);
        return Dot(apart, apart);

        static double Unit(double value) => Math.Min(Math.Max(value, 0), 1);

        static double Dot((double X, double Y, double Z) u, (double X, double Y, double Z) v) => u.X * v.X + u.Y * v.Y + u.Z * v.Z;

        // In doubles from the beginning: differences of hostile places are out of range of a long.
        static (double X, double Y, double Z) Difference(WorldPosition to, WorldPosition from) =>
            ((double)to.X - from.X, (double)to.Y - from.Y, (double)to.Z - from.Z);
    }
}
