namespace PlanetarySurvival.World.Edits;

/// <summary>The memory of edits: blocks that are lent and given back. It grows in segments up to its bound and allocates nothing below what it once
/// held.</summary>
internal sealed class DeltaBlocks(int blocksMax)
{
    private const int SegmentShift = 6;
    private const int SegmentBlocks = 1 << SegmentShift;

    private readonly DeltaBlock[]?[] _segments = new DeltaBlock[]?[(blocksMax + SegmentBlocks - 1) >> SegmentShift];
    private int[] _free = [];
    private int _freeCount;
    private int _everLent;

    /// <summary>The most that are lent at once.</summary>
    public int BlocksMax { get; } = blocksMax;

    /// <summary>How many can still be lent.</summary>
    public int Left => BlocksMax - _everLent + _freeCount;

    public ref DeltaBlock this[int block] => ref _segments[block >> SegmentShift]![block & (SegmentBlocks - 1)];

    /// <summary>Lends a block of no changes. The caller has looked whether one is left.</summary>
    public int Lend()
    {
        var block = _freeCount > 0 ? _free[--_freeCount] : Extend();
        ref var lent = ref this[block];
        (lent.Changed, lent.BaseKnown) = (0, 0);
        return block;
    }

    public void GiveBack(int block) => _free[_freeCount++] = block;

    private int Extend()
    {
        if (_everLent == BlocksMax)
            throw new InvalidOperationException($"All {BlocksMax} blocks of edited voxels are lent.");

        var segment = _everLent >> SegmentShift;
        if (_segments[segment] is null)
        {
            _segments[segment] = new DeltaBlock[SegmentBlocks];

            // Room for every block there is, so that giving one back never allocates.
            Array.Resize(ref _free, (segment + 1) << SegmentShift);
        }

        return _everLent++;
    }
}
