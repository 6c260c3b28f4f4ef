using System.Buffers.Binary;
using System.Runtime.InteropServices;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Edits;
using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Terrain;

namespace PlanetarySurvival.World.Voxels;

/// <summary>
/// The ground as one simulation sees it: the planet, the chunks that are at hand, and all edits. A chunk that is not at hand is answered from the
/// planet voxel by voxel: slower, and to the same bits; nothing here waits for a chunk or generates a whole one. A chunk that the planet knows to be
/// all air or all rock needs no voxels. What lies outside of every chunk is air. For one thread.
/// </summary>
/// <remarks>
/// Bounds: <see cref="ChunksMax"/> chunks at hand, of which the least recently wanted goes when another comes, and its edits stay;
/// <see cref="EditedChunksMax"/> chunks with edits and <see cref="EditedBlocksMax"/> blocks of 4³ edited voxels, beyond which edits are refused.
/// </remarks>
public sealed class VoxelField
{
    /// <summary>Chunks at hand unless told otherwise: 256 MiB of voxels.</summary>
    public const int ChunksMaxDefault = 4096;

    /// <summary>Chunks with edits that one field keeps.</summary>
    public const int EditedChunksMax = 16_384;

    /// <summary>Blocks of 4³ edited voxels unless told otherwise: 66 MiB.</summary>
    public const int EditedBlocksMaxDefault = 131_072;

    /// <summary>Chunks' arrays that are kept for the next ones; what comes back beyond that is left to the garbage collector.</summary>
    public const int SparesMax = 64;

    // A chunk of one density is read like any other.
    private static readonly sbyte[] Air = Filled(VoxelDensity.Min);
    private static readonly sbyte[] Rock = Filled(VoxelDensity.Max);

    // The chunks that were read last, one for each parity of the chunk's three coordinates: the eight chunks around any corner all fit, so that a
    // body that stands there searches for none of them.
    private readonly NearChunk[] _near = new NearChunk[8];
    private readonly ChunkTable<HeldChunk> _chunks = new();
    private readonly KnownKinds _kinds;
    private readonly DeltaBlocks _blocks;
    private readonly ChunkVoxels[] _spares = new ChunkVoxels[SparesMax];
    private readonly ChunkDelta _scratch = new();
    private int _spareCount;
    private HeldChunk? _spareHolds;
    private ChunkDelta[] _spareDeltas = new ChunkDelta[16];
    private int _spareDeltaCount;
    private HeldChunk? _newest;
    private HeldChunk? _oldest;

    /// <summary>A field without chunks and edits; throws <see cref="ArgumentOutOfRangeException"/> for bounds below 1.</summary>
    /// <param name="planet">What is under the edits.</param>
    /// <param name="chunksMax">Chunks at hand at most.</param>
    /// <param name="editedBlocksMax">Blocks of edited voxels at most.</param>
    public VoxelField(Planet planet, int chunksMax = ChunksMaxDefault, int editedBlocksMax = EditedBlocksMaxDefault)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chunksMax, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(editedBlocksMax, 1);
        Planet = planet;
        ChunksMax = chunksMax;
        EditedBlocksMax = editedBlocksMax;
        _kinds = new KnownKinds(planet);
        _blocks = new DeltaBlocks(editedBlocksMax);

        // A place that is in no chunk (and so in air): nothing is near at first.
        Array.Fill(_near, new NearChunk(int.MinValue, int.MinValue, int.MinValue, Air));
    }

    /// <summary>What is under the edits.</summary>
    public Planet Planet { get; }

    /// <summary>Chunks at hand at most.</summary>
    public int ChunksMax { get; }

    /// <summary>Blocks of edited voxels at most.</summary>
    public int EditedBlocksMax { get; }

    /// <summary>Chunks at hand, with voxels of their own.</summary>
    public int Chunks { get; private set; }

    /// <summary>Chunks that have edits.</summary>
    public int EditedChunks { get; private set; }

    /// <summary>Blocks of 4³ voxels that have edits.</summary>
    public int EditedBlocks => EditedBlocksMax - _blocks.Left;

    /// <summary>The eight densities of a cell, of which (x, y, z) is the lowest corner.</summary>
    public CellCorners Cell(int x, int y, int z)
    {
        ref readonly var near = ref _near[NearSlot(x, y, z)];

        // Inside one chunk, all but 9 % of cells: the corners are pairs of neighbours in one array.
        if ((uint)(x - near.X) < 31 && (uint)(y - near.Y) < 31 && (uint)(z - near.Z) < 31)
        {
            var corners = MemoryMarshal.AsBytes(near.Density.AsSpan(ChunkVoxels.IndexOf(x, y, z), 1024 + 32 + 2));
            return new CellCorners(
                BinaryPrimitives.ReadUInt16LittleEndian(corners) |
                ((ulong)BinaryPrimitives.ReadUInt16LittleEndian(corners[32..]) << 16) |
                ((ulong)BinaryPrimitives.ReadUInt16LittleEndian(corners[1024..]) << 32) |
                ((ulong)BinaryPrimitives.ReadUInt16LittleEndian(corners[1056..]) << 48));
        }

        return CellOfSeveral(x, y, z);
    }

    /// <summary>The density of one voxel, in units of <see cref="VoxelDensity"/>.</summary>
    public sbyte DensityOfVoxel(int x, int y, int z)
    {
        ref readonly var near = ref _near[NearSlot(x, y, z)];
        return (uint)(x - near.X) < 32 && (uint)(y - near.Y) < 32 && (uint)(z - near.Z) < 32
            ? near.Density[ChunkVoxels.IndexOf(x, y, z)]
            : FarDensity(x, y, z);
    }

    /// <summary>What a voxel is made of, or would be if it were rock.</summary>
    public Material MaterialOfVoxel(int x, int y, int z)
    {
        var id = ChunkId.OfVoxel(x, y, z);
        if (id.IsNone)
            return Material.Stone;

        var (held, index) = (_chunks.Find(id), ChunkVoxels.IndexOf(x, y, z));
        if (held?.Voxels is { } voxels)
            return (Material)voxels.Material[index];
        return held?.Delta is { } delta && delta.TryGet(index, out _, out var material) ? (Material)material : Planet.MaterialOfVoxel(x, y, z);
    }

    /// <summary>Depth in rock (positive) or height over it (negative) at a place, and the direction in which it grows; interpolated between the eight
    /// voxels around. Beyond two metres it only says which side.</summary>
    /// <param name="place">Metres from the planet's centre. What is no number, or outside of every chunk, is in air.</param>
    /// <param name="gradient">Metres a metre, into the rock; zero far from the surface.</param>
    /// <returns>Metres.</returns>
    internal double Sample(DoubleVector place, out DoubleVector gradient)
    {
        const double voxelsPerMetre = 1 / ChunkId.VoxelMetres;
        const double metresPerUnit = 1.0 / VoxelDensity.UnitsPerMetre;
        const double slope = metresPerUnit * voxelsPerMetre;
        const double limit = (double)ChunkId.CoordinateLimit * ChunkId.EdgeVoxels;
        var (vx, vy, vz) = (place.X * voxelsPerMetre, place.Y * voxelsPerMetre, place.Z * voxelsPerMetre);
        if (!(Math.Abs(vx) < limit && Math.Abs(vy) < limit && Math.Abs(vz) < limit))
        {
            gradient = default;
            return VoxelDensity.Min * metresPerUnit;
        }

        var (fx, fy, fz) = (Math.Floor(vx), Math.Floor(vy), Math.Floor(vz));
        var (tx, ty, tz) = (vx - fx, vy - fy, vz - fz);
        var cell = Cell((int)fx, (int)fy, (int)fz);

        double d000 = cell.D000, d100 = cell.D100, d010 = cell.D010, d110 = cell.D110;
        double d001 = cell.D001, d101 = cell.D101, d011 = cell.D011, d111 = cell.D111;
        var (x00, x10, x01, x11) = (Blend(d000, d100, tx), Blend(d010, d110, tx), Blend(d001, d101, tx), Blend(d011, d111, tx));
        var (y0, y1) = (Blend(x00, x10, ty), Blend(x01, x11, ty));
        gradient = new DoubleVector(
            Blend(Blend(d100 - d000, d110 - d010, ty), Blend(d101 - d001, d111 - d011, ty), tz) * slope,
            Blend(x10 - x00, x11 - x01, tz) * slope,
            (y1 - y0) * slope);
        return Blend(y0, y1, tz) * metresPerUnit;
    }

    /// <summary>Whether a chunk needs no generating: its voxels are here, or are known to be all alike and unedited.</summary>
    public bool IsAtHand(ChunkId id) => _chunks.Find(id) is { } held ? held.Voxels is not null : id.IsNone || _kinds.Of(id) != ChunkKind.Mixed;

    /// <summary>Marks a chunk as wanted now. Reading does not: it would cost every read.</summary>
    /// <returns>Whether it is at hand, with voxels or without (<see cref="IsAtHand"/>).</returns>
    public bool Want(ChunkId id)
    {
        if (_chunks.Find(id) is not { } held)
            return id.IsNone || _kinds.Of(id) != ChunkKind.Mixed;
        if (held.Voxels is null)
            return false;

        if (held != _newest)
        {
            Unlink(held);
            Link(held);
        }

        return true;
    }

    /// <summary>Whether asking for a chunk is a look-up: the planet, which may take some microseconds, has been asked what it is, or need not be.</summary>
    internal bool IsKnown(ChunkId id) => id.IsNone || _kinds.IsKnown(id) || _chunks.Find(id) is not null;

    /// <summary>An array pair for a chunk that is to be generated: one that was used before, or a new one.</summary>
    public ChunkVoxels Blank(ChunkId id)
    {
        if (_spareCount == 0)
            return new ChunkVoxels(id);

        var spare = _spares[--_spareCount];
        spare.Rename(id);
        return spare;
    }

    /// <summary>Takes back a blank that was not filled after all.</summary>
    public void Return(ChunkVoxels blank)
    {
        if (_spareCount < SparesMax)
            _spares[_spareCount++] = blank;
    }

    /// <summary>
    /// Takes a chunk as the planet has it; it replaces one that is there. The edits made so far are put onto it, those that turn out to change
    /// nothing are dropped, and it counts as wanted now. If there are too many, the least recently wanted goes.
    /// </summary>
    public void Install(ChunkVoxels chunk)
    {
        var id = chunk.Id;
        if (id.IsNone)
            throw new ArgumentException("A chunk to install has an id.", nameof(chunk));

        var held = _chunks.Find(id) ?? Hold(id);
        if (held.Voxels is { } old)
        {
            if (ReferenceEquals(old, chunk))
                return;
            Unlink(held);
            Return(old);
        }
        else
        {
            Chunks++;
        }

        held.Voxels = chunk;
        Link(held);
        Forget(id);
        if (held.Delta is { } delta)
        {
            delta.ApplyTo(chunk.Density, chunk.Material);
            DropIfNone(held);
        }

        while (Chunks > ChunksMax)
            Evict(_oldest!);
    }

    /// <summary>Gives up a chunk's voxels, if they are here. Its edits stay.</summary>
    public void Remove(ChunkId id)
    {
        if (_chunks.Find(id) is { Voxels: not null } held)
            Evict(held);
    }

    /// <summary>The edits of a chunk, or null where there are none. Only to be read, and only until the next edit.</summary>
    public ChunkDelta? DeltaOf(ChunkId id) => _chunks.Find(id)?.Delta;

    /// <summary>Writes the edits of a chunk.</summary>
    /// <returns>How many bytes; 0 if there are no edits or the destination is too short (<see cref="ChunkDelta.DeltaBytesMax"/> always
    /// suffices).</returns>
    public int EncodeDelta(ChunkId id, Span<byte> destination) => DeltaOf(id)?.Encode(destination) ?? 0;

    /// <summary>Takes the edits of a chunk from outside in place of those it has, at a load or from a copy known to be newer.</summary>
    public DeltaOutcome LoadDelta(ChunkId id, ReadOnlySpan<byte> bytes) => TakeDelta(id, bytes, merge: false);

    /// <summary>Merges the edits of a chunk from outside with those it has, as <see cref="ChunkDelta"/> defines it.</summary>
    public DeltaOutcome MergeDelta(ChunkId id, ReadOnlySpan<byte> bytes) => TakeDelta(id, bytes, merge: true);

    /// <summary>What a chunk is before any edit.</summary>
    internal ChunkKind KindOf(ChunkId id) => _kinds.Of(id);

    /// <summary>
    /// A chunk for queries that read many of its cells: all air or all rock and not edited, or mixed and its voxels, null where they are not at hand.
    /// Holds until the next change of the field.
    /// </summary>
    internal ChunkKind Look(ChunkId id, out ChunkVoxels? voxels)
    {
        var held = _chunks.Find(id);
        voxels = held?.Voxels;
        return held is not null ? ChunkKind.Mixed : id.IsNone ? ChunkKind.Air : _kinds.Of(id);
    }

    internal HeldChunk? Find(ChunkId id) => _chunks.Find(id);

    /// <summary>Whether there is room for the edits of some more chunks and blocks.</summary>
    internal bool HasRoom(int chunks, int blocks) => EditedChunks + chunks <= EditedChunksMax && _blocks.Left >= blocks;

    /// <summary>The chunk, made ready to be edited. The caller has looked whether there is room.</summary>
    internal HeldChunk HoldForEdit(ChunkId id)
    {
        var held = _chunks.Find(id) ?? Hold(id);
        if (held.Delta is null)
        {
            held.Delta = _spareDeltaCount > 0 ? _spareDeltas[--_spareDeltaCount] : new ChunkDelta(_blocks);
            EditedChunks++;

            // A chunk of one density is one no longer.
            if (held.Voxels is null)
                Forget(id);
        }

        return held;
    }

    /// <summary>Lets go of edits that are none any more.</summary>
    internal void DropIfNone(HeldChunk held)
    {
        if (held.Delta is not { IsNone: true } delta)
            return;

        delta.Clear();
        if (_spareDeltaCount == _spareDeltas.Length)
            Array.Resize(ref _spareDeltas, 2 * _spareDeltas.Length);
        _spareDeltas[_spareDeltaCount++] = delta;
        held.Delta = null;
        EditedChunks--;
        LetGo(held);
    }

    private CellCorners CellOfSeveral(int x, int y, int z)
    {
        return new CellCorners(
            Pair(x, y, z) | ((ulong)Pair(x, y + 1, z) << 16) | ((ulong)Pair(x, y, z + 1) << 32) | ((ulong)Pair(x, y + 1, z + 1) << 48));
    }

    // Two neighbours along x; in one chunk they stand side by side.
    private uint Pair(int x, int y, int z)
    {
        ref readonly var near = ref _near[NearSlot(x, y, z)];
        if ((uint)(x - near.X) < 31 && (uint)(y - near.Y) < 32 && (uint)(z - near.Z) < 32)
            return BinaryPrimitives.ReadUInt16LittleEndian(MemoryMarshal.AsBytes(near.Density.AsSpan(ChunkVoxels.IndexOf(x, y, z), 2)));

        return (byte)DensityOfVoxel(x, y, z) | ((uint)(byte)DensityOfVoxel(x + 1, y, z) << 8);
    }

    // A voxel of a chunk that was not read just before.
    private sbyte FarDensity(int x, int y, int z)
    {
        var id = ChunkId.OfVoxel(x, y, z);
        if (id.IsNone)
            return VoxelDensity.Min;

        var index = ChunkVoxels.IndexOf(x, y, z);
        var held = _chunks.Find(id);
        var density = held?.Voxels?.Density;
        if (density is null && held?.Delta is { } delta)
        {
            if (delta.TryGet(index, out var edited, out _))
                return edited;

            return _kinds.Of(id) switch
            {
                ChunkKind.Air => VoxelDensity.Min,
                ChunkKind.Rock => VoxelDensity.Max,
                _ => Planet.DensityOfVoxel(x, y, z),
            };
        }

        density ??= _kinds.Of(id) switch
        {
            ChunkKind.Air => Air,
            ChunkKind.Rock => Rock,
            _ => null,
        };
        if (density is null)
            return Planet.DensityOfVoxel(x, y, z);

        _near[NearSlot(x, y, z)] = new NearChunk(x & ~31, y & ~31, z & ~31, density);
        return density[index];
    }

    private DeltaOutcome TakeDelta(ChunkId id, ReadOnlySpan<byte> bytes, bool merge)
    {
        if (id.IsNone || !ChunkDelta.IsWellFormed(bytes, out var blocks))
            return DeltaOutcome.Malformed;

        // In place of its own edits, a chunk has the room of those as well.
        var own = DeltaOf(id);
        if (!HasRoom(own is null ? 1 : 0, merge || own is null ? blocks : blocks - own.Blocks))
            return DeltaOutcome.Full;
        if (blocks == 0 && own is null)
            return DeltaOutcome.Taken;

        var held = HoldForEdit(id);
        var delta = held.Delta!;
        if (held.Voxels is { } before)
            delta.TakeOff(before.Density, before.Material);

        if (merge)
        {
            _ = _scratch.TryDecode(bytes);
            delta.Merge(_scratch);
        }
        else
        {
            _ = delta.TryDecode(bytes);
        }

        if (held.Voxels is { } after)
            delta.ApplyTo(after.Density, after.Material);
        DropIfNone(held);
        return DeltaOutcome.Taken;
    }

    private HeldChunk Hold(ChunkId id)
    {
        var held = _spareHolds ?? new HeldChunk();
        _spareHolds = held.Newer;
        held.Newer = null;
        held.Id = id;
        _chunks.Add(id, held);
        return held;
    }

    private void Evict(HeldChunk held)
    {
        Unlink(held);
        Forget(held.Id);
        Return(held.Voxels!);
        held.Voxels = null;
        Chunks--;
        LetGo(held);
    }

    private void LetGo(HeldChunk held)
    {
        if (held.Voxels is not null || held.Delta is not null)
            return;

        _chunks.Remove(held.Id);
        held.Newer = _spareHolds;
        _spareHolds = held;
    }

    private void Link(HeldChunk held)
    {
        (held.Older, held.Newer) = (_newest, null);
        if (_newest is null)
            _oldest = held;
        else
            _newest.Newer = held;
        _newest = held;
    }

    private void Unlink(HeldChunk held)
    {
        if (held.Older is null)
            _oldest = held.Newer;
        else
            held.Older.Newer = held.Newer;
        if (held.Newer is null)
            _newest = held.Older;
        else
            held.Newer.Older = held.Older;
        (held.Older, held.Newer) = (null, null);
    }

    private void Forget(ChunkId id)
    {
        var (x, y, z) = (id.X << ChunkId.EdgeShift, id.Y << ChunkId.EdgeShift, id.Z << ChunkId.EdgeShift);
        ref var near = ref _near[NearSlot(x, y, z)];
        if (near.X == x && near.Y == y && near.Z == z)
            near = new NearChunk(int.MinValue, int.MinValue, int.MinValue, Air);
    }

    private static int NearSlot(int x, int y, int z) => ((x >> 5) & 1) | ((y >> 4) & 2) | ((z >> 3) & 4);

    private static double Blend(double from, double to, double t) => from + (to - from) * t;

    private static sbyte[] Filled(sbyte density)
    {
        var voxels = new sbyte[ChunkId.Voxels];
        Array.Fill(voxels, density);
        return voxels;
    }

    private readonly record struct NearChunk(int X, int Y, int Z, sbyte[] Density);
}
