using System.Runtime.CompilerServices;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Terrain;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Queries;

/// <summary>
/// Reads the ground for one query, or for a batch of them: cells from the field, and what is known of whole chunks, of which it remembers the
/// last. Not to be kept: an edit or a chunk that comes to hand would pass it by.
/// </summary>
internal struct GroundReader(VoxelField field)
{
    /// <summary>
    /// Further than this from the centre along an axis there is nothing but air: 16,000 km, within the lattice of chunks and beyond every planet.
    /// </summary>
    public const double PlaceMetresMax = 16_000_000;

    public const double VoxelsPerMetre = 1 / ChunkId.VoxelMetres;

    // No chunk has this coordinate.
    private int _chunkX = int.MinValue;
    private int _chunkY;
    private int _chunkZ;
    private ChunkVoxels? _chunk;
    private ChunkKind _kind;

    /// <summary>Whether there can be ground at a place: not for what is not finite or too far out.</summary>
    public static bool IsInReach(DoubleVector place) =>
        Math.Abs(place.X) <= PlaceMetresMax && Math.Abs(place.Y) <= PlaceMetresMax && Math.Abs(place.Z) <= PlaceMetresMax;

    /// <summary>What is known of all voxels of the chunk that holds a voxel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ChunkKind KindOf(int x, int y, int z)
    {
        if (x >> ChunkId.EdgeShift != _chunkX || y >> ChunkId.EdgeShift != _chunkY || z >> ChunkId.EdgeShift != _chunkZ)
            Turn(x, y, z);
        return _kind;
    }

    /// <summary>The corners of the cell named by its lowest voxel.</summary>
    public readonly CellCorners Corners(int x, int y, int z) => field.Cell(x, y, z);

    /// <summary>Depth in rock in metres at a place; air where there can be no ground.</summary>
    public readonly double Sample(DoubleVector place, out DoubleVector gradient) => field.Sample(place, out gradient);

    /// <summary>Copies the densities of a box of voxels, x fastest, and returns the highest of them.</summary>
    public sbyte Read(int x, int y, int z, int countX, int countY, int countZ, Span<sbyte> densities)
    {
        var highest = sbyte.MinValue;
        for (var k = 0; k < countZ; k++)
        {
            for (var j = 0; j < countY; j++)
            {
                var row = densities.Slice((k * countY + j) * countX, countX);
                ReadRow(x, y + j, z + k, row);
                foreach (var density in row)
                    highest = Math.Max(highest, density);
            }
        }

        return highest;
    }

    /// <summary>
    /// What the ground is made of at a place: the material of that rock voxel of its cell that weighs most there; where none is rock, of the
    /// nearest.
    /// </summary>
    public readonly Material MaterialAt(DoubleVector place)
    {
        if (!IsInReach(place))
            return Material.Stone;

        var (vx, vy, vz) = (place.X * VoxelsPerMetre, place.Y * VoxelsPerMetre, place.Z * VoxelsPerMetre);
        var (x, y, z) = ((int)Math.Floor(vx), (int)Math.Floor(vy), (int)Math.Floor(vz));
        var (tx, ty, tz) = (vx - x, vy - y, vz - z);
        var (best, bestX, bestY, bestZ) = (-1.0, x, y, z);
        for (var corner = 0; corner < 8; corner++)
        {
            var (i, j, k) = (corner & 1, (corner >> 1) & 1, corner >> 2);
            var weight = (i == 0 ? 1 - tx : tx) * (j == 0 ? 1 - ty : ty) * (k == 0 ? 1 - tz : tz);

            // The weights sum to 1, so that any rock goes before all air.
            if (field.DensityOfVoxel(x + i, y + j, z + k) > 0)
                weight += 1;
            if (weight > best)
                (best, bestX, bestY, bestZ) = (weight, x + i, y + j, z + k);
        }

        return field.MaterialOfVoxel(bestX, bestY, bestZ);
    }

    private void ReadRow(int x, int y, int z, Span<sbyte> row)
    {
        for (var i = 0; i < row.Length;)
        {
            var count = Math.Min(row.Length - i, ChunkId.EdgeVoxels - ((x + i) & 31));
            var part = row.Slice(i, count);
            var kind = KindOf(x + i, y, z);
            if (kind != ChunkKind.Mixed)
                part.Fill(kind == ChunkKind.Air ? VoxelDensity.Min : VoxelDensity.Max);
            else if (_chunk is { } chunk)
                chunk.Density.AsSpan(ChunkVoxels.IndexOf(x + i, y, z), count).CopyTo(part);
            else
                ReadFromField(x + i, y, z, part);
            i += count;
        }
    }

    private readonly void ReadFromField(int x, int y, int z, Span<sbyte> row)
    {
        for (var i = 0; i < row.Length; i++)
            row[i] = field.DensityOfVoxel(x + i, y, z);
    }

    private void Turn(int x, int y, int z)
    {
        (_chunkX, _chunkY, _chunkZ) = (x >> ChunkId.EdgeShift, y >> ChunkId.EdgeShift, z >> ChunkId.EdgeShift);
        var id = ChunkId.OfVoxel(x, y, z);
        _kind = field.Look(id, out _chunk);
    }
}
