using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Queries;

/// <summary>
/// Finds the earliest contact of a body with the trilinear ground by branch and bound. Each cell that has surface is a box with a bound: no
/// contact in it is earlier than that with the ball around it, nor than that with the half-space behind its flattened ground, set off by how much
/// the ground can bend. Boxes are halved in order of their bounds until a point of rock is known that the body all but touches at the bound.
/// </summary>
/// <remarks>
/// The answer is a moment m with two promises. Before m the body is nowhere within its radius of rock (no miss, but for rounding: 1 nm). At m
/// there is rock within its radius + <see cref="ToleranceMetres"/> (no false contact), or a few times that on ground that is hard. Between the
/// two, a graze may go either way.
/// </remarks>
internal ref struct ContactSearch<TApproach>(TApproach approach)
    where TApproach : struct, IApproach
{
    /// <summary>How near to a contact is one: 1 mm.</summary>
    public const double ToleranceMetres = 0.001;

    /// <summary>
    /// What the tolerance has grown to when the search gives up. A capsule along a knife's edge touches it all at once, and proving that to the
    /// millimetre takes thousands of boxes; so from each <see cref="BoxesPerTolerance"/> on the tolerance is doubled.
    /// </summary>
    public const double ToleranceMetresMax = ToleranceMetres * (1 << (BoxesMax / BoxesPerTolerance - 1));

    /// <summary>Boxes taken apart for the same tolerance. Smooth ground needs 0 to 20 of them, noise a hundred.</summary>
    public const int BoxesPerTolerance = 1024;

    /// <summary>
    /// Boxes that one search may take apart. At the limit the bounds of those that are left count as contacts: the first promise holds, the second
    /// no longer.
    /// </summary>
    public const int BoxesMax = 4 * BoxesPerTolerance;

    private const int CandidatesMax = 128;
    private const int SlidesMax = 8;

    // Two half edges of a cell, halved 11 times, are 0.4 mm, and their diagonal 0.7 mm: then any rock in the box is within the tolerance.
    private const int Halvings = 11;
    private const int StackMax = 7 * Halvings + 2;
    private const double Cell = ChunkId.VoxelMetres;
    private const double HalfEdgeMin = 0.5 * Cell / (1 << Halvings);

    // Half a cube's diagonal per half edge, rounded up.
    private const double Diagonal = 1.7320508075689;

    // More than the rounding of places 16,000 km from the centre (2 nm) where they are summed and multiplied.
    private const double RoundingMetres = 1e-8;

    private readonly TApproach _approach = approach;

    /// <summary>When; infinite as long as there is none.</summary>
    public double Moment { get; private set; } = double.PositiveInfinity;

    /// <summary>The point of rock that is touched then.</summary>
    public DoubleVector Witness { get; private set; }

    /// <summary>How many boxes were taken apart.</summary>
    public int Boxes { get; private set; }

    private readonly double Slack => ToleranceMetres * (1 << (Boxes / BoxesPerTolerance));

    /// <summary>Looks through the cells between a box of voxels.</summary>
    /// <param name="densities">Those of the voxels, x fastest.</param>
    /// <param name="x">The lowest voxel, as <paramref name="y"/> and <paramref name="z"/>.</param>
    /// <param name="y">Along y.</param>
    /// <param name="z">Along z.</param>
    /// <param name="countX">Voxels along an axis, as <paramref name="countY"/>.</param>
    /// <param name="countY">Along y.</param>
    public void Look(scoped ReadOnlySpan<sbyte> densities, int x, int y, int z, int countX, int countY)
    {
        Span<(double Bound, int Index)> candidates = stackalloc (double, int)[CandidatesMax];
        var (count, layer) = (0, countX * countY);
        for (var index = 0; index + layer + countX + 1 < densities.Length; index++)
        {
            var corners = CornersAt(densities, index, countX, layer);
            if (corners.IsAir || corners.IsRock)
                continue;
            var (i, j) = (index % countX, index / countX % countY);
            if (i == countX - 1 || j == countY - 1)
                continue;

            var box = SurfaceBox.Of(corners, CentreOf(x + i, y + j, z + index / layer), 0.5 * Cell);
            if (!TryBound(ref box, 0))
                continue;
            if (count < candidates.Length)
                candidates[count++] = (box.Bound, index);
            else
                Search(box);
        }

        while (count > 0)
        {
            var first = 0;
            for (var i = 1; i < count; i++)
            {
                if (candidates[i].Bound < candidates[first].Bound)
                    first = i;
            }

            var (bound, index) = candidates[first];
            if (bound >= Moment)
                return;
            candidates[first] = candidates[--count];
            var isFirst = Boxes == 0 && Moment == double.PositiveInfinity;
            var centre = CentreOf(x + index % countX, y + index / countX % countY, z + index / layer);
            var box = SurfaceBox.Of(CornersAt(densities, index, countX, layer), centre, 0.5 * Cell);
            box.Bound = bound;
            if (isFirst)
                Slide(box, densities, x, y, z, countX, countY);
            Search(box);
        }
    }

    private static DoubleVector CentreOf(int x, int y, int z) => new((x + 0.5) * Cell, (y + 0.5) * Cell, (z + 0.5) * Cell);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static CellCorners CornersAt(ReadOnlySpan<sbyte> densities, int index, int row, int layer)
    {
        return new CellCorners(
            Pair(densities, index) |
            ((ulong)Pair(densities, index + row) << 16) |
            ((ulong)Pair(densities, index + layer) << 32) |
            ((ulong)Pair(densities, index + layer + row) << 48));

        static ushort Pair(ReadOnlySpan<sbyte> densities, int at) =>
            BinaryPrimitives.ReadUInt16LittleEndian(MemoryMarshal.AsBytes(densities.Slice(at, 2)));
    }

    /// <summary>
    /// Finds a first witness: slides from a box along the ground to the foot of the perpendicular from the body. On smooth ground that is the
    /// contact, and the search has only to prove that there is none before.
    /// </summary>
    private void Slide(in SurfaceBox box, scoped ReadOnlySpan<sbyte> densities, int x, int y, int z, int countX, int countY)
    {
        var block = new Block(densities, x, y, z, countX, countY);
        var place = box.Centre;
        var core = _approach.CoreAt(place, box.Bound);
        if (!block.TrySample(place, out var depth, out var gradient))
            return;

        for (var i = 0; i < SlidesMax; i++)
        {
            var slope = gradient.Length;
            if (!(slope > 1e-3))
                return;

            // A tenth of the tolerance into the rock, so that the bend of the ground seldom leaves it outside.
            var behind = (depth + DoubleVector.Dot(gradient, core - place)) / (slope * slope) - 0.1 * ToleranceMetres / slope;
            var step = core - gradient * behind - place;
            var length = step.Length;
            place += step * (length > Cell ? Cell / length : 1);
            if (!block.TrySample(place, out depth, out gradient))
                return;
            if (depth < 0)
                continue;

            var moment = _approach.OfBall(place, 0);
            if (moment >= Moment)
                continue;
            (Moment, Witness) = (moment, place);
            core = _approach.CoreAt(place, moment);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Search(in SurfaceBox cell)
    {
        if (TrySettle(cell))
            return;

        Span<SurfaceBox> stack = stackalloc SurfaceBox[StackMax];
        stack[0] = cell;
        var count = 1;
        while (count > 0)
        {
            var box = stack[--count];
            if (box.Bound >= Moment || TrySettle(box))
                continue;

            // The parts are laid on the stack so that the earliest comes off first.
            Boxes++;
            var bottom = count;
            for (var octant = 0; octant < 8; octant++)
            {
                var part = box.Part(octant);
                if (!part.HasSurface() || !TryBound(ref part, box.Bound))
                    continue;
                var at = count++;
                for (; at > bottom && stack[at - 1].Bound < part.Bound; at--)
                    stack[at] = stack[at - 1];
                stack[at] = part;
            }
        }
    }

    /// <summary>Puts the bound into a box; false where the body does not meet the box, or not earlier than what is found.</summary>
    private readonly bool TryBound(ref SurfaceBox box, double boundOfWhole)
    {
        var radius = box.HalfEdge * Diagonal + RoundingMetres;
        var bound = Math.Max(boundOfWhole, _approach.OfBall(box.Centre, radius));
        if (bound >= Moment)
            return false;

        // Behind the flattened ground, set off by its bend, is all rock of the box.
        var slope = box.Slope;
        var normal = slope > 1e-6 ? new DoubleVector(box.Ax, box.Ay, box.Az) * (-1 / slope) : default;
        if (slope > 1e-6)
        {
            var behind = (box.A + box.Bend) * box.HalfEdge / slope + RoundingMetres;
            bound = Math.Max(bound, _approach.OfHalfSpace(normal, DoubleVector.Dot(normal, box.Centre) + behind));
            if (bound >= Moment)
                return false;
        }

        bound = Math.Max(bound, OfRockTowards(box, _approach.CoreAt(box.Centre, bound), normal, slope));
        if (bound >= Moment)
            return false;

        box.Bound = bound;

        // The body comes near the ball once, for one stretch of time. If that is over before the bound, it never meets what is in it.
        return _approach.IsWithin(box.Centre, radius + RoundingMetres, bound);
    }

    /// <summary>
    /// A bound by the half-space that faces the body from the nearest point of the box's ground, where that is not the foot of the perpendicular:
    /// without it, boxes beside the contact stay in doubt until they are tiny. For any direction n and any t ≥ 0, rock (density ≥ 0) of the box has
    /// n·x ≤ max over the box of n·x + t density(x), and the flattened ground makes that a sum over the axes.
    /// </summary>
    private readonly double OfRockTowards(in SurfaceBox box, DoubleVector core, DoubleVector normal, double slope)
    {
        var local = (core - box.Centre) * (1 / box.HalfEdge);
        var nearest = Clamped(slope > 1e-6 ? local - normal * (DoubleVector.Dot(normal, local) - box.A / slope) : local);
        var away = local - nearest;
        var length = away.Length;
        if (!(length > 1e-6))
            return 0;

        away *= 1 / length;
        var cosine = DoubleVector.Dot(away, normal);
        var t = cosine > 0 ? cosine / slope : 0;
        var reach = Math.Abs(away.X + t * box.Ax) + Math.Abs(away.Y + t * box.Ay) + Math.Abs(away.Z + t * box.Az) + t * (box.A + box.Bend);
        return _approach.OfHalfSpace(away, DoubleVector.Dot(away, box.Centre) + reach * box.HalfEdge + RoundingMetres);
    }

    private static DoubleVector Clamped(DoubleVector local) =>
        new(Math.Clamp(local.X, -1, 1), Math.Clamp(local.Y, -1, 1), Math.Clamp(local.Z, -1, 1));

    /// <summary>Whether nothing more is to be known of a box: a point of rock is known that the body touches, within the tolerance, at its
    /// bound.</summary>
    private bool TrySettle(in SurfaceBox box)
    {
        if (Moment < double.PositiveInfinity && _approach.IsWithin(Witness, Slack, box.Bound))
        {
            Moment = Math.Min(Moment, box.Bound);
            return true;
        }

        var core = _approach.CoreAt(box.Centre, box.Bound);
        if (TryFootOf(box, core, out var foot) && Offer(foot, box.Bound))
            return true;
        if (TryCornerOf(box, core, out var corner) && Offer(corner, box.Bound))
            return true;
        if (box.HalfEdge > HalfEdgeMin && Boxes < BoxesMax)
            return false;

        (Moment, Witness) = (box.Bound, corner);
        return true;
    }

    private bool Offer(DoubleVector rock, double bound)
    {
        var moment = _approach.OfBall(rock, 0);
        if (moment < Moment)
            (Moment, Witness) = (moment, rock);
        if (!_approach.IsWithin(rock, Slack, bound))
            return false;
        if (bound < Moment)
            (Moment, Witness) = (bound, rock);
        return true;
    }

    /// <summary>A point of rock near where a perpendicular from the body meets the box's ground.</summary>
    private static bool TryFootOf(in SurfaceBox box, DoubleVector core, out DoubleVector foot)
    {
        foot = default;
        var slope = box.Slope;
        if (!(slope > 1e-6))
            return false;

        var inverse = 1 / box.HalfEdge;
        var normal = new DoubleVector(box.Ax, box.Ay, box.Az) * (-1 / slope);
        var local = (core - box.Centre) * inverse;
        local -= normal * (DoubleVector.Dot(normal, local) - box.A / slope);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            local = Clamped(local);
            var density = box.At(local.X, local.Y, local.Z);
            if (density >= 0)
            {
                foot = box.Centre + local * box.HalfEdge;
                return true;
            }

            local += normal * (density / slope - 0.05 * ToleranceMetres * inverse);
        }

        return false;
    }

    /// <summary>That corner of rock which is nearest to the body; the centre where there is none.</summary>
    private static bool TryCornerOf(in SurfaceBox box, DoubleVector core, out DoubleVector corner)
    {
        corner = box.Centre;
        var nearest = double.PositiveInfinity;
        for (var octant = 0; octant < 8; octant++)
        {
            var (x, y, z) = (((octant & 1) << 1) - 1, (octant & 2) - 1, ((octant & 4) >> 1) - 1);
            if (box.At(x, y, z) < 0)
                continue;
            var place = box.Centre + new DoubleVector(x, y, z) * box.HalfEdge;
            var distance = (place - core).LengthSquared;
            if (distance < nearest)
                (nearest, corner) = (distance, place);
        }

        return nearest < double.PositiveInfinity;
    }

    /// <summary>The voxels that were read.</summary>
    private readonly ref struct Block(ReadOnlySpan<sbyte> densities, int x, int y, int z, int countX, int countY)
    {
        private readonly ReadOnlySpan<sbyte> _densities = densities;

        public bool TrySample(DoubleVector place, out double depth, out DoubleVector gradient)
        {
            var (vx, vy, vz) = (place.X * GroundReader.VoxelsPerMetre, place.Y * GroundReader.VoxelsPerMetre, place.Z * GroundReader.VoxelsPerMetre);
            var (fx, fy, fz) = (Math.Floor(vx), Math.Floor(vy), Math.Floor(vz));
            var (i, j, k) = ((int)fx - x, (int)fy - y, (int)fz - z);
            var (layer, countZ) = (countX * countY, _densities.Length / (countX * countY));
            if (i < 0 || j < 0 || k < 0 || i >= countX - 1 || j >= countY - 1 || k >= countZ - 1)
            {
                (depth, gradient) = (0, default);
                return false;
            }

            depth = Trilinear.Sample(CornersAt(_densities, i + j * countX + k * layer, countX, layer), vx - fx, vy - fy, vz - fz, out gradient);
            return true;
        }
    }
}
