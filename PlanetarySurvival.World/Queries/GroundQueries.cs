using System.Numerics;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Queries;

/// <summary>
/// What the game asks of the ground: depth, slope, material, water, heights, rays and sweeps. Places are floats in a frame, usually a region's;
/// the answers are calculated in doubles from the planet's centre, so that frames differ only by the rounding of their floats. Nothing here throws
/// for any number that it is given, allocates, or changes the field.
/// </summary>
public static class GroundQueries
{
    /// <summary>A ray ends here, however long it was asked for.</summary>
    public const double RayMetresMax = GroundRay.LengthMetresMax;

    /// <summary>Spheres and capsules of a larger radius are refused: they do not move.</summary>
    public const double SweepRadiusMetresMax = GroundSweep.RadiusMetresMax;

    /// <summary>Capsules whose ends are further apart are refused: they do not move.</summary>
    public const double SweepCoreMetresMax = GroundSweep.CoreMetresMax;

    /// <summary>A sweep is stopped here, however far it was asked for.</summary>
    public const double SweepMetresMax = GroundSweep.LengthMetresMax;

    /// <summary>
    /// A sweep stops before it comes nearer to rock than its radius, and where it stops there is rock within its radius and this: 1 mm, and up to
    /// 8 mm where a capsule lies along an edge.
    /// </summary>
    public const double SweepToleranceMetres = GroundSweep.ToleranceMetres;

    /// <summary>Depth in rock in metres (negative in air); beyond two metres it only says which side.</summary>
    /// <param name="field">The ground.</param>
    /// <param name="origin">The frame's origin.</param>
    /// <param name="position">Metres relative to it.</param>
    public static float Depth(VoxelField field, WorldPosition origin, Vector3 position) =>
        (float)GroundSample.Depth(field, Place(origin, position), out _);

    /// <summary>Depth in rock in metres, and the direction in which it grows.</summary>
    /// <param name="field">The ground.</param>
    /// <param name="origin">The frame's origin.</param>
    /// <param name="position">Metres relative to it.</param>
    /// <param name="gradient">Metres a metre, into the rock; zero far from the surface.</param>
    public static float Depth(VoxelField field, WorldPosition origin, Vector3 position, out Vector3 gradient)
    {
        var depth = GroundSample.Depth(field, Place(origin, position), out var slope);
        gradient = slope.ToSingle();
        return (float)depth;
    }

    /// <summary>Depths of many places of a frame; places in order are faster.</summary>
    /// <param name="field">The ground.</param>
    /// <param name="origin">The frame's origin.</param>
    /// <param name="positions">Metres relative to it.</param>
    /// <param name="depths">As many, or more.</param>
    public static void Depths(VoxelField field, WorldPosition origin, ReadOnlySpan<Vector3> positions, Span<float> depths)
    {
        depths = depths[..positions.Length];
        var reader = new GroundReader(field);
        var centre = DoubleVector.From(origin);
        for (var i = 0; i < positions.Length; i++)
            depths[i] = (float)reader.Sample(centre + DoubleVector.From(positions[i]), out _);
    }

    /// <summary>Out of the rock, of length 1; up where the ground has no slope.</summary>
    public static Vector3 Normal(VoxelField field, WorldPosition origin, Vector3 position) =>
        GroundSample.Normal(field, Place(origin, position)).ToSingle();

    /// <summary>What the ground is made of at a place, or what rock would be there.</summary>
    public static Material MaterialAt(VoxelField field, WorldPosition place) => GroundSample.MaterialAt(field, DoubleVector.From(place));

    /// <summary>Metres of water over a place: 0 above the water and in rock.</summary>
    public static float WaterDepthMetres(VoxelField field, WorldPosition origin, Vector3 position) =>
        (float)GroundSample.WaterDepthMetres(field, Place(origin, position));

    /// <summary>The next surface straight below a place: of the ground for one in the air, of the cave under it for one in rock.</summary>
    /// <param name="field">The ground.</param>
    /// <param name="place">Where.</param>
    /// <param name="boundMetres">How far to look; at most <see cref="RayMetresMax"/>.</param>
    /// <param name="surface">The place, rounded to a unit.</param>
    /// <returns>False where there is none within the bound.</returns>
    public static bool TrySurfaceBelow(VoxelField field, WorldPosition place, double boundMetres, out WorldPosition surface) =>
        Told(GroundHeight.TryBelow(field, DoubleVector.From(place), boundMetres, out var hit), hit, out surface);

    /// <summary>The next surface straight above a place: the roof over one in the air, the top of the ground over one in rock.</summary>
    public static bool TrySurfaceAbove(VoxelField field, WorldPosition place, double boundMetres, out WorldPosition surface) =>
        Told(GroundHeight.TryAbove(field, DoubleVector.From(place), boundMetres, out var hit), hit, out surface);

    /// <summary>The ground to stand on: straight below a place in the air, straight above one in rock.</summary>
    public static bool TryFloor(VoxelField field, WorldPosition place, double boundMetres, out WorldPosition surface) =>
        Told(GroundHeight.TryFloor(field, DoubleVector.From(place), boundMetres, out var hit), hit, out surface);

    /// <summary>The first place along a ray that is surface or rock; its start where that is in rock.</summary>
    /// <param name="field">The ground.</param>
    /// <param name="origin">The frame's origin.</param>
    /// <param name="ray">The ray.</param>
    /// <param name="contact">The place.</param>
    /// <returns>False where there is none, and for a ray without direction or with numbers that are none.</returns>
    public static bool TryRaycast(VoxelField field, WorldPosition origin, in GroundRayQuestion ray, out GroundContact contact)
    {
        var reader = new GroundReader(field);
        return TryRaycast(ref reader, DoubleVector.From(origin), ray, out contact);
    }

    /// <summary>Many rays of a frame; those that meet nothing have an infinite distance.</summary>
    /// <returns>How many meet ground.</returns>
    public static int Raycast(VoxelField field, WorldPosition origin, ReadOnlySpan<GroundRayQuestion> rays, Span<GroundContact> contacts)
    {
        contacts = contacts[..rays.Length];
        var reader = new GroundReader(field);
        var centre = DoubleVector.From(origin);
        var count = 0;
        for (var i = 0; i < rays.Length; i++)
        {
            if (TryRaycast(ref reader, centre, rays[i], out contacts[i]))
                count++;
            else
                contacts[i] = new GroundContact(default, default, float.PositiveInfinity, default);
        }

        return count;
    }

    /// <summary>Moves a sphere and says what it touches first.</summary>
    /// <param name="field">The ground.</param>
    /// <param name="origin">The frame's origin.</param>
    /// <param name="from">The centre at the start, in metres relative to it.</param>
    /// <param name="to">The centre at the end.</param>
    /// <param name="radiusMetres">From 0 to <see cref="SweepRadiusMetresMax"/>.</param>
    /// <param name="fraction">How far of the way it may go: 1 where nothing stops it, 0 for a question that is none.</param>
    /// <param name="contact">What it touches; where it was stopped by a bound, the place where it is.</param>
    /// <returns>Whether anything stops it.</returns>
    public static bool TrySweepSphere(
        VoxelField field, WorldPosition origin, Vector3 from, Vector3 to, float radiusMetres, out float fraction, out GroundContact contact) =>
        TrySweepCapsule(field, origin, from, from, to - from, radiusMetres, out fraction, out contact);

    /// <summary>Moves a capsule that does not turn and says what it touches first.</summary>
    /// <param name="field">The ground.</param>
    /// <param name="origin">The frame's origin.</param>
    /// <param name="foot">The centre of its lower ball at the start, in metres relative to it.</param>
    /// <param name="head">The centre of its upper ball.</param>
    /// <param name="displacement">Metres.</param>
    /// <param name="radiusMetres">From 0 to <see cref="SweepRadiusMetresMax"/>.</param>
    /// <param name="fraction">How far of the way it may go: 1 where nothing stops it, 0 for a question that is none.</param>
    /// <param name="contact">What it touches; where it was stopped by a bound, the place where it is.</param>
    /// <returns>Whether anything stops it.</returns>
    public static bool TrySweepCapsule(
        VoxelField field, WorldPosition origin, Vector3 foot, Vector3 head, Vector3 displacement, float radiusMetres,
        out float fraction, out GroundContact contact)
    {
        (fraction, contact) = (1, default);
        var move = DoubleVector.From(displacement);
        if (!GroundSweep.TrySweep(field, Place(origin, foot), Place(origin, head), move, radiusMetres, out var hit))
            return false;

        // Rounded down: a float fraction that is a bit too large would let the body in.
        fraction = (float)hit.Fraction;
        if (fraction > hit.Fraction)
            fraction = float.BitDecrement(fraction);
        var travelled = hit.Stop == SweepStop.Refused ? 0 : move.Length * hit.Fraction;
        contact = new GroundContact((hit.Place - DoubleVector.From(origin)).ToSingle(), hit.Normal.ToSingle(), (float)travelled, hit.Material);
        return true;
    }

    private static bool TryRaycast(ref GroundReader reader, DoubleVector origin, in GroundRayQuestion ray, out GroundContact contact)
    {
        contact = default;
        var from = origin + DoubleVector.From(ray.From);
        if (!GroundRay.TryCast(ref reader, from, DoubleVector.From(ray.Direction), ray.LengthMetres, Terrain.ChunkKind.Rock, out var hit))
            return false;
        contact = new GroundContact((hit.Place - origin).ToSingle(), hit.Normal.ToSingle(), (float)hit.DistanceMetres, hit.Material);
        return true;
    }

    private static DoubleVector Place(WorldPosition origin, Vector3 position) => DoubleVector.From(origin) + DoubleVector.From(position);

    private static bool Told(bool found, in RayHit hit, out WorldPosition surface)
    {
        surface = found ? WorldPosition.FromMetres(hit.Place.X, hit.Place.Y, hit.Place.Z) : default;
        return found;
    }
}
