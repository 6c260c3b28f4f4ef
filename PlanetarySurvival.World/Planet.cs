using System.Numerics;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Terrain;

namespace PlanetarySurvival.World;

/// <summary>One planet: a seed and a radius give every voxel of it. Immutable, so any number of threads may ask at once.</summary>
public sealed class Planet
{
    /// <summary>The smallest radius in metres.</summary>
    public const int RadiusMetresMin = 1_000;

    /// <summary>The largest radius in metres.</summary>
    public const int RadiusMetresMax = 1_000_000;

    /// <summary>Players begin in a square around the north pole; half of its edge in metres.</summary>
    public const int SpawnSpreadMetres = 30;

    /// <summary>Makes the planet; throws <see cref="ArgumentOutOfRangeException"/> for a radius that no planet has.</summary>
    /// <param name="seed">Any number; each gives another planet.</param>
    /// <param name="radiusMetres">From <see cref="RadiusMetresMin"/> to <see cref="RadiusMetresMax"/>.</param>
    public Planet(ulong seed, int radiusMetres)
    {
        if (radiusMetres is < RadiusMetresMin or > RadiusMetresMax)
        {
            throw new ArgumentOutOfRangeException(
                nameof(radiusMetres), radiusMetres, $"A planet's radius is {RadiusMetresMin} to {RadiusMetresMax} m.");
        }

        Seed = seed;
        RadiusMetres = radiusMetres;
        Ground = new Ground(seed, radiusMetres);
    }

    /// <summary>Makes the same planet everywhere.</summary>
    public ulong Seed { get; }

    /// <summary>Metres from the centre to the mean surface, 1,000 to 1,000,000.</summary>
    public int RadiusMetres { get; }

    internal Ground Ground { get; }

    /// <summary>Signed density at a place: positive in rock, negative in air, about metres to the surface near it.</summary>
    /// <param name="origin">The frame's origin, usually a region's.</param>
    /// <param name="position">Metres relative to it.</param>
    public float Density(WorldPosition origin, Vector3 position) =>
        (float)Ground.DepthAt(DoubleVector.From(origin) + DoubleVector.From(position));

    /// <summary>
    /// The highest ground straight up or down from a place (along the line through the planet's centre). From the centre itself, up is towards the
    /// north pole.
    /// </summary>
    public WorldPosition Surface(WorldPosition towards) => Surface(DoubleVector.From(towards));

    /// <summary>What lies loose on the ground there.</summary>
    public Material MaterialAt(WorldPosition place) => Ground.MaterialAt(OnMeanSurface(DoubleVector.From(place)));

    /// <summary>
    /// Where a new player begins: on the ground near the north pole (0, radius, 0), where several regions meet, spread over a few dozen metres by id.
    /// </summary>
    public WorldPosition SpawnPlace(PlayerId player)
    {
        var spread = GradientNoise.Mix(player.Value);
        return Surface(new DoubleVector(Spread(spread), RadiusMetres, Spread(spread >> 32)));

        static double Spread(ulong bits) => ((uint)bits / 4294967296.0 * 2 - 1) * SpawnSpreadMetres;
    }

    private WorldPosition Surface(DoubleVector towards)
    {
        var mean = OnMeanSurface(towards);
        var ground = mean * ((RadiusMetres + Ground.HeightAt(mean)) / RadiusMetres);
        return WorldPosition.FromMetres(ground.X, ground.Y, ground.Z);
    }

    private DoubleVector OnMeanSurface(DoubleVector place) => place.NormalizedOr(new DoubleVector(0, 1, 0)) * RadiusMetres;
}
