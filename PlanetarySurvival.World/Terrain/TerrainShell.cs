namespace PlanetarySurvival.World.Terrain;

/// <summary>
/// What the distance of a chunk's middle from the planet's centre says of it, in one comparison or two: all air above the highest peak, all stone below the
/// deepest ore, all rock below the deepest cave. The first tier of <see cref="Planet.Classify"/>.
/// </summary>
internal readonly struct TerrainShell
{
    // Half a chunk's diagonal, and the metres from which a density is as large as it can be.
    private const double ReachMetres = 21.66 + TerrainPoint.SaturatedMetres + 0.1;

    private readonly double _airSquare;
    private readonly double _rockSquare;
    private readonly double _stoneSquare;

    public TerrainShell(TerrainRecipe recipe)
    {
        _airSquare = Square(recipe.RadiusMetres + recipe.HighMetres + ReachMetres);
        _rockSquare = Square(recipe.RadiusMetres + recipe.LowMetres - TerrainRecipe.CaveDepthMetresMax - ReachMetres);
        _stoneSquare = Square(recipe.RadiusMetres + recipe.LowMetres - TerrainRecipe.OreDepthMetresMax - ReachMetres);

        static double Square(double metres) => metres * metres / (Contracts.Space.ChunkId.VoxelMetres * Contracts.Space.ChunkId.VoxelMetres);
    }

    /// <summary>The square of the distance of the middle of a voxel's chunk, in voxels.</summary>
    public static double MiddleSquare(int x, int y, int z)
    {
        double middleX = (x & ~31) + 16, middleY = (y & ~31) + 16, middleZ = (z & ~31) + 16;
        return middleX * middleX + middleY * middleY + middleZ * middleZ;
    }

    /// <summary>All air.</summary>
    public bool IsAir(double middleSquare) => middleSquare > _airSquare;

    /// <summary>All rock, of whatever kind.</summary>
    public bool IsRock(double middleSquare) => middleSquare < _rockSquare;

    /// <summary>All rock, and nothing but stone.</summary>
    public bool IsStone(double middleSquare) => middleSquare < _stoneSquare;
}
