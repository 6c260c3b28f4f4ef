using System.Numerics;

namespace PlanetarySurvival.World.Bodies;

/// <summary>
/// A player as bodies feel it: an upright capsule that moves as it likes and pushes what is in its way. One that is not finite, or larger than a box
/// may be, is not felt.
/// </summary>
/// <param name="X">The point between the feet, metres from the planet's centre.</param>
/// <param name="Y">The point between the feet, metres from the planet's centre.</param>
/// <param name="Z">The point between the feet, metres from the planet's centre.</param>
/// <param name="Velocity">Metres a second; what is faster than <see cref="BodyWorld.SpeedMetresPerSecondMax"/> counts as that.</param>
/// <param name="RadiusMetres">Of the capsule.</param>
/// <param name="HeightMetres">From the lowest point to the highest.</param>
public readonly record struct KinematicCapsule(double X, double Y, double Z, Vector3 Velocity, float RadiusMetres, float HeightMetres);
