using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Terrain;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Edits;

/// <summary>One dig or fill on its way through the chunks that it reaches.</summary>
internal ref struct TerrainStroke
{
    private readonly VoxelField _field;
    private readonly BrushDistance _distance;
    private readonly (int X, int Y, int Z) _low;
    private readonly (int X, int Y, int Z) _high;
    private readonly byte _strength;
    private readonly byte _material;
    private readonly bool _digs;
    private readonly ref MaterialAmounts _amounts;
    private readonly ReadOnlySpan<BrushDistance> _spared;
    private bool _hasRunOut;

    // The chunk that is being edited.
    private ChunkId _id;
    private (int X, int Y, int Z) _origin;
    private ChunkKind _kind;
    private HeldChunk? _held;
    private ChunkVoxels? _voxels;
    private uint _version;
    private int _changed;

    public TerrainStroke(
        VoxelField field,
        in TerrainBrush brush,
        byte strength,
        Material material,
        bool digs,
        ref MaterialAmounts amounts,
        ReadOnlySpan<BrushDistance> spared)
    {
        (_field, _strength, _material, _digs) = (field, strength, (byte)material, digs);
        _amounts = ref amounts;
        _spared = spared;
        _distance = new BrushDistance(brush);
        (_low, _high) = brush.VoxelBox();
    }

    /// <summary>Whether the field can keep all that the stroke may change.</summary>
    public readonly bool HasRoom(ReadOnlySpan<ChunkId> chunks)
    {
        var blocks = ((_high.X >> 2) - (_low.X >> 2) + 1) * ((_high.Y >> 2) - (_low.Y >> 2) + 1) * ((_high.Z >> 2) - (_low.Z >> 2) + 1);
        var newChunks = 0;
        foreach (var chunk in chunks)
            newChunks += _field.DeltaOf(chunk) is null ? 1 : 0;
        return _field.HasRoom(newChunks, blocks);
    }

    /// <summary>Edits one chunk.</summary>
    /// <returns>How many voxels changed.</returns>
    public int ApplyTo(ChunkId id)
    {
        _id = id;
        _origin = (id.X << ChunkId.EdgeShift, id.Y << ChunkId.EdgeShift, id.Z << ChunkId.EdgeShift);
        _held = _field.Find(id);
        _voxels = _held?.Voxels;
        _kind = _voxels is null ? _field.KindOf(id) : ChunkKind.Mixed;
        _changed = 0;

        var (lowY, highY) = (Math.Max(_low.Y, _origin.Y), Math.Min(_high.Y, _origin.Y + ChunkId.EdgeVoxels - 1));
        var (lowZ, highZ) = (Math.Max(_low.Z, _origin.Z), Math.Min(_high.Z, _origin.Z + ChunkId.EdgeVoxels - 1));
        for (var z = lowZ; z <= highZ; z++)
        {
            for (var y = lowY; y <= highY && !_hasRunOut; y++)
                ApplyToRow(y, z);
        }

        if (_changed > 0)
            _field.DropIfNone(_held!);
        return _changed;
    }

    private void ApplyToRow(int y, int z)
    {
        var (x, high) = _distance.Row(y, z);
        (x, high) = (Math.Max(x, _origin.X), Math.Min(high, _origin.X + ChunkId.EdgeVoxels - 1));
        if (x > high)
            return;

        var (dx, dy, dz) = _distance.Offset(x, y, z);
        var index = ChunkVoxels.IndexOf(x, y, z);
        var densities = _voxels is { } voxels ? voxels.Density.AsSpan(index, high - x + 1) : default;
        for (var i = 0; x <= high; i++, x++, dx += ChunkId.VoxelUnits)
        {
            var steps = _distance.StepsAt(dx, dy, dz);
            int density = i < densities.Length ? densities[i] : DensityFromAfar(x, y, z, index + i);
            if (_digs)
            {
                if (density > steps)
                    Dig(x, y, z, index + i, density, Math.Max(steps, VoxelDensity.Min));
            }
            else if (density < -steps)
            {
                Fill(x, y, z, index + i, density, Math.Min(-steps, VoxelDensity.Max));
                if (_hasRunOut)
                    return;
            }
        }
    }

    private void Dig(int x, int y, int z, int index, int density, int target)
    {
        var material = MaterialOf(x, y, z, index);
        var dug = Math.Max(target, density - Hardness.DropMax((Material)material, _strength));
        if (dug >= density)
            return;

        _amounts[material] += VoxelContent.Of((sbyte)density) - VoxelContent.Of((sbyte)dug);
        Put(x, y, z, index, (sbyte)density, (sbyte)dug, material);
    }

    private void Fill(int x, int y, int z, int index, int density, int target)
    {
        foreach (ref readonly var body in _spared)
            target = Math.Min(target, body.StepsTo(x, y, z));

        var filled = Math.Min(target, density + _strength);
        if (filled <= density)
            return;

        var material = MaterialOf(x, y, z, index);
        var (before, after) = (VoxelContent.Of((sbyte)density), VoxelContent.Of((sbyte)filled));
        if (after > before)
        {
            // Of another material, the whole voxel is exchanged.
            var kept = material == _material ? before : 0;
            var carried = Math.Max(0, _amounts[_material]);
            if (after - kept > carried)
            {
                _hasRunOut = true;
                after = (int)carried + kept;
                if (after <= before)
                    return;
                filled = VoxelContent.DensityOf(after);
            }

            _amounts[material] += before - kept;
            _amounts[_material] -= after - kept;
            material = _material;
        }

        Put(x, y, z, index, (sbyte)density, (sbyte)filled, material);
    }

    // Writes a voxel, and what that is to the chunk's delta.
    private void Put(int x, int y, int z, int index, sbyte before, sbyte density, byte material)
    {
        if (_changed++ == 0)
        {
            _held = _field.HoldForEdit(_id);
            var last = _held.Delta!.Version;
            _version = last < uint.MaxValue ? last + 1 : last;
            _held.Delta.Version = _version;
        }

        var delta = _held!.Delta!;
        var number = ChunkDelta.BlockOf(index);
        var bit = ChunkDelta.BitOf(index);
        ref var block = ref delta.BlockAt(number);
        var isMarked = (block.Changed >> bit & 1) != 0;
        if (!isMarked || (block.BaseKnown >> bit & 1) == 0)
            Remember(ref block, bit, isMarked, x, y, z, index, before);

        if (VoxelContent.Of(density) == 0)
            material = Known(block.BaseMaterial[bit]);

        if (density == block.BaseDensity[bit] && material == block.BaseMaterial[bit])
        {
            if (isMarked)
                delta.Unmark(ref block, bit);
            delta.DropIfUnchanged(number);
        }
        else
        {
            if (!isMarked)
                delta.Mark(ref block, bit);
            (block.Density[bit], block.Material[bit], block.Version[bit]) = (density, material, _version);
        }

        if (_voxels is { } voxels)
            (voxels.Density[index], voxels.Material[index]) = (density, material);
    }

    // What a voxel is before any edit: what it is now, if it was not edited yet; else the planet knows.
    private readonly void Remember(ref DeltaBlock block, int bit, bool isMarked, int x, int y, int z, int index, sbyte now)
    {
        block.BaseKnown |= 1UL << bit;
        block.BaseDensity[bit] = isMarked ? BaseDensity(x, y, z) : now;
        block.BaseMaterial[bit] = _voxels is { } voxels ? voxels.Material[index] : (byte)_field.Planet.MaterialOfVoxel(x, y, z);
    }

    private readonly sbyte DensityFromAfar(int x, int y, int z, int index) =>
        _held?.Delta is { } delta && delta.TryGet(index, out var edited, out _) ? edited : BaseDensity(x, y, z);

    private readonly sbyte BaseDensity(int x, int y, int z) => _kind switch
    {
        ChunkKind.Air => VoxelDensity.Min,
        ChunkKind.Rock => VoxelDensity.Max,
        _ => _field.Planet.DensityOfVoxel(x, y, z),
    };

    private readonly byte MaterialOf(int x, int y, int z, int index)
    {
        if (_voxels is { } voxels)
            return Known(voxels.Material[index]);
        return _held?.Delta is { } delta && delta.TryGet(index, out _, out var edited) ? edited : Known((byte)_field.Planet.MaterialOfVoxel(x, y, z));
    }

    private static byte Known(byte material) => material < MaterialAmounts.MaterialsMax ? material : (byte)Material.Stone;
}
