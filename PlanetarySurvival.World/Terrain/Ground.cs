using PlanetarySurvival.World.Space;

namespace PlanetarySurvival.World.Terrain;

/// <summary>
/// The shape of a planet's ground: a height over the mean surface for every direction, so far without caves and overhangs. Near both poles only the
/// gentle layers exist (players begin there); further out come plains, hills and bluffs that are too steep to climb.
/// </summary>
internal sealed class Ground
{
    /// <summary>No ground lies further from the mean surface, in metres.</summary>
    public const double ReliefMetresMax = 100;

    private const double GentleMetres = 300;

    private readonly double _radius;
    private readonly double _hillyPerMetre;
    private readonly GradientNoise _continents;
    private readonly GradientNoise _hills;
    private readonly GradientNoise _bluffs;
    private readonly GradientNoise _knolls;
    private readonly GradientNoise _bumps;
    private readonly GradientNoise _pebbles;
    private readonly GradientNoise _veins;
    private readonly GradientNoise _patches;

    public Ground(ulong seed, int radiusMetres)
    {
        _radius = radiusMetres;

        // Relief grows to its full size over 1200 m, or over what a small planet has.
        _hillyPerMetre = 1 / Math.Min(1200, 0.5 * radiusMetres);
        _continents = Layer(1, Math.Min(6000, 0.5 * radiusMetres), 36);
        _hills = Layer(2, 640, 38);
        _bluffs = Layer(3, 420, 1);
        _knolls = Layer(4, 90, 4.5);
        _bumps = Layer(5, 24, 1);
        _pebbles = Layer(6, 6, 0.12);
        _veins = Layer(7, 19, 1);
        _patches = Layer(8, 37, 1);

        GradientNoise Layer(ulong number, double spacingMetres, double amplitude) =>
            new(GradientNoise.Mix(seed) + number, spacingMetres, amplitude);
    }

    /// <summary>Metres of rock over a place given from the centre (positive inside), measured along the line through the centre.</summary>
    public double DepthAt(DoubleVector place)
    {
        var distance = place.Length;
        return distance < 1 ? _radius : _radius + HeightAt(place * (_radius / distance)) - distance;
    }

    /// <summary>Metres of the ground over the mean surface at a place on the mean surface.</summary>
    public double HeightAt(DoubleVector mean)
    {
        var (x, y, z) = (mean.X, mean.Y, mean.Z);
        var height = _knolls.At(x, y, z) + _bumps.At(x, y, z) + _pebbles.At(x, y, z);
        var hilly = HillyAt(mean);
        return hilly > 0 ? height + hilly * RoughHeight(x, y, z) : height;
    }

    /// <summary>What lies loose at a place on the mean surface: veins of iron, hollows of sand, patches of stone, soil between them.</summary>
    public Contracts.Players.Material MaterialAt(DoubleVector mean)
    {
        var (x, y, z) = (mean.X, mean.Y, mean.Z);
        if (_veins.At(x, y, z) is > -0.03 and < 0.03)
            return Contracts.Players.Material.Iron;
        if (_knolls.At(x, y, z) < -1.35)
            return Contracts.Players.Material.Sand;
        return _patches.At(x, y, z) > 0.2 ? Contracts.Players.Material.Stone : Contracts.Players.Material.Soil;
    }

    private double RoughHeight(double x, double y, double z)
    {
        // A ramp from -1 to 1 that is steep in the middle: a bluff along the lines where its noise passes zero.
        var bluff = Math.Clamp(_bluffs.At(x, y, z) * 18, -1, 1);
        return _continents.At(x, y, z) + _hills.At(x, y, z) + 8 * bluff * (1.5 - 0.5 * bluff * bluff);
    }

    // 0 within 300 m of the poles' axis, 1 far from it, smooth between.
    private double HillyAt(DoubleVector mean)
    {
        var t = (Math.Sqrt(mean.X * mean.X + mean.Z * mean.Z) - GentleMetres) * _hillyPerMetre;
        return t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t);
    }
}
