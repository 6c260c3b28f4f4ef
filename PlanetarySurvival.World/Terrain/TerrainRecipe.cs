using System.Numerics;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.World.Terrain;

/// <summary>
/// What a planet is made of: its layers of noise and the numbers of the recipe. Depth in rock is the radius, plus what the layers add at the place
/// (in three dimensions, hence overhangs), less the distance from the centre; caves are cut out of it. Lengths in metres. Immutable.
/// </summary>
internal sealed class TerrainRecipe
{
    /// <summary>No ground is further from the mean surface on any planet.</summary>
    public const int ReliefMetresMax = 300;

    /// <summary>No cave is deeper under the ground.</summary>
    public const int CaveDepthMetresMax = 180;

    /// <summary>Below this there is nothing but stone.</summary>
    public const int OreDepthMetresMax = 220;

    /// <summary>The water's height over the mean surface.</summary>
    public const float WaterMetres = -15;

    /// <summary>What all land but the poles' is lowered by, so that seas and land are in balance.</summary>
    public const float LandsLoweredMetres = 20;

    /// <summary>Half the height of the highest bluff.</summary>
    public const float BluffMetres = 6.5f;

    /// <summary>How much of a bluff's noise lies between its foot and its top: 2 parts in this.</summary>
    public const float BluffSteepness = 15;

    /// <summary>Half a tunnel's width.</summary>
    public const float TunnelHalfMetres = 3.2f;

    /// <summary>By how much tunnels are wider than high.</summary>
    public const float TunnelFlatness = 1.3f;

    /// <summary>From the middle of a tunnel down to its floor.</summary>
    public const float TunnelFloorMetres = TunnelHalfMetres / TunnelFlatness;

    /// <summary>Tunnels run in storeys, each so much over the one below.</summary>
    public const float StoreyMetres = 26;

    /// <summary>Metres that a storey rises with each unit of the windings' noise: about 1 in 3 where that is steep.</summary>
    public const float WindingMetres = 15;

    /// <summary>Half the thickness of the floors that storeys have in caverns.</summary>
    public const float FloorHalfMetres = 1.25f;

    /// <summary>Metres that such a floor gets thicker with each unit of the tunnels' noise. On its far side there is a pit.</summary>
    public const float FloorMetres = 20;

    /// <summary>A cave's wall is no further from where it would be without its relief.</summary>
    public const float WallMetresMax = WallMetres * NoiseLayer.ValueMax;

    /// <summary>Metres in a unit of the tunnels' noise: a cell's edge by its usual slope.</summary>
    public const float TunnelMetres = 42;

    /// <summary>Where the caverns' noise is higher, there is one.</summary>
    public const float CavernLevel = 0.5f;

    /// <summary>Metres in a unit of the caverns' noise.</summary>
    public const float CavernMetres = 60;

    /// <summary>Where the hollows' noise is lower, caves end.</summary>
    public const float HollowLevel = 0.08f;

    /// <summary>Metres of rock for each unit that the hollows' noise is lower.</summary>
    public const float HollowMetres = 300;

    /// <summary>Deeper than this caves get narrow.</summary>
    public const float CaveDepthMetres = 108;

    /// <summary>Rock between a cave and the air, but for the places where caves open.</summary>
    public const float RoofMetres = 6;

    /// <summary>Rock over a cavern, even where tunnels open: few are wider than that.</summary>
    public const float CavernRoofMetres = 14;

    /// <summary>Where the hollows' noise is higher, caves open in the middle of bluffs, where one may walk in from the side.</summary>
    public const float OpenLevel = 0.2f;

    /// <summary>How much higher the hollows' noise must be for each metre that a bluff is less steep than the highest in its middle.</summary>
    public const float OpenPerBluffMetre = 0.09f;

    /// <summary>Metres that a roof gets thicker with each unit that the hollows' noise is too low for an opening.</summary>
    public const float RoofSteepness = 40;

    /// <summary>Rock in all caves near the poles; more than the widest cavern, so that there is none.</summary>
    public const float CavePolarMetres = 42;

    /// <summary>How thick ice lies on heights.</summary>
    public const float IceMetres = 2.5f;

    /// <summary>Within this distance of the poles' axis the ground is gentle.</summary>
    public const double GentleMetres = 300;

    /// <summary>No gentle ground is further from the mean surface.</summary>
    public const float GentleMetresMax = (KnollMetres + BumpMetres + PebbleMetres) * NoiseLayer.ValueMax;

    /// <summary>The bumps and pebbles together are no further from 0.</summary>
    public const float SmallMetresMax = (BumpMetres + PebbleMetres) * NoiseLayer.ValueMax;

    /// <summary>Where the land is not gentle the pebbles are so many times larger besides.</summary>
    public const float RoughPebbles = 4;

    /// <summary>What that adds is no further from 0.</summary>
    public const float RoughPebbleMetresMax = RoughPebbles * PebbleMetres * NoiseLayer.ValueMax;

    /// <summary>How much more the pebbles count than the wider gentle layers where one material gives way to another.</summary>
    public const float Mottling = 25;

    private const float WallMetres = 0.9f;
    private const float KnollMetres = 4.2f;
    private const float BumpMetres = 0.9f;
    private const float PebbleMetres = 0.12f;

    public TerrainRecipe(ulong seed, int radiusMetres)
    {
        RadiusMetres = radiusMetres;

        // Continents are as wide as half the radius; what is smaller has its size, or what fits on a small planet.
        var continentShift = BitOperations.Log2((uint)(0.5 * radiusMetres / ChunkId.VoxelMetres));
        var continentMetres = (1 << continentShift) * ChunkId.VoxelMetres;
        var landMetres = (float)Math.Min(72, 0.12 * continentMetres);
        MountainMetres = (float)Math.Min(140, 0.15 * continentMetres);
        SnowMetres = 0.45f * MountainMetres;
        HillyPerMetre = 1 / Math.Min(1200, 0.5 * radiusMetres);

        Knolls = Layer(1, 7, KnollMetres);
        Bumps = Layer(2, 5, BumpMetres);
        Pebbles = Layer(3, 3, PebbleMetres);
        Continents = Layer(4, continentShift, landMetres);
        Provinces = Layer(5, Math.Min(continentShift - 1, 12), 0.4f * landMetres);
        Hills = Layer(6, Math.Min(continentShift - 1, 9), 0.2f * landMetres);
        Mountains = Layer(7, Math.Min(continentShift, 11), 1);
        Ranges = Layer(8, Math.Min(continentShift, 10), 1);
        Crags = Layer(9, 8, 1);
        Bluffs = Layer(10, 7, 1);
        Tunnels = Layer(11, 6, 1);
        Windings = Layer(12, 6, 1);
        Caverns = Layer(13, 7, 1);
        Hollows = Layer(14, Math.Min(continentShift, 9), 1);
        Veins = Layer(15, 5, 1);
        Lodes = Layer(16, 5, 1);
        Places = Layer(17, 8, 1);
        Walls = Layer(18, 3, WallMetres);

        // The water's level lies 15 m down, and the lands' own heights are about 0 on average: mountains and their forelands make up for the
        // lowering.
        LandMetresMax = (Continents.Amplitude + Provinces.Amplitude + Hills.Amplitude) * NoiseLayer.ValueMax;
        HighMetres = GentleMetresMax + LandMetresMax + MountainMetres + BluffMetres + RoughPebbleMetresMax;
        LowMetres = -GentleMetresMax - LandMetresMax - LandsLoweredMetres - BluffMetres - RoughPebbleMetresMax;

        NoiseLayer Layer(ulong number, int cellShift, float amplitude) => new(NoiseLayer.Mix(seed) + number, cellShift, amplitude);
    }

    public int RadiusMetres { get; }

    /// <summary>The highest ridge over its foreland.</summary>
    public float MountainMetres { get; }

    /// <summary>Ground that is higher bears ice.</summary>
    public float SnowMetres { get; }

    /// <summary>Over how many metres (one by this) relief grows from nothing near the poles to its full size.</summary>
    public double HillyPerMetre { get; }

    /// <summary>The land's layers together are no further from 0.</summary>
    public float LandMetresMax { get; }

    /// <summary>No ground of this planet is higher over the mean surface.</summary>
    public float HighMetres { get; }

    /// <summary>No ground of this planet, caves aside, is lower.</summary>
    public float LowMetres { get; }

    public NoiseLayer Knolls { get; }

    public NoiseLayer Bumps { get; }

    public NoiseLayer Pebbles { get; }

    public NoiseLayer Continents { get; }

    public NoiseLayer Provinces { get; }

    public NoiseLayer Hills { get; }

    public NoiseLayer Mountains { get; }

    public NoiseLayer Ranges { get; }

    public NoiseLayer Crags { get; }

    public NoiseLayer Bluffs { get; }

    public NoiseLayer Tunnels { get; }

    public NoiseLayer Windings { get; }

    public NoiseLayer Caverns { get; }

    public NoiseLayer Hollows { get; }

    public NoiseLayer Veins { get; }

    public NoiseLayer Lodes { get; }

    public NoiseLayer Places { get; }

    public NoiseLayer Walls { get; }

    public static OreBand Coal => new(Material.Coal, 3, 70);

    public static OreBand Iron => new(Material.Iron, 2, 130);

    public static OreBand Copper => new(Material.Copper, 15, 160);

    public static OreBand Titanium => new(Material.Titanium, 70, OreDepthMetresMax);

    /// <summary>
    /// 0 within <see cref="GentleMetres"/> of the poles' axis, 1 far from it, smooth between: the share of all but the gentle layers.
    /// </summary>
    public float FullAt(int x, int z) => Full(Math.Sqrt((double)x * x + (double)z * z) * ChunkId.VoxelMetres);

    /// <summary>The least and the most of <see cref="FullAt"/> in a chunk, from the middle of its column.</summary>
    public (float Least, float Most) FullAround(int x, int z)
    {
        // Half the diagonal of a chunk's face, and a little.
        const double reachMetres = 17.7;
        var metres = Math.Sqrt((double)x * x + (double)z * z) * ChunkId.VoxelMetres;
        return (Full(metres - reachMetres), Full(metres + reachMetres));
    }

    private float Full(double metresFromAxis)
    {
        var t = (metresFromAxis - GentleMetres) * HillyPerMetre;
        return t <= 0 ? 0 : t >= 1 ? 1 : (float)(t * t * (3 - 2 * t));
    }

    /// <summary>At which depths an ore is found.</summary>
    public readonly struct OreBand(Material material, float shallowMetres, float deepMetres)
    {
        public Material Material { get; } = material;

        public float ShallowMetres { get; } = shallowMetres;

        public float DeepMetres { get; } = deepMetres;
    }
}
