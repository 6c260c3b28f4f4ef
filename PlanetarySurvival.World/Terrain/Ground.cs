using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Space;

namespace PlanetarySurvival.World.Terrain;

/// <summary>The depth of a place in rock without the bounds of a density: what movement asks until it asks the field of voxels.</summary>
internal sealed class Ground(TerrainRecipe recipe)
{
    /// <summary>Metres of rock over a place given from the centre (positive inside), interpolated between the eight voxels around.</summary>
    public double DepthAt(DoubleVector place)
    {
        const double voxelsPerMetre = 1 / ChunkId.VoxelMetres;
        var distance = place.Length;

        // Far from all ground, or no place at all: the radius alone decides.
        if (!(distance > recipe.RadiusMetres + recipe.LowMetres - TerrainRecipe.OreDepthMetresMax && distance < 2.0 * recipe.RadiusMetres + 1000))
            return recipe.RadiusMetres - distance;

        var (vx, vy, vz) = (place.X * voxelsPerMetre, place.Y * voxelsPerMetre, place.Z * voxelsPerMetre);
        var (fx, fy, fz) = (Math.Floor(vx), Math.Floor(vy), Math.Floor(vz));
        var (x, y, z) = ((int)fx, (int)fy, (int)fz);
        var (tx, ty, tz) = (vx - fx, vy - fy, vz - fz);
        return Blend(
            Blend(Along(x, y, z, tx), Along(x, y + 1, z, tx), ty),
            Blend(Along(x, y, z + 1, tx), Along(x, y + 1, z + 1, tx), ty),
            tz);
    }

    private double Along(int x, int y, int z, double t) =>
        Blend(TerrainPoint.DepthMetres(recipe, x, y, z), TerrainPoint.DepthMetres(recipe, x + 1, y, z), t);

    private static double Blend(double from, double to, double t) => from + (to - from) * t;
}
