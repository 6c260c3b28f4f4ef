using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Space;

namespace PlanetarySurvival.World.Movement;

/// <summary>
/// Moves a player's capsule through one tick: an upright one of <see cref="RadiusMetres"/> and <see cref="HeightMetres"/> that never turns over and
/// has no weight against others. Calculated in doubles from the planet's centre; only the result is rounded to the floats of a region's frame.
/// </summary>
internal static class BodyMovement
{
    public const double RadiusMetres = 0.4;
    public const double HeightMetres = 1.8;
    public const double WalkMetresPerSecond = 4;
    public const double RunMetresPerSecond = 7;
    public const double JumpMetresPerSecond = 5;
    public const double GravityMetresPerSecondSquared = 9.81;

    /// <summary>No body is faster, however long it falls.</summary>
    public const double SpeedMetresPerSecondMax = 60;

    /// <summary>The cosine of the steepest slope that a player stands on: 45 degrees.</summary>
    public const double WalkableCosine = 0.70710678118654757;

    private const double SecondsPerTick = 1.0 / ProtocolLimits.TickRate;
    private const double GroundAcceleration = 40;
    private const double AirAcceleration = 4;

    // A walker follows ground that falls away by no more than this in one tick: 45 degrees at a run is 0.08 m.
    private const double StepDownMetres = 0.12;

    // Closer than this is touching. Larger than the rounding of a float 2000 m from a region's origin (0.12 mm), so that a body at rest stays put.
    private const double TouchMetres = 0.001;

    // The slope is felt over the width of a foot, not of a grain.
    private const double SlopeSampleMetres = 0.25;

    public static void Move(ref PlayerBody body, in PlayerInput input, Planet planet, WorldPosition origin)
    {
        var frameOrigin = DoubleVector.From(origin);
        var place = frameOrigin + FiniteOrZero(DoubleVector.From(body.Position));
        var velocity = FiniteOrZero(DoubleVector.From(body.Velocity));
        var frame = new SurfaceFrame(place);
        var wasOnGround = (body.Flags & BodyFlags.OnGround) != 0;
        var jumps = wasOnGround && (input.Buttons & PlayerButtons.Jump) != 0;

        velocity = Bounded(Accelerate(velocity, Wish(input, frame), frame.Up, wasOnGround, jumps));
        place += velocity * SecondsPerTick;
        var onGround = Touch(ref place, ref velocity, planet, wasOnGround && !jumps);

        body.Position = (place - frameOrigin).ToSingle();
        body.Velocity = velocity.ToSingle();
        body.Flags = onGround ? BodyFlags.OnGround : BodyFlags.None;
    }

    /// <summary>The velocity along the ground that the player asks for, in m/s.</summary>
    private static DoubleVector Wish(in PlayerInput input, SurfaceFrame frame)
    {
        var (sine, cosine) = Angle.SineCosine(input.Yaw);
        var forward = frame.Forward * cosine + frame.Right * sine;
        var right = frame.Right * cosine - frame.Forward * sine;
        var wish = (right * input.Right + forward * input.Forward) * (1.0 / sbyte.MaxValue);
        var length = wish.Length;
        var speed = (input.Buttons & PlayerButtons.Run) != 0 ? RunMetresPerSecond : WalkMetresPerSecond;
        return wish * (length > 1 ? speed / length : speed);
    }

    private static DoubleVector Accelerate(DoubleVector velocity, DoubleVector wish, DoubleVector up, bool onGround, bool jumps)
    {
        var rise = DoubleVector.Dot(velocity, up);
        var along = velocity - up * rise;

        // In the air nothing slows a body that wishes nothing: it keeps what it jumped with.
        if (onGround || wish.LengthSquared > 0)
        {
            var change = wish - along;
            var changeMax = (onGround ? GroundAcceleration : AirAcceleration) * SecondsPerTick;
            var length = change.Length;
            along = length > changeMax ? along + change * (changeMax / length) : wish;
        }

        rise = jumps ? JumpMetresPerSecond : onGround ? 0 : rise - GravityMetresPerSecondSquared * SecondsPerTick;
        return along + up * rise;
    }

    /// <summary>Takes the body out of the rock, lets it follow the ground that it walks on, and says whether it stands.</summary>
    private static bool Touch(ref DoubleVector place, ref DoubleVector velocity, Planet planet, bool walking)
    {
        var up = new SurfaceFrame(place).Up;
        var foot = Probe(planet, place + up * RadiusMetres, up);
        var steepness = DoubleVector.Dot(foot.Normal, up);
        var walkable = steepness >= WalkableCosine;
        var gap = walkable ? foot.Gap / steepness : foot.Gap;
        var stands = walkable && gap <= (walking ? StepDownMetres : TouchMetres) &&
            (walking || DoubleVector.Dot(velocity, foot.Normal) <= 0);

        if (stands)
        {
            // Up or down, never sideways: who stands on a slope does not creep.
            if (gap is < -TouchMetres or > TouchMetres)
                place -= up * gap;
            velocity -= up * DoubleVector.Dot(velocity, up);
        }
        else if (gap < 0)
        {
            place -= (walkable ? up : foot.Normal) * gap;
            velocity = WithoutInto(velocity, foot.Normal);
        }

        KeepHeadOut(ref place, ref velocity, planet, up);

        // The probe takes the ground for flat under the foot; where it bulges, this is what holds.
        var sunk = planet.Ground.DepthAt(place);
        if (sunk > 0)
            place += up * sunk;
        return stands;
    }

    private static void KeepHeadOut(ref DoubleVector place, ref DoubleVector velocity, Planet planet, DoubleVector up)
    {
        var head = place + up * (HeightMetres - RadiusMetres);
        if (planet.Ground.DepthAt(head) <= -RadiusMetres)
            return;

        var probe = Probe(planet, head, up);
        if (probe.Gap >= 0)
            return;

        place -= probe.Normal * probe.Gap;
        velocity = WithoutInto(velocity, probe.Normal);
    }

    /// <summary>
    /// How far a sphere of the capsule's radius is from the ground (negative inside it), along the direction that leads out of the rock.
    /// </summary>
    private static (double Gap, DoubleVector Normal) Probe(Planet planet, DoubleVector centre, DoubleVector up)
    {
        var ground = planet.Ground;
        var depth = ground.DepthAt(centre);
        if (depth < -(RadiusMetres + 2))
            return (-depth - RadiusMetres, up);

        var gradient = new DoubleVector(
            ground.DepthAt(centre + new DoubleVector(SlopeSampleMetres, 0, 0)) - depth,
            ground.DepthAt(centre + new DoubleVector(0, SlopeSampleMetres, 0)) - depth,
            ground.DepthAt(centre + new DoubleVector(0, 0, SlopeSampleMetres)) - depth) * (1 / SlopeSampleMetres);
        var slope = gradient.Length;
        return slope > 1e-3 ? (-depth / slope - RadiusMetres, gradient * (-1 / slope)) : (-depth - RadiusMetres, up);
    }

    private static DoubleVector WithoutInto(DoubleVector velocity, DoubleVector normal)
    {
        var into = DoubleVector.Dot(velocity, normal);
        return into < 0 ? velocity - normal * into : velocity;
    }

    private static DoubleVector Bounded(DoubleVector velocity)
    {
        var speed = velocity.Length;
        return speed > SpeedMetresPerSecondMax ? velocity * (SpeedMetresPerSecondMax / speed) : velocity;
    }

    // No body that we made is anything else; one that a broken record or peer gave must not spread.
    private static DoubleVector FiniteOrZero(DoubleVector vector) => vector.IsFinite ? vector : default;
}
