using PlanetarySurvival.Contracts.Players;

namespace PlanetarySurvival.World.Terrain;

/// <summary>
/// One voxel of a planet, asked for alone: the recipe in one lane, with the operations of <see cref="TerrainGenerator"/> in its order. What cannot
/// change the answer is left out.
/// </summary>
internal static class TerrainPoint
{
    /// <summary>Beyond this a density is as large as it can be.</summary>
    public const float SaturatedMetres = 2;

    /// <summary>Metres of rock at a voxel, caves cut out, before it is rounded and held to the bounds of a density.</summary>
    public static float DepthMetres(TerrainRecipe recipe, int x, int y, int z)
    {
        var ground = GroundMetres(recipe, x, y, z, out var full, out _, out var height, out _);
        return ground <= -SaturatedMetres || ground > TerrainRecipe.CaveDepthMetresMax ? ground : Carved(recipe, x, y, z, ground, height, full);
    }

    /// <summary>The density of a voxel that is neither surely air nor surely deep.</summary>
    public static sbyte Density(TerrainRecipe recipe, int x, int y, int z) =>
        (sbyte)TerrainText.Units(new Lanes1(DepthMetres(recipe, x, y, z))).Value;

    /// <summary>The material of a voxel that is neither surely air nor surely deep.</summary>
    public static Material MaterialOf(TerrainRecipe recipe, int x, int y, int z)
    {
        var ground = GroundMetres(recipe, x, y, z, out _, out var mottle, out var height, out var soil);
        var ore = (float)Material.Stone;
        if (TerrainGenerator.MayBearOre(ground, ground))
        {
            ore = TerrainText.Ores<Lanes1>(
                new(ground), new(recipe.Veins.At(x, y, z)), new(recipe.Lodes.At(x, y, z)), new(recipe.Places.At(x, y, z))).Value;
        }

        return (Material)(int)TerrainText.Shallow<Lanes1>(
            new(ground), new(soil), new(height), new(mottle), new(recipe.SnowMetres), new(ore)).Value;
    }

    /// <summary>What lies loose on the ground at a voxel of the mean surface; the same for all heights.</summary>
    public static Material LooseAt(TerrainRecipe recipe, int x, int y, int z)
    {
        if (Math.Abs(recipe.Veins.At(x, y, z)) < 0.04f)
            return Material.Iron;
        if (recipe.Knolls.At(x, y, z) < -0.9f)
            return Material.Sand;
        return recipe.Lodes.At(x, y, z) > 0.15f ? Material.Stone : Material.Soil;
    }

    /// <summary>Metres of rock at a voxel before caves are cut out.</summary>
    /// <param name="recipe">The planet's.</param>
    /// <param name="x">The voxel's.</param>
    /// <param name="y">The voxel's.</param>
    /// <param name="z">The voxel's.</param>
    /// <param name="full">The share of all but the gentle layers.</param>
    /// <param name="mottle">What makes the borders of materials ragged.</param>
    /// <param name="height">The ground's height over the mean surface, as this voxel sees it.</param>
    /// <param name="soil">How thick soil or sand lies.</param>
    public static float GroundMetres(
        TerrainRecipe recipe, int x, int y, int z, out float full, out float mottle, out float height, out float soil)
    {
        full = recipe.FullAt(x, z);
        var pebbles = new Lanes1(recipe.Pebbles.At(x, y, z));
        var gentle = recipe.Knolls.At(x, y, z) + recipe.Bumps.At(x, y, z) + pebbles.Value;
        mottle = TerrainText.Mottle(new(gentle), pebbles).Value;
        height = gentle;
        var bare = default(Lanes1);
        if (full > 0)
        {
            var mountains = new Lanes1(recipe.Mountains.At(x, y, z));
            var mountainous = TerrainText.Mountainous(mountains);
            var bluffs = new Lanes1(recipe.Bluffs.At(x, y, z));
            var rough = TerrainText.Rough<Lanes1>(
                new(recipe.Continents.At(x, y, z) + recipe.Provinces.At(x, y, z) + recipe.Hills.At(x, y, z)),
                new(recipe.MountainMetres), mountains, mountainous, new(recipe.Ranges.At(x, y, z)), new(recipe.Crags.At(x, y, z)),
                bluffs, pebbles);
            bare = TerrainText.BareMetres(mountains, mountainous, bluffs);
            height = gentle + full * rough.Value;
        }

        soil = TerrainText.SoilMetres<Lanes1>(bare, new(full), new(mottle)).Value;
        var frame = new ChunkFrame(recipe, x, y, z);
        var terms = frame.TermX(x & 31) + (frame.TermY(y & 31) + frame.TermZ(z & 31));
        return height - frame.Height - TerrainText.Outward<Lanes1>(new(terms), new(frame.PerMiddleMetres)).Value;
    }

    private static float Carved(TerrainRecipe recipe, int x, int y, int z, float ground, float height, float full)
    {
        var hollows = recipe.Hollows.At(x, y, z);

        // Bluffs open roofs and do nothing under them.
        var steep = ground < TerrainRecipe.RoofMetres
            ? TerrainText.SteepMetres<Lanes1>(new(recipe.Mountains.At(x, y, z)), Lanes1.Abs(new(recipe.Bluffs.At(x, y, z))))
            : default;
        var hindrance = TerrainText.Hindrance<Lanes1>(new(hollows), steep, new(ground), new(full)).Value;

        // No cave reaches through this much: what is left of it is ground.
        if (hindrance > TerrainGenerator.HindranceMetresMax)
            return ground;

        var overStorey = TerrainText.OverStorey<Lanes1>(new(recipe.Windings.At(x, y, z)), new(height - ground));
        var cave = TerrainText.Cave(
            new(recipe.Tunnels.At(x, y, z)), overStorey, new(recipe.Caverns.At(x, y, z)), new(recipe.Walls.At(x, y, z)), new(ground),
            new(hindrance));
        return Math.Min(ground, cave.Value);
    }
}
