using System.Numerics;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.World;

/// <summary>One planet: a seed and a radius give every voxel of it. Immutable, so any number of threads may ask at once.</summary>
public sealed class Planet(ulong seed, int radiusMetres)
{
    /// <summary>Makes the same planet everywhere.</summary>
    public ulong Seed { get; } = seed;

    /// <summary>Metres from the centre to the mean surface, 1,000 to 1,000,000.</summary>
    public int RadiusMetres { get; } = radiusMetres;

    /// <summary>Signed density at a place: positive in rock, negative in air, about metres to the surface near it.</summary>
    /// <param name="origin">The frame's origin, usually a region's.</param>
    /// <param name="position">Metres relative to it.</param>
    public float Density(WorldPosition origin, Vector3 position) => throw new NotImplementedException();

    /// <summary>The highest ground straight up or down from a place (along the line through the planet's centre).</summary>
    public WorldPosition Surface(WorldPosition towards) => throw new NotImplementedException();

    /// <summary>What lies loose on the ground there.</summary>
    public Material MaterialAt(WorldPosition place) => throw new NotImplementedException();

    /// <summary>
    /// Where a new player begins: on the ground near the north pole (0, radius, 0), where several regions meet, spread over a few dozen metres by id.
    /// </summary>
    public WorldPosition SpawnPlace(PlayerId player) => throw new NotImplementedException();
}
