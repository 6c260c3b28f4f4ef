using System.Runtime.CompilerServices;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Space;

namespace PlanetarySurvival.World.Queries;

/// <summary>
/// Finds the earliest contact of a body with the trilinear ground by branch and bound. Each cell that has surface is a box with a bound: no
/// contact in it is earlier than that with the ball around it, nor than that with the half-space behind its flattened ground, set off by how much the
/// ground can bend. Boxes are halved in order of their bounds until a point of rock is known that the body all but touches at the bound.
/// </summary>
/// <remarks>
/// The answer is a moment m with two promises. Before m the body is nowhere within its radius of rock (no miss, but for rounding: 1 nm). At m
/// there is rock within its radius + <see cref="ToleranceMetres"/> (no false contact). Between the two, a graze may go either way.
/// </remarks>
internal ref struct ContactSearch<TApproach>(TApproach approach)
    where TApproach : struct, IApproach
{
    /// <summary>How near to a contact is one: 1 mm.</summary>
    public const double ToleranceMetres = 0.001;

    /// <summary>
    /// Boxes that one search may take apart. One near smooth ground takes apart 1 to 30. At the limit the bounds of the boxes that are left count as
    /// contacts: the first promise holds, the second no longer.
    /// </summary>
    public const int BoxesMax = 4096;

    private const int CandidatesMax = 128;

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
            var centre = CentreOf(x + index % countX, y + index / countX % countY, z + index / layer);
            var box = SurfaceBox.Of(CornersAt(densities, index, countX, layer), centre, 0.5 * Cell);
            box.Bound = bound;
            Search(box);
        }
    }

    private static DoubleVector CentreOf(int x, int y, int z) => new((x + 0.5) * Cell, (y + 0.5) * Cell, (z + 0.5) * Cell);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static CellCorners CornersAt(ReadOnlySpan<sbyte> densities, int index, int row, int layer)
    {
        CellCorners corners;
        corners.D000 = densities[index];
        corners.D100 = densities[index + 1];
        corners.D010 = densities[index + row];
        corners.D110 = densities[index + row + 1];
        corners.D001 = densities[index + layer];
        corners.D101 = densities[index + layer + 1];
        corners.D011 = densities[index + layer + row];
        corners.D111 = densities[index + layer + row + 1];
        return corners;
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

        var slope = box.Slope;
        if (slope > 1e-6)
        {
            var normal = new DoubleVector(box.Ax, box.Ay, box.Az) * (-1 / slope);
            var behind = (box.A + box.Bend) * box.HalfEdge / slope + RoundingMetres;
            bound = Math.Max(bound, _approach.OfHalfSpace(normal, DoubleVector.Dot(normal, box.Centre) + behind));
            if (bound >= Moment)
                return false;
        }

        box.Bound = bound;

        // The body comes near the ball once, for one stretch of time. If that is over before the bound, it never meets what is in it.
        return _approach.IsWithin(box.Centre, radius + RoundingMetres, bound);
    }

    /// <summary>Whether nothing more is to be known of a box: a point of rock is known that the body touches, within the tolerance, at its bound.</summary>
    private bool TrySettle(in SurfaceBox box)
    {
        if (Moment < double.PositiveInfinity && _approach.IsWithin(Witness, ToleranceMetres, box.Bound))
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
        if (!_approach.IsWithin(rock, ToleranceMetres, bound))
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
            local = new DoubleVector(Math.Clamp(local.X, -1, 1), Math.Clamp(local.Y, -1, 1), Math.Clamp(local.Z, -1, 1));
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
}
