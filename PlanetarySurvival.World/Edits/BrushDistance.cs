using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.World.Edits;

/// <summary>
/// Distances to a brush, with what is the same for all voxels of it calculated once. All that is squared or multiplied is a whole number below 2^53
/// for a ball, so that its distances are exact; a capsule's are rounded, alike everywhere.
/// </summary>
internal readonly struct BrushDistance
{
    private readonly WorldPosition _from;
    private readonly double _lineX;
    private readonly double _lineY;
    private readonly double _lineZ;
    private readonly double _lineSquared;
    private readonly int _radius;

    public BrushDistance(in TerrainBrush brush)
    {
        _from = brush.From;
        (_lineX, _lineY, _lineZ) = (brush.To.X - brush.From.X, brush.To.Y - brush.From.Y, brush.To.Z - brush.From.Z);
        _lineSquared = _lineX * _lineX + _lineY * _lineY + _lineZ * _lineZ;
        _radius = brush.RadiusUnits;
    }

    /// <summary>The voxels of a row along x that may be near enough to change.</summary>
    public (int Low, int High) Row(int y, int z)
    {
        // A unit more, so that no rounding here takes a voxel away that its distance would keep.
        double reach = _radius + TerrainBrush.MarginUnits + 1;
        var (_, dy, dz) = Offset(0, y, z);
        double from = 0, to = 0, half = reach;
        var across = _lineY * _lineY + _lineZ * _lineZ;
        if (_lineSquared == 0)
        {
            var left = reach * reach - dy * dy - dz * dz;
            if (left < 0)
                return (0, -1);
            half = Math.Sqrt(left);
        }
        else if (across == 0)
        {
            if (dy * dy + dz * dz > reach * reach)
                return (0, -1);
            to = 1;
        }
        else
        {
            // Where along the line a place is near enough, seen along x: |offset - t line|² <= reach², a quadratic in t.
            var middle = (dy * _lineY + dz * _lineZ) / across;
            var root = middle * middle - (dy * dy + dz * dz - reach * reach) / across;
            if (root < 0)
                return (0, -1);
            root = Math.Sqrt(root);
            (from, to) = (Math.Max(0, middle - root), Math.Min(1, middle + root));
            if (from > to)
                return (0, -1);
        }

        var (ends, otherEnds) = (from * _lineX, to * _lineX);
        return (
            (int)Math.Ceiling((_from.X + Math.Min(ends, otherEnds) - half) / ChunkId.VoxelUnits),
            (int)Math.Floor((_from.X + Math.Max(ends, otherEnds) + half) / ChunkId.VoxelUnits));
    }

    /// <summary>The units from the ball's centre, or the first end of a capsule, to a voxel, along one axis.</summary>
    public (double X, double Y, double Z) Offset(int x, int y, int z) =>
        ((long)x * ChunkId.VoxelUnits - _from.X, (long)y * ChunkId.VoxelUnits - _from.Y, (long)z * ChunkId.VoxelUnits - _from.Z);

    /// <summary>Steps of density from the surface to a voxel, negative inside, rounded down.</summary>
    public int StepsTo(int x, int y, int z)
    {
        var (dx, dy, dz) = Offset(x, y, z);
        return StepsAt(dx, dy, dz);
    }

    /// <summary>The same for units from the first end.</summary>
    public int StepsAt(double dx, double dy, double dz)
    {
        var squared = dx * dx + dy * dy + dz * dz;
        if (_lineSquared > 0)
        {
            var along = dx * _lineX + dy * _lineY + dz * _lineZ;
            if (along >= _lineSquared)
            {
                var (ex, ey, ez) = (dx - _lineX, dy - _lineY, dz - _lineZ);
                squared = ex * ex + ey * ey + ez * ez;
            }
            else if (along > 0)
            {
                squared = Math.Max(0, squared - along * along / _lineSquared);
            }
        }

        return ((int)Math.Sqrt(squared) - _radius) >> 4;
    }
}
