using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Space;

namespace PlanetarySurvival.World.Terrain;

/// <summary>Finds the highest ground along a line through the planet's centre: down from above all peaks until there is rock, then by halves.</summary>
internal static class SurfaceSearch
{
    // Overhangs are thicker than this; what is thinner may be missed.
    private const double FineStepMetres = 0.2;

    // The ground rises toward a falling point by no more than this many metres a metre, bluffs included, with some to spare.
    private const double SlopeMax = 4;
    private const double NearMetres = 4;
    private const int Halvings = 24;

    /// <summary>Metres from the centre to the highest ground in a direction of length 1.</summary>
    public static double Metres(Planet planet, TerrainRecipe recipe, DoubleVector direction)
    {
        var cell = new BaseCell(planet);
        double lowest = recipe.RadiusMetres + recipe.LowMetres - TerrainRecipe.CaveDepthMetresMax - 2;
        double metres = recipe.RadiusMetres + recipe.HighMetres + 2;
        while (metres > lowest)
        {
            var ground = GroundMetres(recipe, direction * metres);
            if (ground < -NearMetres)
            {
                metres -= Math.Max(FineStepMetres, (-ground - NearMetres) / SlopeMax);
                continue;
            }

            if (cell.DepthMetres(direction * metres) > 0)
                return Between(ref cell, direction, metres, metres + FineStepMetres);
            metres -= FineStepMetres;
        }

        return lowest;
    }

    private static double Between(ref BaseCell cell, DoubleVector direction, double rock, double air)
    {
        for (var i = 0; i < Halvings; i++)
        {
            var middle = 0.5 * (rock + air);
            if (cell.DepthMetres(direction * middle) > 0)
                rock = middle;
            else
                air = middle;
        }

        return rock;
    }

    private static double GroundMetres(TerrainRecipe recipe, DoubleVector place)
    {
        const double voxelsPerMetre = 1 / ChunkId.VoxelMetres;
        return TerrainPoint.GroundMetres(
            recipe, (int)Math.Floor(place.X * voxelsPerMetre + 0.5), (int)Math.Floor(place.Y * voxelsPerMetre + 0.5),
            (int)Math.Floor(place.Z * voxelsPerMetre + 0.5), out _, out _, out _, out _);
    }
}
