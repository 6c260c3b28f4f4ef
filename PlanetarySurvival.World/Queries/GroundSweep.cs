using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Queries;

/// <summary>
/// Spheres and capsules against the trilinear ground: where they first touch it on their way, and what of it is nearest. A body touches the ground
/// where a point of rock or surface is within its radius of its core (a sphere's centre, a capsule's segment). No step is taken in time, so that
/// no speed tunnels;
/// <see cref="ContactSearch{TApproach}"/> says what is promised.
/// </summary>
internal static class GroundSweep
{
    /// <summary>Of spheres and capsules, and how far <see cref="TryNearest"/> looks; larger ones are refused.</summary>
    public const double RadiusMetresMax = 4;

    /// <summary>A capsule's core is no longer; a longer one is refused.</summary>
    public const double CoreMetresMax = 4;

    /// <summary>A sweep goes no further and says that it was stopped by that. A tick at 60 m/s is 0.67 m.</summary>
    public const double LengthMetresMax = 100;

    /// <summary>A contact is one at this distance or less.</summary>
    public const double ToleranceMetres = ContactSearch<MovingCapsule>.ToleranceMetres;

    /// <summary>Where the ground is so shaped that the search grows long, a contact is one at this distance: 8 mm.</summary>
    public const double ToleranceMetresMax = ContactSearch<MovingCapsule>.ToleranceMetresMax;

    // A sweep is looked through in pieces of about the body's size, so that long slanting ones do not read the whole box around them.
    private const double PieceMetresMin = 1;

    // The box that is read reaches this much further than the body, against rounding.
    private const double MarginMetres = 1e-6;

    // The largest body, one piece on its way, along one axis: 4 + 4 + 4 + 4 m in voxels, and one at each end.
    private const int BlockVoxelsMax = 24;

    /// <summary>Moves a sphere.</summary>
    /// <param name="field">The ground.</param>
    /// <param name="from">The centre at the start, in metres from the planet's centre.</param>
    /// <param name="to">The centre at the end.</param>
    /// <param name="radiusMetres">From 0 to <see cref="RadiusMetresMax"/>.</param>
    /// <param name="hit">What stops it.</param>
    /// <returns>Whether anything does.</returns>
    public static bool TrySweep(VoxelField field, DoubleVector from, DoubleVector to, double radiusMetres, out SweepHit hit) =>
        TrySweep(field, from, from, to - from, radiusMetres, out hit);

    /// <summary>Moves a capsule that does not turn.</summary>
    /// <param name="field">The ground.</param>
    /// <param name="foot">One end of its core at the start, in metres from the planet's centre.</param>
    /// <param name="head">The other end, at most <see cref="CoreMetresMax"/> away.</param>
    /// <param name="displacement">Metres.</param>
    /// <param name="radiusMetres">From 0 to <see cref="RadiusMetresMax"/>.</param>
    /// <param name="hit">What stops it.</param>
    /// <returns>Whether anything does.</returns>
    public static bool TrySweep(
        VoxelField field, DoubleVector foot, DoubleVector head, DoubleVector displacement, double radiusMetres, out SweepHit hit)
    {
        var reader = new GroundReader(field);
        return TrySweep(ref reader, foot, head, displacement, radiusMetres, out hit, out _);
    }

    /// <summary>The ground that is nearest to a core, if it is within a reach: what a body that is pressed into the ground is pushed out
    /// along.</summary>
    /// <param name="field">The ground.</param>
    /// <param name="foot">One end of the core, in metres from the planet's centre; for a sphere both are its centre.</param>
    /// <param name="head">The other end, at most <see cref="CoreMetresMax"/> away.</param>
    /// <param name="reachMetres">From 0 to <see cref="RadiusMetresMax"/>.</param>
    /// <param name="distanceMetres">From the core to it, at most <see cref="ToleranceMetres"/> too little; 0 where an end is in rock.</param>
    /// <param name="hit">Which place, of fraction 0.</param>
    /// <returns>False where there is none, and for a question that is none.</returns>
    public static bool TryNearest(
        VoxelField field, DoubleVector foot, DoubleVector head, double reachMetres, out double distanceMetres, out SweepHit hit)
    {
        var reader = new GroundReader(field);
        if (IsBody(foot, head, reachMetres))
            return TryNear(ref reader, foot, head, reachMetres, out distanceMetres, out hit);
        (distanceMetres, hit) = (0, default);
        return false;
    }

    /// <summary>Moves many capsules; those that nothing stops have a fraction of 1 and a normal of 0. Neighbours in order are faster.</summary>
    /// <returns>How many are stopped.</returns>
    public static int Sweep(VoxelField field, ReadOnlySpan<Sweeping> bodies, Span<SweepHit> hits)
    {
        hits = hits[..bodies.Length];
        var reader = new GroundReader(field);
        var count = 0;
        for (var i = 0; i < bodies.Length; i++)
        {
            ref readonly var body = ref bodies[i];
            if (TrySweep(ref reader, body.Foot, body.Head, body.Displacement, body.RadiusMetres, out hits[i], out _))
                count++;
            else
                hits[i] = new SweepHit(1, default, default, default, SweepStop.Ground);
        }

        return count;
    }

    /// <summary>As the others, and says how many boxes were taken apart.</summary>
    internal static bool TrySweep(
        ref GroundReader reader, DoubleVector foot, DoubleVector head, DoubleVector displacement, double radiusMetres,
        out SweepHit hit, out int boxes)
    {
        boxes = 0;
        var length = displacement.Length;
        if (!IsBody(foot, head, radiusMetres) || !(length <= double.MaxValue))
        {
            var place = GroundReader.IsInReach(foot) ? foot : default;
            hit = new SweepHit(0, place, new SurfaceFrame(place).Up, default, SweepStop.Refused);
            return true;
        }

        if (TryEmbedded(ref reader, foot, head, out hit))
            return true;

        var looked = Math.Min(length, LengthMetresMax);
        var pieces = Math.Max(1, (int)Math.Ceiling(looked / Math.Max(PieceMetresMin, radiusMetres)));
        var share = length > 0 ? looked / length : 1;
        for (var piece = 0; piece < pieces; piece++)
        {
            var start = share * piece / pieces;
            var body = new MovingCapsule(
                foot + displacement * start, head + displacement * start, displacement * (share / pieces), radiusMetres);
            var search = new ContactSearch<MovingCapsule>(body);
            Look(ref reader, ref search, foot + displacement * start, head + displacement * start, displacement * (share / pieces), radiusMetres);
            boxes += search.Boxes;
            if (search.Moment > 1)
                continue;

            // Touching at the start, all places within the radius are as early. The nearest is the one to tell.
            var fraction = start + share / pieces * search.Moment;
            if (fraction <= 0 && TryNear(ref reader, foot, head, radiusMetres + ToleranceMetres, out _, out hit))
                return true;
            hit = At(ref reader, search.Witness, body.CoreAt(search.Witness, search.Moment), radiusMetres) with { Fraction = Math.Min(1, fraction) };
            return true;
        }

        hit = looked < length
            ? new SweepHit(share, foot + displacement * share, displacement * (-1 / length), default, SweepStop.Bound)
            : default;
        return looked < length;
    }

    private static bool IsBody(DoubleVector foot, DoubleVector head, double radiusMetres) =>
        GroundReader.IsInReach(foot) && GroundReader.IsInReach(head) && (head - foot).LengthSquared <= CoreMetresMax * CoreMetresMax &&
        radiusMetres is >= 0 and <= RadiusMetresMax;

    private static bool TryEmbedded(ref GroundReader reader, DoubleVector foot, DoubleVector head, out SweepHit hit)
    {
        hit = default;
        var place = foot;
        if (reader.Sample(foot, out var gradient) < 0)
        {
            place = head;
            if (reader.Sample(head, out gradient) < 0)
                return false;
        }

        var normal = (gradient * -1).NormalizedOr(new SurfaceFrame(place).Up);
        hit = new SweepHit(0, place, normal, reader.MaterialAt(place), SweepStop.Ground);
        return true;
    }

    private static bool TryNear(
        ref GroundReader reader, DoubleVector foot, DoubleVector head, double reach, out double distance, out SweepHit hit)
    {
        distance = 0;
        if (TryEmbedded(ref reader, foot, head, out hit))
            return true;

        var body = new StillCapsule(foot, head, reach);
        var search = new ContactSearch<StillCapsule>(body);
        Look(ref reader, ref search, foot, head, default, reach);
        if (!(search.Moment <= reach))
            return false;
        distance = search.Moment;
        hit = At(ref reader, search.Witness, body.CoreAt(search.Witness, search.Moment), distance);
        return true;
    }

    /// <summary>Reads the voxels around a body and its way, and searches them.</summary>
    private static void Look<TApproach>(
        ref GroundReader reader, ref ContactSearch<TApproach> search, DoubleVector foot, DoubleVector head, DoubleVector displacement, double radius)
        where TApproach : struct, IApproach
    {
        var (x, countX) = Voxels(foot.X, head.X, displacement.X, radius);
        var (y, countY) = Voxels(foot.Y, head.Y, displacement.Y, radius);
        var (z, countZ) = Voxels(foot.Z, head.Z, displacement.Z, radius);
        Span<sbyte> densities = stackalloc sbyte[countX * countY * countZ];
        if (reader.Read(x, y, z, countX, countY, countZ, densities) >= 0)
            search.Look(densities, x, y, z, countX, countY);
    }

    private static (int First, int Count) Voxels(double foot, double head, double move, double radius)
    {
        var low = Math.Min(foot, head) + Math.Min(move, 0) - radius - MarginMetres;
        var high = Math.Max(foot, head) + Math.Max(move, 0) + radius + MarginMetres;
        var first = (int)Math.Floor(low * GroundReader.VoxelsPerMetre);
        var count = (int)Math.Floor(high * GroundReader.VoxelsPerMetre) + 2 - first;
        return count <= BlockVoxelsMax
            ? (first, count)
            : throw new InvalidOperationException($"A sweep would read {count} voxels along an axis, more than {BlockVoxelsMax}.");
    }

    /// <summary>Tells of a contact: its place drawn to the foot of the perpendicular from the core, as far as that is a contact too.</summary>
    private static SweepHit At(ref GroundReader reader, DoubleVector witness, DoubleVector core, double radius)
    {
        var depth = reader.Sample(witness, out var gradient);
        for (var i = 0; i < 4; i++)
        {
            var square = gradient.LengthSquared;
            if (!(square > 1e-6))
                break;
            var next = core - gradient * ((depth + DoubleVector.Dot(gradient, core - witness)) / square);
            var nextDepth = reader.Sample(next, out var nextGradient);
            var reach = radius + ToleranceMetres;

            // As near to the surface as to be called on it, and no further from the core than the witness may be.
            if (!(nextDepth * nextDepth <= 1e-8 * nextGradient.LengthSquared) || !((next - core).LengthSquared <= reach * reach))
                break;
            (witness, depth, gradient) = (next, nextDepth, nextGradient);
        }

        var outwards = (gradient * -1).NormalizedOr(new SurfaceFrame(witness).Up);
        var away = core - witness;
        var normal = away.LengthSquared > ToleranceMetres * ToleranceMetres ? away.NormalizedOr(outwards) : outwards;
        return new SweepHit(0, witness, normal, reader.MaterialAt(witness), SweepStop.Ground);
    }
}

/// <summary>A capsule on its way, to ask for many at once.</summary>
/// <param name="Foot">One end of its core at the start, in metres from the planet's centre.</param>
/// <param name="Head">The other end; a sphere's centre is both.</param>
/// <param name="Displacement">Metres.</param>
/// <param name="RadiusMetres">From 0 to <see cref="GroundSweep.RadiusMetresMax"/>.</param>
internal readonly record struct Sweeping(DoubleVector Foot, DoubleVector Head, DoubleVector Displacement, double RadiusMetres);
