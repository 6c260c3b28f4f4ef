using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Terrain;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Queries;

/// <summary>
/// Rays against the trilinear ground, exact but for rounding: the cells along the ray are visited in order (Amanatides and Woo, "A Fast Voxel
/// Traversal Algorithm", 1987), and within a cell that the surface can cross, the density along the ray is a cubic whose first root is found.
/// Nothing thinner than a step is jumped over, since there are no steps.
/// </summary>
internal static class GroundRay
{
    /// <summary>A ray ends here, however long it was asked for: 1000 m, at most 3,842 cells.</summary>
    public const double LengthMetresMax = 1000;

    /// <summary>The first place along a ray that is surface or rock; where the ray starts in rock, that is its start.</summary>
    /// <param name="field">The ground.</param>
    /// <param name="from">Metres from the planet's centre.</param>
    /// <param name="direction">Of any length but 0.</param>
    /// <param name="lengthMetres">How far; at most <see cref="LengthMetresMax"/> is looked at.</param>
    /// <param name="hit">The place.</param>
    /// <returns>False where there is none, and for a ray that is none: not finite, without direction, of negative length.</returns>
    public static bool TryCast(VoxelField field, DoubleVector from, DoubleVector direction, double lengthMetres, out RayHit hit)
    {
        var reader = new GroundReader(field);
        return TryCast(ref reader, from, direction, lengthMetres, ChunkKind.Rock, out hit);
    }

    /// <summary>The first place along a ray that is surface or air: how one gets out of rock.</summary>
    public static bool TryCastOut(VoxelField field, DoubleVector from, DoubleVector direction, double lengthMetres, out RayHit hit)
    {
        var reader = new GroundReader(field);
        return TryCast(ref reader, from, direction, lengthMetres, ChunkKind.Air, out hit);
    }

    /// <summary>Many rays; those that hit nothing have an infinite distance. Rays in order of place are faster: they share their chunks.</summary>
    /// <returns>How many hit.</returns>
    public static int Cast(VoxelField field, ReadOnlySpan<Ray> rays, Span<RayHit> hits)
    {
        hits = hits[..rays.Length];
        var reader = new GroundReader(field);
        var count = 0;
        for (var i = 0; i < rays.Length; i++)
        {
            if (TryCast(ref reader, rays[i].From, rays[i].Direction, rays[i].LengthMetres, ChunkKind.Rock, out hits[i]))
                count++;
            else
                hits[i] = new RayHit(double.PositiveInfinity, default, default, default);
        }

        return count;
    }

    /// <summary>The same for one that reads on where another query has read, and for either side.</summary>
    /// <param name="reader">The ground.</param>
    /// <param name="from">Metres from the planet's centre.</param>
    /// <param name="direction">Of any length but 0.</param>
    /// <param name="lengthMetres">How far.</param>
    /// <param name="sought"><see cref="ChunkKind.Rock"/> or <see cref="ChunkKind.Air"/>.</param>
    /// <param name="hit">The place.</param>
    public static bool TryCast(
        ref GroundReader reader, DoubleVector from, DoubleVector direction, double lengthMetres, ChunkKind sought, out RayHit hit)
    {
        hit = default;
        if (!TryUnit(direction, out var unit) || !GroundReader.IsInReach(from) || !(lengthMetres >= 0))
            return false;
        if (!TryMarch(ref reader, from, unit, Math.Min(lengthMetres, LengthMetresMax), sought, out var distance))
            return false;

        var place = from + unit * distance;
        reader.Sample(place, out var gradient);
        hit = new RayHit(distance, place, (gradient * -1).NormalizedOr(unit * -1), reader.MaterialAt(place));
        return true;
    }

    private static bool TryUnit(DoubleVector direction, out DoubleVector unit)
    {
        // Scaled first: the square of a tiny or huge vector is 0 or infinite.
        var largest = Math.Max(Math.Abs(direction.X), Math.Max(Math.Abs(direction.Y), Math.Abs(direction.Z)));
        unit = default;
        if (!(largest > 1e-300 && largest <= double.MaxValue))
            return false;
        var scaled = new DoubleVector(direction.X / largest, direction.Y / largest, direction.Z / largest);
        unit = scaled * (1 / scaled.Length);
        return true;
    }

    private static bool TryMarch(
        ref GroundReader reader, DoubleVector from, DoubleVector unit, double length, ChunkKind sought, out double distance)
    {
        var x = new Axis(from.X, unit.X);
        var y = new Axis(from.Y, unit.Y);
        var z = new Axis(from.Z, unit.Z);
        var sign = sought == ChunkKind.Rock ? 1 : -1;
        var skipped = sought == ChunkKind.Rock ? ChunkKind.Air : ChunkKind.Rock;
        var enter = 0.0;

        while (true)
        {
            if (IsInside(x.Cell, y.Cell, z.Cell) && reader.KindOf(x.Cell, y.Cell, z.Cell) == skipped)
            {
                // All voxels of the chunk are alike, so that nothing is between any of them.
                var leave = Math.Min(x.LeavesChunkAt, Math.Min(y.LeavesChunkAt, z.LeavesChunkAt));
                if (!(leave < length))
                    break;
                var leavesX = x.LeavesChunkAt <= leave;
                var leavesY = y.LeavesChunkAt <= leave;
                var leavesZ = z.LeavesChunkAt <= leave;
                enter = Math.Max(enter, leave);
                x.GoTo(enter, leavesX);
                y.GoTo(enter, leavesY);
                z.GoTo(enter, leavesZ);
                continue;
            }

            var exit = Math.Min(x.Next, Math.Min(y.Next, z.Next));
            var corners = reader.Corners(x.Cell, y.Cell, z.Cell);
            if (!(sign > 0 ? corners.IsAir : corners.IsRock) && TryCell(corners, x, y, z, enter, Math.Min(exit, length), sign, out distance))
                return true;
            if (!(exit < length))
                break;

            enter = exit;
            if (x.Next <= exit)
                x.Step();
            else if (y.Next <= exit)
                y.Step();
            else
                z.Step();
        }

        distance = 0;
        return false;
    }

    // Cells whose eight voxels are all of one chunk.
    private static bool IsInside(int x, int y, int z) => ((x + 1) & 31) != 0 && ((y + 1) & 31) != 0 && ((z + 1) & 31) != 0;

    private static bool TryCell(in CellCorners corners, in Axis x, in Axis y, in Axis z, double enter, double exit, int sign, out double distance)
    {
        double d000 = corners.D000, d100 = corners.D100, d010 = corners.D010, d110 = corners.D110;
        double d001 = corners.D001, d101 = corners.D101, d011 = corners.D011, d111 = corners.D111;

        // The coefficients of 1, x, y, z, xy, yz, xz and xyz: whole numbers, so exact.
        var (kx, ky, kz) = (d100 - d000, d010 - d000, d001 - d000);
        var kxy = d110 - d100 - ky;
        var kyz = d011 - d010 - kz;
        var kxz = d101 - d100 - kz;
        var kxyz = d111 - d110 - d101 - d011 + d100 + d010 + d001 - d000;

        var (u, v, w) = (x.At(enter), y.At(enter), z.At(enter));
        var (du, dv, dw) = (x.PerMetre, y.PerMetre, z.PerMetre);
        var c0 = d000 + kx * u + ky * v + kz * w + kxy * u * v + kyz * v * w + kxz * u * w + kxyz * u * v * w;
        var c1 = kx * du + ky * dv + kz * dw + kxy * (u * dv + v * du) + kyz * (v * dw + w * dv) + kxz * (u * dw + w * du) +
            kxyz * (du * v * w + u * dv * w + u * v * dw);
        var c2 = kxy * du * dv + kyz * dv * dw + kxz * du * dw + kxyz * (du * dv * w + du * v * dw + u * dv * dw);
        var c3 = kxyz * du * dv * dw;

        var found = CubicRoot.TryFirst(sign * c0, sign * c1, sign * c2, sign * c3, Math.Max(0, exit - enter), out var s);
        distance = enter + s;
        return found;
    }

    /// <summary>The march along one axis, in voxels.</summary>
    private struct Axis
    {
        private readonly double _start;
        private readonly double _metresPerVoxel;
        private readonly int _step;

        public Axis(double from, double unit)
        {
            _start = from * GroundReader.VoxelsPerMetre;
            PerMetre = unit * GroundReader.VoxelsPerMetre;
            _metresPerVoxel = 1 / PerMetre;

            // A direction so flat that its inverse is infinite crosses no cell within any length.
            _step = !double.IsFinite(_metresPerVoxel) ? 0 : PerMetre > 0 ? 1 : -1;
            Cell = (int)Math.Floor(_start);
            Next = Reaches(_step > 0 ? Cell + 1 : Cell);
        }

        /// <summary>Voxels a metre of the ray.</summary>
        public double PerMetre { get; }

        /// <summary>The cell that the ray is in.</summary>
        public int Cell { get; private set; }

        /// <summary>The metres at which it leaves the cell. From its number, not by adding up: no error grows along the ray.</summary>
        public double Next { get; private set; }

        /// <summary>The metres at which it leaves the cells that lie wholly in its chunk.</summary>
        public readonly double LeavesChunkAt => Reaches(_step > 0 ? Cell | 31 : Cell & ~31);

        /// <summary>From 0 to 1 in the cell.</summary>
        public readonly double At(double metres) => Math.Clamp(_start - Cell + PerMetre * metres, 0, 1);

        public void Step() => Enter(Cell + _step);

        public void GoTo(double metres, bool leavesChunk) => Enter(
            leavesChunk
                ? _step > 0 ? Cell | 31 : (Cell & ~31) - 1
                : Math.Clamp((int)Math.Floor(_start + PerMetre * metres), Cell & ~31, (Cell | 31) - 1));

        private void Enter(int cell)
        {
            Cell = cell;
            Next = Reaches(_step > 0 ? cell + 1 : cell);
        }

        private readonly double Reaches(int boundary) => _step == 0 ? double.PositiveInfinity : (boundary - _start) * _metresPerVoxel;
    }
}
