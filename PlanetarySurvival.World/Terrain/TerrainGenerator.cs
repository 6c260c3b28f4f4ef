using System.Runtime.CompilerServices;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.World.Terrain;

/// <summary>
/// Generates chunks, plane by plane: each layer fills a plane of 32 × 32 floats, and the recipe combines them. A plane's floats stay in the nearest
/// caches. Scratch of one thread, made once and used again.
/// </summary>
internal sealed class TerrainGenerator
{
    /// <summary>Where rock hinders a cave by more, there is none: the widest cavern is 33 m from its middle to its wall.</summary>
    public const float HindranceMetresMax =
        (NoiseLayer.ValueMax - TerrainRecipe.CavernLevel) * TerrainRecipe.CavernMetres + TerrainRecipe.WallMetresMax
        + TerrainPoint.SaturatedMetres + 0.1f;

    private const int Edge = ChunkId.EdgeVoxels;
    private const int PlaneVoxels = Edge * Edge;

    // A static of each thread and not a parameter: any thread may generate, and no result depends on what is in here.
    [ThreadStatic]
    private static TerrainGenerator? t_mine;

    private readonly NoiseBlock[] _blocks = [.. Enumerable.Range(0, (int)Slot.Count).Select(_ => new NoiseBlock())];
    private readonly AlignedFloats[] _planes = [.. Enumerable.Range(0, (int)Sheet.Count).Select(_ => new AlignedFloats(PlaneVoxels))];
    private readonly AlignedFloats _termsX = new(Edge);
    private readonly AlignedFloats _full = new(Edge);
    private readonly AlignedFloats _reduced = new(2 * Edge);
    private readonly float[] _termsY = new float[Edge];
    private readonly float[] _termsZ = new float[Edge];
    private readonly bool[] _ready = new bool[(int)Slot.Count];

    /// <summary>This thread's.</summary>
    public static TerrainGenerator Mine => t_mine ??= new();

    private enum Slot
    {
        Knolls, Bumps, Pebbles, Continents, Provinces, Hills, Mountains, Ranges, Crags, Bluffs,
        Tunnels, Windings, Caverns, Hollows, Veins, Lodes, Places, Walls, Count,
    }

    private enum Sheet
    {
        Gentle, Pebbles, Mottle, Lands, Mountains, Ranges, Crags, Bluffs, Ground, Height, Soil, First, Second, Third, Fourth, Fifth, Count,
    }

    /// <summary>Whether a plane whose ground is this deep, from the shallowest to the deepest, may bear ore.</summary>
    public static bool MayBearOre(float shallowest, float deepest) => deepest > 1 && shallowest < TerrainRecipe.OreDepthMetresMax;

    /// <summary>Fills a chunk that is neither surely air nor surely deep.</summary>
    /// <param name="recipe">The planet's.</param>
    /// <param name="chunk">Which.</param>
    /// <param name="density">As <see cref="Planet.Generate"/>.</param>
    /// <param name="material">As <see cref="Planet.Generate"/>.</param>
    public void Fill<T>(TerrainRecipe recipe, ChunkId chunk, Span<sbyte> density, Span<byte> material)
        where T : struct, ILanes<T>
    {
        var (x, y, z) = (chunk.X << ChunkId.EdgeShift, chunk.Y << ChunkId.EdgeShift, chunk.Z << ChunkId.EdgeShift);
        var voxels = new Origin(recipe, x, y, z);
        Array.Clear(_ready);

        var frame = new ChunkFrame(recipe, x, y, z);
        for (var i = 0; i < Edge; i++)
            (_termsX.Span[i], _termsY[i], _termsZ[i]) = (frame.TermX(i), frame.TermY(i), frame.TermZ(i));

        density = density[..ChunkId.Voxels];
        material = material[..ChunkId.Voxels];
        for (var plane = 0; plane < Edge; plane++)
        {
            ref var densities = ref Unsafe.As<sbyte, byte>(ref density[plane * PlaneVoxels]);
            ref var materials = ref material[plane * PlaneVoxels];
            var isRough = FillFull(voxels, plane);
            var (shallowest, deepest) = Ground<T>(voxels, frame, plane, isRough);

            var mayBeHollow = deepest > -TerrainPoint.SaturatedMetres && shallowest <= TerrainRecipe.CaveDepthMetresMax && isRough;
            if (mayBeHollow && Hollow<T>(voxels, plane))
                Carve<T>(voxels, plane, ref densities);
            else
                Store<T>(ref densities);

            if (MayBearOre(shallowest, deepest))
                Ores<T>(voxels, plane, ref materials);
            else
                Cover<T>(recipe, ref materials);
        }
    }

    // The share of the rough layers for a plane's columns; false where it is 0 for all.
    private bool FillFull(in Origin voxels, int plane)
    {
        var full = _full.Span;
        var any = 0f;
        for (var i = 0; i < Edge; i++)
        {
            full[i] = voxels.Recipe.FullAt(voxels.X + i, voxels.Z + plane);
            any = Math.Max(any, full[i]);
        }

        return any > 0;
    }

    private (float Shallowest, float Deepest) Ground<T>(in Origin voxels, in ChunkFrame frame, int plane, bool isRough)
        where T : struct, ILanes<T>
    {
        var recipe = voxels.Recipe;
        Layer<T>(voxels, Slot.Knolls, recipe.Knolls, plane, Sheet.Gentle, adds: false);
        Layer<T>(voxels, Slot.Bumps, recipe.Bumps, plane, Sheet.Gentle, adds: true);
        Layer<T>(voxels, Slot.Pebbles, recipe.Pebbles, plane, Sheet.Pebbles, adds: false);
        if (isRough)
        {
            Layer<T>(voxels, Slot.Continents, recipe.Continents, plane, Sheet.Lands, adds: false);
            Layer<T>(voxels, Slot.Provinces, recipe.Provinces, plane, Sheet.Lands, adds: true);
            Layer<T>(voxels, Slot.Hills, recipe.Hills, plane, Sheet.Lands, adds: true);
            Layer<T>(voxels, Slot.Mountains, recipe.Mountains, plane, Sheet.Mountains, adds: false);
            Layer<T>(voxels, Slot.Ranges, recipe.Ranges, plane, Sheet.Ranges, adds: false);
            Layer<T>(voxels, Slot.Crags, recipe.Crags, plane, Sheet.Crags, adds: false);
            Layer<T>(voxels, Slot.Bluffs, recipe.Bluffs, plane, Sheet.Bluffs, adds: false);
        }

        ref var gentle = ref First(Sheet.Gentle);
        ref var pebbles = ref First(Sheet.Pebbles);
        ref var mottles = ref First(Sheet.Mottle);
        ref var lands = ref First(Sheet.Lands);
        ref var mountains = ref First(Sheet.Mountains);
        ref var ranges = ref First(Sheet.Ranges);
        ref var crags = ref First(Sheet.Crags);
        ref var bluffs = ref First(Sheet.Bluffs);
        ref var grounds = ref First(Sheet.Ground);
        ref var heights = ref First(Sheet.Height);
        ref var soils = ref First(Sheet.Soil);
        var (middleHeight, perMiddle, mountainMetres) = (T.Of(frame.Height), T.Of(frame.PerMiddleMetres), T.Of(recipe.MountainMetres));
        var (shallowest, deepest) = (T.Of(float.MaxValue), T.Of(float.MinValue));
        for (var row = 0; row < Edge; row++)
        {
            var termsYZ = T.Of(_termsY[row] + _termsZ[plane]);
            for (var column = 0; column < Edge; column += T.Count)
            {
                var i = row * Edge + column;
                var pebble = T.Load(ref pebbles, i);
                var gentleMetres = T.Load(ref gentle, i) + pebble;
                var mottle = TerrainText.Mottle(gentleMetres, pebble);
                var height = gentleMetres;
                var (bare, full) = (T.Of(0), T.Load(ref _full.First, column));
                if (isRough)
                {
                    var mountain = T.Load(ref mountains, i);
                    var mountainous = TerrainText.Mountainous(mountain);
                    var bluff = T.Load(ref bluffs, i);
                    var rough = TerrainText.Rough(
                        T.Load(ref lands, i), mountainMetres, mountain, mountainous,
                        T.Load(ref ranges, i), T.Load(ref crags, i), bluff, pebble);
                    bare = TerrainText.BareMetres(mountain, mountainous, bluff);
                    height = gentleMetres + full * rough;
                }

                var terms = T.Load(ref _termsX.First, column) + termsYZ;
                var ground = height - middleHeight - TerrainText.Outward(terms, perMiddle);
                T.Store(ground, ref grounds, i);
                T.Store(height, ref heights, i);
                T.Store(mottle, ref mottles, i);
                T.Store(TerrainText.SoilMetres(bare, full, mottle), ref soils, i);
                shallowest = TerrainText.Min(shallowest, ground);
                deepest = TerrainText.Max(deepest, ground);
            }
        }

        return Reduced(shallowest, deepest);
    }

    // Fills the plane with what hinders caves; false if none can be in it.
    private bool Hollow<T>(in Origin voxels, int plane)
        where T : struct, ILanes<T>
    {
        Layer<T>(voxels, Slot.Hollows, voxels.Recipe.Hollows, plane, Sheet.Fourth, adds: false);
        ref var hollows = ref First(Sheet.Fourth);
        ref var mountains = ref First(Sheet.Mountains);
        ref var bluffs = ref First(Sheet.Bluffs);
        ref var grounds = ref First(Sheet.Ground);
        var least = T.Of(float.MaxValue);
        for (var row = 0; row < Edge; row++)
        {
            for (var column = 0; column < Edge; column += T.Count)
            {
                var i = row * Edge + column;
                var steep = TerrainText.SteepMetres(T.Load(ref mountains, i), T.Abs(T.Load(ref bluffs, i)));
                var hindrance = TerrainText.Hindrance(
                    T.Load(ref hollows, i), steep, T.Load(ref grounds, i), T.Load(ref _full.First, column));
                T.Store(hindrance, ref hollows, i);
                least = TerrainText.Min(least, hindrance);
            }
        }

        return Reduced(least, least).Shallowest <= HindranceMetresMax;
    }

    private void Carve<T>(in Origin voxels, int plane, ref byte densities)
        where T : struct, ILanes<T>
    {
        var recipe = voxels.Recipe;
        Layer<T>(voxels, Slot.Tunnels, recipe.Tunnels, plane, Sheet.First, adds: false);
        Layer<T>(voxels, Slot.Windings, recipe.Windings, plane, Sheet.Second, adds: false);
        Layer<T>(voxels, Slot.Caverns, recipe.Caverns, plane, Sheet.Third, adds: false);
        Layer<T>(voxels, Slot.Walls, recipe.Walls, plane, Sheet.Fifth, adds: false);
        ref var tunnels = ref First(Sheet.First);
        ref var windings = ref First(Sheet.Second);
        ref var caverns = ref First(Sheet.Third);
        ref var hindrances = ref First(Sheet.Fourth);
        ref var walls = ref First(Sheet.Fifth);
        ref var grounds = ref First(Sheet.Ground);
        ref var heights = ref First(Sheet.Height);
        for (var i = 0; i < PlaneVoxels; i += T.Count)
        {
            var ground = T.Load(ref grounds, i);
            var overStorey = TerrainText.OverStorey(T.Load(ref windings, i), T.Load(ref heights, i) - ground);
            var cave = TerrainText.Cave(
                T.Load(ref tunnels, i), overStorey, T.Load(ref caverns, i), T.Load(ref walls, i), ground, T.Load(ref hindrances, i));
            T.StoreBytes(TerrainText.Units(TerrainText.Min(ground, cave)), ref densities, i);
        }
    }

    private void Store<T>(ref byte densities)
        where T : struct, ILanes<T>
    {
        ref var grounds = ref First(Sheet.Ground);
        for (var i = 0; i < PlaneVoxels; i += T.Count)
            T.StoreBytes(TerrainText.Units(T.Load(ref grounds, i)), ref densities, i);
    }

    private void Ores<T>(in Origin voxels, int plane, ref byte materials)
        where T : struct, ILanes<T>
    {
        var recipe = voxels.Recipe;
        Layer<T>(voxels, Slot.Veins, recipe.Veins, plane, Sheet.First, adds: false);
        Layer<T>(voxels, Slot.Lodes, recipe.Lodes, plane, Sheet.Second, adds: false);
        Layer<T>(voxels, Slot.Places, recipe.Places, plane, Sheet.Third, adds: false);
        ref var veins = ref First(Sheet.First);
        ref var lodes = ref First(Sheet.Second);
        ref var places = ref First(Sheet.Third);
        ref var grounds = ref First(Sheet.Ground);
        ref var heights = ref First(Sheet.Height);
        ref var soils = ref First(Sheet.Soil);
        ref var mottles = ref First(Sheet.Mottle);
        var snow = T.Of(recipe.SnowMetres);
        for (var i = 0; i < PlaneVoxels; i += T.Count)
        {
            var ground = T.Load(ref grounds, i);
            var ore = TerrainText.Ores(ground, T.Load(ref veins, i), T.Load(ref lodes, i), T.Load(ref places, i));
            var material = TerrainText.Shallow(
                ground, T.Load(ref soils, i), T.Load(ref heights, i), T.Load(ref mottles, i), snow, ore);
            T.StoreBytes(material, ref materials, i);
        }
    }

    private void Cover<T>(TerrainRecipe recipe, ref byte materials)
        where T : struct, ILanes<T>
    {
        ref var grounds = ref First(Sheet.Ground);
        ref var heights = ref First(Sheet.Height);
        ref var soils = ref First(Sheet.Soil);
        ref var mottles = ref First(Sheet.Mottle);
        var (snow, stone) = (T.Of(recipe.SnowMetres), T.Of((float)Contracts.Players.Material.Stone));
        for (var i = 0; i < PlaneVoxels; i += T.Count)
        {
            var material = TerrainText.Shallow(
                T.Load(ref grounds, i), T.Load(ref soils, i), T.Load(ref heights, i), T.Load(ref mottles, i), snow, stone);
            T.StoreBytes(material, ref materials, i);
        }
    }

    private void Layer<T>(in Origin voxels, Slot slot, NoiseLayer layer, int plane, Sheet sheet, bool adds)
        where T : struct, ILanes<T>
    {
        var block = _blocks[(int)slot];
        if (!_ready[(int)slot])
        {
            block.Prepare<T>(layer, voxels.X, voxels.Y, voxels.Z, Edge, 1, Edge);
            _ready[(int)slot] = true;
        }

        block.Plane<T>(plane, ref First(sheet), adds);
    }

    // The least and the greatest of the lanes; no order of comparisons changes which they are.
    private (float Shallowest, float Deepest) Reduced<T>(T shallowest, T deepest)
        where T : struct, ILanes<T>
    {
        T.Store(shallowest, ref _reduced.First, 0);
        T.Store(deepest, ref _reduced.First, Edge);
        var (least, most) = (float.MaxValue, float.MinValue);
        for (var i = 0; i < T.Count; i++)
        {
            least = Math.Min(least, _reduced.Span[i]);
            most = Math.Max(most, _reduced.Span[Edge + i]);
        }

        return (least, most);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref float First(Sheet sheet) => ref _planes[(int)sheet].First;

    private readonly struct Origin(TerrainRecipe recipe, int x, int y, int z)
    {
        public TerrainRecipe Recipe { get; } = recipe;

        public int X { get; } = x;

        public int Y { get; } = y;

        public int Z { get; } = z;
    }
}
