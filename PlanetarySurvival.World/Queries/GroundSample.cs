using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Queries;

/// <summary>What the ground is at a place: depth, slope, material, water. All places in metres from the planet's centre.</summary>
internal static class GroundSample
{
    /// <summary>Depth in rock in metres, as <see cref="VoxelField.Sample"/> has it; air where there can be no ground, and for what is no
    /// place.</summary>
    public static double Depth(VoxelField field, DoubleVector place, out DoubleVector gradient)
    {
        var reader = new GroundReader(field);
        return reader.Sample(place, out gradient);
    }

    /// <summary>Out of the rock, of length 1; up where the ground has no slope, north for what is no place.</summary>
    public static DoubleVector Normal(VoxelField field, DoubleVector place)
    {
        Depth(field, place, out var gradient);
        return (gradient * -1).NormalizedOr(new SurfaceFrame(GroundReader.IsInReach(place) ? place : default).Up);
    }

    /// <summary>The material of that rock voxel around a place that weighs most there; where none is rock, what rock would be there.</summary>
    public static Material MaterialAt(VoxelField field, DoubleVector place)
    {
        var reader = new GroundReader(field);
        return reader.MaterialAt(place);
    }

    /// <summary>Metres of water over a place: 0 above the water, in rock, and for what is no place.</summary>
    public static double WaterDepthMetres(VoxelField field, DoubleVector place)
    {
        var depth = field.Planet.WaterMetres - place.Length;
        return depth > 0 && Depth(field, place, out _) < 0 ? depth : 0;
    }

    /// <summary>Depths and gradients of many places. Places in order are faster: they share their chunks.</summary>
    /// <param name="field">The ground.</param>
    /// <param name="places">Where.</param>
    /// <param name="depths">As many, in metres.</param>
    /// <param name="gradients">As many.</param>
    public static void Depths(VoxelField field, ReadOnlySpan<DoubleVector> places, Span<double> depths, Span<DoubleVector> gradients)
    {
        depths = depths[..places.Length];
        gradients = gradients[..places.Length];
        var reader = new GroundReader(field);
        for (var i = 0; i < places.Length; i++)
            depths[i] = reader.Sample(places[i], out gradients[i]);
    }
}
