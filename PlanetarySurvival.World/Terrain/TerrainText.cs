using System.Runtime.CompilerServices;
using PlanetarySurvival.Contracts.Players;

namespace PlanetarySurvival.World.Terrain;

/// <summary>
/// The recipe's arithmetic: how the values of the layers make ground, caves and materials. Written once for every width; one lane of it is what a
/// single voxel is asked by. Lengths in metres.
/// </summary>
internal static class TerrainText
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Max<T>(T a, T b)
        where T : struct, ILanes<T> => T.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Min<T>(T a, T b)
        where T : struct, ILanes<T> => T.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Clamp<T>(T value, float low, float high)
        where T : struct, ILanes<T> => Min(Max(value, T.Of(low)), T.Of(high));

    /// <summary>
    /// Metres further from the planet's centre than the chunk's middle, from the sum of <see cref="ChunkFrame"/>'s terms: the root's series.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Outward<T>(T terms, T perMiddleMetres)
        where T : struct, ILanes<T>
    {
        var q = terms * perMiddleMetres;
        return terms * (T.Of(1) + q * (T.Of(-0.5f) + q * (T.Of(0.5f) + q * T.Of(-0.625f))));
    }

    /// <summary>How mountainous it is, from the value of its layer: 0 on plains, 1 in the ranges. Grows with the value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Mountainous<T>(T value)
        where T : struct, ILanes<T>
    {
        var t = Clamp(value * T.Of(2.5f) - T.Of(0.05f), 0, 1);
        return t * t * (T.Of(3) - t * T.Of(2));
    }

    /// <summary>Ridges, 0 to 1, from the distance of the two layers' values from 0. Shrinks with both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ridges<T>(T ranges, T crags)
        where T : struct, ILanes<T>
    {
        var (broad, fine) = (T.Of(1) - ranges, T.Of(1) - crags);
        return broad * broad * T.Of(0.72f) + fine * fine * T.Of(0.28f);
    }

    /// <summary>How high the bluffs are, from the value of the mountains' layer. Grows with the value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T BluffMetres<T>(T mountains)
        where T : struct, ILanes<T> => Clamp(mountains * T.Of(2.5f) + T.Of(0.5f), 0, 1) * T.Of(TerrainRecipe.BluffMetres);

    /// <summary>
    /// A ramp from -1 to 1, steep in its middle: a bluff where its noise passes zero, and an overhang where that lies aslant. Grows with the value.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Bluff<T>(T value)
        where T : struct, ILanes<T>
    {
        var t = Clamp(value * T.Of(TerrainRecipe.BluffSteepness), -1, 1);
        return t * (T.Of(1.5f) - t * t * T.Of(0.5f));
    }

    /// <summary>The ground's height over the mean surface without the gentle layers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Rough<T>(T lands, T mountainsMetres, T mountains, T mountainous, T ranges, T crags, T bluffs, T pebbles)
        where T : struct, ILanes<T> =>
        lands - T.Of(TerrainRecipe.LandsLoweredMetres)
            + mountainsMetres * mountainous * Ridges(T.Abs(ranges), T.Abs(crags))
            + BluffMetres(mountains) * Bluff(bluffs)
            + pebbles * T.Of(TerrainRecipe.RoughPebbles);

    /// <summary>
    /// What makes the borders of materials ragged: about the gentle layers' sum, the pebbles many times larger in it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Mottle<T>(T gentle, T pebbles)
        where T : struct, ILanes<T> => gentle + pebbles * T.Of(TerrainRecipe.Mottling);

    /// <summary>Metres of soil that are missing in the mountains and on the steep middle of bluffs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T BareMetres<T>(T mountains, T mountainous, T bluffs)
        where T : struct, ILanes<T> =>
        mountainous * T.Of(3.5f) + SteepMetres(mountains, T.Abs(bluffs)) * T.Of(0.6f);

    /// <summary>
    /// The bluff's height in its steep middle, less beside it, and 0 at its foot and top. Grows with the mountains' value, shrinks with the distance
    /// of the bluffs' from 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SteepMetres<T>(T mountains, T bluffs)
        where T : struct, ILanes<T>
    {
        var t = Min(bluffs * T.Of(TerrainRecipe.BluffSteepness), T.Of(1));
        return BluffMetres(mountains) * (T.Of(1) - t * t);
    }

    /// <summary>How thick soil or sand lies, from what is missing of it where the land is rough.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SoilMetres<T>(T bare, T full, T mottle)
        where T : struct, ILanes<T> => T.Of(2.4f) - bare * full + mottle * T.Of(0.2f);

    /// <summary>
    /// Metres over the middle of the nearest storey, from the height over the mean surface. The storeys rise and fall with the windings' noise.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T OverStorey<T>(T windings, T height)
        where T : struct, ILanes<T>
    {
        // A number's fraction does not fit beside this one, so that adding it and taking it away again rounds to the nearest whole number.
        const float whole = 12_582_912;
        var storeys = (height + windings * T.Of(TerrainRecipe.WindingMetres)) * T.Of(1 / TerrainRecipe.StoreyMetres);
        var nearest = storeys + T.Of(whole) - T.Of(whole);
        return (storeys - nearest) * T.Of(TerrainRecipe.StoreyMetres);
    }

    /// <summary>
    /// Metres from a tunnel's wall, negative in it: where a sheet of noise meets a storey. Its floor is flat, its edges are bevelled. Grows with the
    /// distance of the noise from 0 and with that from the middle of the storey.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Tunnel<T>(T value, T fromStorey)
        where T : struct, ILanes<T>
    {
        var (across, high) = (value * T.Of(TerrainRecipe.TunnelMetres), fromStorey * T.Of(TerrainRecipe.TunnelFlatness));
        return Max(Max(across, high), (across + high) * T.Of(0.62f)) - T.Of(TerrainRecipe.TunnelHalfMetres);
    }

    /// <summary>Metres of depth in the floor that a storey has in caverns, on the tunnels' level, but for its pits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Floor<T>(T tunnels, T overStorey)
        where T : struct, ILanes<T> =>
        Min(tunnels * T.Of(TerrainRecipe.FloorMetres) + T.Of(1), T.Of(TerrainRecipe.FloorHalfMetres))
            - T.Abs(overStorey + T.Of(TerrainRecipe.TunnelFloorMetres + TerrainRecipe.FloorHalfMetres));

    /// <summary>Metres from a cavern's wall, negative in it, the rock of its roof counted in. Shrinks with both values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Cavern<T>(T value, T ground)
        where T : struct, ILanes<T> =>
        (T.Of(TerrainRecipe.CavernLevel) - value) * T.Of(TerrainRecipe.CavernMetres)
            + Max(T.Of(0), T.Of(TerrainRecipe.CavernRoofMetres) - ground);

    /// <summary>Rock between a cave and a place that is not of the hollow lands, is too deep, has too thin a roof or is near a pole.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Hindrance<T>(T hollows, T steep, T ground, T full)
        where T : struct, ILanes<T>
    {
        var roof = RoofMetres(hollows, steep);
        return Max(T.Of(0), (T.Of(TerrainRecipe.HollowLevel) - hollows) * T.Of(TerrainRecipe.HollowMetres))
            + Max(T.Of(0), (ground - T.Of(TerrainRecipe.CaveDepthMetres)) * T.Of(0.5f))
            + Max(T.Of(0), roof - ground)
            + (T.Of(1) - full) * T.Of(TerrainRecipe.CavePolarMetres);
    }

    /// <summary>How thick the roof over caves must be. Shrinks with the hollows' value and with the steepness of bluffs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T RoofMetres<T>(T hollows, T steep)
        where T : struct, ILanes<T>
    {
        var missing = T.Of(TerrainRecipe.OpenLevel) - hollows + (T.Of(TerrainRecipe.BluffMetres) - steep) * T.Of(TerrainRecipe.OpenPerBluffMetre);
        return Clamp(missing * T.Of(TerrainRecipe.RoofSteepness), 0, TerrainRecipe.RoofMetres);
    }

    /// <summary>Metres from a cave's wall, negative in it. The relief of walls is smaller on floors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Cave<T>(T tunnels, T overStorey, T caverns, T walls, T ground, T hindrance)
        where T : struct, ILanes<T>
    {
        var relief = walls * Clamp(T.Abs(overStorey + T.Of(TerrainRecipe.TunnelFloorMetres)) * T.Of(0.5f), 0.4f, 1);
        var cavern = Max(Cavern(caverns, ground), Floor(tunnels, overStorey));
        return Min(Tunnel(T.Abs(tunnels), T.Abs(overStorey)), cavern) + relief + hindrance;
    }

    /// <summary>The density's units, not yet without their fraction: rounded half away from zero by truncation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Units<T>(T metres)
        where T : struct, ILanes<T>
    {
        var units = Clamp(metres * T.Of(VoxelDensity.UnitsPerMetre), VoxelDensity.Min, VoxelDensity.Max);
        return units + T.WhereGreater(T.Of(0), units, T.Of(-0.5f), T.Of(0.5f));
    }

    /// <summary>What lies at a depth in which there are no ores.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Shallow<T>(T ground, T soil, T height, T mottle, T snow, T rock)
        where T : struct, ILanes<T>
    {
        var sandy = Max(T.Of(TerrainRecipe.WaterMetres + 2.5f) + mottle * T.Of(0.4f) - height, mottle * T.Of(-1) - T.Of(2.6f));
        var loose = T.WhereGreater(sandy, T.Of(0), T.Of((float)Material.Sand), T.Of((float)Material.Soil));
        var cover = T.WhereGreater(soil, ground, loose, rock);
        var ice = T.WhereGreater(T.Of(TerrainRecipe.IceMetres), ground, T.Of((float)Material.Ice), cover);
        return T.WhereGreater(height, snow + mottle * T.Of(3.2f), ice, cover);
    }

    /// <summary>The ores by depth and place, stone between them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ores<T>(T ground, T first, T second, T place)
        where T : struct, ILanes<T>
    {
        var zero = T.Of(0);
        var ore = T.Of((float)Material.Stone);
        ore = Ore(ore, first - T.Of(0.26f), place, ground, TerrainRecipe.Coal);
        ore = Ore(ore, T.Of(-0.32f) - first, T.Of(1), ground, TerrainRecipe.Iron);
        ore = Ore(ore, second - T.Of(0.35f), T.Of(1), ground, TerrainRecipe.Copper);
        ore = Ore(ore, T.Of(-0.40f) - second, zero - place, ground, TerrainRecipe.Titanium);
        return ore;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Ore<T>(T others, T vein, T place, T ground, TerrainRecipe.OreBand band)
        where T : struct, ILanes<T>
    {
        var inBand = Min(ground - T.Of(band.ShallowMetres), T.Of(band.DeepMetres) - ground);
        return T.WhereGreater(Min(Min(vein, place), inBand), T.Of(0), T.Of((float)band.Material), others);
    }
}
