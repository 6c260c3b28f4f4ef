using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Terrain;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Queries;

/// <summary>
/// Surfaces straight above and below a place, along the line through the planet's centre. Under overhangs and in caves there are many; what is
/// found is the next one in the direction asked for.
/// </summary>
internal static class GroundHeight
{
    /// <summary>The next surface below: of the ground for a place in the air, of the cave under it for one in rock.</summary>
    /// <param name="field">The ground.</param>
    /// <param name="place">Metres from the planet's centre.</param>
    /// <param name="boundMetres">How far to look; at most <see cref="GroundRay.LengthMetresMax"/>, and not beyond the planet's centre.</param>
    /// <param name="hit">The surface.</param>
    /// <returns>False where there is none, and for what is no place.</returns>
    public static bool TryBelow(VoxelField field, DoubleVector place, double boundMetres, out RayHit hit)
    {
        var reader = new GroundReader(field);
        return TryNext(ref reader, place, -1, boundMetres, out hit);
    }

    /// <summary>The next surface above: the roof over a place in the air, the top of the ground over one in rock.</summary>
    public static bool TryAbove(VoxelField field, DoubleVector place, double boundMetres, out RayHit hit)
    {
        var reader = new GroundReader(field);
        return TryNext(ref reader, place, 1, boundMetres, out hit);
    }

    /// <summary>The ground to stand on: below a place in the air, above one in rock.</summary>
    public static bool TryFloor(VoxelField field, DoubleVector place, double boundMetres, out RayHit hit)
    {
        var reader = new GroundReader(field);
        return TryFloor(ref reader, place, boundMetres, out hit);
    }

    /// <summary>The ground to stand on for many places, as metres from the planet's centre; not a number where there is none within the
    /// bound.</summary>
    /// <returns>How many have one.</returns>
    public static int Floors(VoxelField field, ReadOnlySpan<DoubleVector> places, double boundMetres, Span<double> metresFromCentre)
    {
        metresFromCentre = metresFromCentre[..places.Length];
        var reader = new GroundReader(field);
        var count = 0;
        for (var i = 0; i < places.Length; i++)
        {
            var found = TryFloor(ref reader, places[i], boundMetres, out var hit);
            metresFromCentre[i] = found ? hit.Place.Length : double.NaN;
            count += found ? 1 : 0;
        }

        return count;
    }

    private static bool TryFloor(ref GroundReader reader, DoubleVector place, double boundMetres, out RayHit hit) =>
        TryNext(ref reader, place, reader.Sample(place, out _) < 0 ? -1 : 1, boundMetres, out hit);

    private static bool TryNext(ref GroundReader reader, DoubleVector place, int upwards, double boundMetres, out RayHit hit)
    {
        var sought = reader.Sample(place, out _) < 0 ? ChunkKind.Rock : ChunkKind.Air;

        // At the centre itself all is up; SurfaceFrame takes north.
        var bound = upwards < 0 ? Math.Min(boundMetres, place.Length) : boundMetres;
        return GroundRay.TryCast(ref reader, place, new SurfaceFrame(place).Up * upwards, bound, sought, out hit);
    }
}
