using System.Numerics;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.World.Bodies;

/// <summary>
/// Everything about one body, to the bit: what is handed over a border, stored, and given to <see cref="BodyWorld.Add"/>. Not in it are the impulses
/// of its contacts, which the solver finds again within a few ticks.
/// </summary>
/// <param name="Id">Which body.</param>
/// <param name="Shape">Its form and size.</param>
/// <param name="MassKilograms">Spread evenly through the shape.</param>
/// <param name="Friction">Coulomb's coefficient; of two surfaces the geometric mean counts.</param>
/// <param name="Restitution">The share of the speed of approach with which it bounces, 0 to 1; of two surfaces the larger counts.</param>
/// <param name="X">The centre, metres from the planet's centre.</param>
/// <param name="Y">The centre, metres from the planet's centre.</param>
/// <param name="Z">The centre, metres from the planet's centre.</param>
/// <param name="Rotation">A unit quaternion (x, y, z, w).</param>
/// <param name="Velocity">Metres a second.</param>
/// <param name="Spin">Radians a second about the axes of the world.</param>
/// <param name="Island">The lowest id of the contact island that it was in at the end of the last tick; 0 for a new body.</param>
/// <param name="RestTicks">Ticks for which it has been at rest.</param>
/// <param name="IsAsleep">Whether it sleeps, with the others of its island.</param>
public readonly record struct BodyRecord(
    BodyId Id,
    BodyShape Shape,
    float MassKilograms,
    float Friction,
    float Restitution,
    double X,
    double Y,
    double Z,
    Vector4 Rotation,
    Vector3 Velocity,
    Vector3 Spin,
    BodyId Island,
    ushort RestTicks,
    bool IsAsleep)
{
    /// <summary>A body at rest, not turned, awake.</summary>
    public static BodyRecord AtRest(BodyId id, BodyShape shape, float massKilograms, double x, double y, double z) =>
        new(id, shape, massKilograms, 0.6f, 0, x, y, z, new Vector4(0, 0, 0, 1), default, default, id, 0, false);

    /// <summary>The centre, rounded to the unit of the wire.</summary>
    public WorldPosition Place => WorldPosition.FromMetres(X, Y, Z);
}
