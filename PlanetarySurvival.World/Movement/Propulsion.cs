using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.World.Space;

namespace PlanetarySurvival.World.Movement;

/// <summary>What changes a body's velocity in one tick: legs, gravity, the jetpack and water. No ground is known here.</summary>
internal static class Propulsion
{
    public const double WalkMetresPerSecond = 4;
    public const double RunMetresPerSecond = 7;
    public const double SwimMetresPerSecond = 2.5;
    public const double JumpMetresPerSecond = 5;
    public const double GravityMetresPerSecondSquared = 9.81;

    /// <summary>The jetpack's thrust, gravity not subtracted.</summary>
    public const double JetMetresPerSecondSquared = 16;

    /// <summary>The jetpack adds nothing to a rise faster than this.</summary>
    public const double JetMetresPerSecondMax = 8;

    /// <summary>Ticks that a full jetpack burns: 3 s.</summary>
    public const ushort FuelTicksMax = 270;

    /// <summary>Ticks of fuel that one tick on the ground gives.</summary>
    public const ushort RefuelTicks = 2;

    /// <summary>No body is faster, however long it falls.</summary>
    public const double SpeedMetresPerSecondMax = 60;

    /// <summary>From this depth over the feet on a body is in water, and swims once it has no ground.</summary>
    public const double SwimDepthMetres = 0.9;

    /// <summary>The depth in which a body floats, its head above the water.</summary>
    public const double FloatDepthMetres = 1.4;

    private const double GroundAcceleration = 40;
    private const double AirAcceleration = 4;
    private const double JetAcceleration = 8;
    private const double SwimAcceleration = 12;

    // A body that is under water weighs nothing at FloatDepthMetres and rises slowly when it is deeper.
    private const double BuoyancyMax = 1.2;

    // Slows a diver to a third in a third of a second; in linear form, so that no step overshoots.
    private const double DragPerSecond = 3;

    /// <summary>On the ground: legs alone. The ground carries, so there is no rise but a jump's.</summary>
    public static DoubleVector OnGround(DoubleVector velocity, in Wish wish, bool jumps)
    {
        var along = Approach(velocity - wish.Up * DoubleVector.Dot(velocity, wish.Up), wish.Level, GroundAcceleration);
        return jumps ? along + wish.Up * JumpMetresPerSecond : along;
    }

    /// <summary>In the air: gravity, a little steering, and the jetpack.</summary>
    public static DoubleVector InAir(DoubleVector velocity, in Wish wish, double submergedMetres, bool jets)
    {
        var rise = DoubleVector.Dot(velocity, wish.Up);
        var along = velocity - wish.Up * rise;

        // Nothing slows a body that wishes nothing: it keeps what it jumped with.
        if (wish.Level.LengthSquared > 0)
            along = Approach(along, wish.Level, jets ? JetAcceleration : AirAcceleration);

        rise = Jet(rise - Weight(submergedMetres) * BodyMovement.SecondsPerTick, jets);
        return along + wish.Up * rise;
    }

    /// <summary>Swimming: towards where the player looks, up with jump or jetpack; water carries and brakes.</summary>
    public static DoubleVector InWater(DoubleVector velocity, in Wish wish, double submergedMetres, bool jumps, bool jets)
    {
        velocity -= wish.Up * (Weight(submergedMetres) * BodyMovement.SecondsPerTick);
        velocity *= 1 - DragPerSecond * BodyMovement.SecondsPerTick;
        if (wish.Look.LengthSquared > 0)
            velocity = Approach(velocity, wish.Look, SwimAcceleration);

        var rise = DoubleVector.Dot(velocity, wish.Up);
        var wanted = Jet(rise, jets);
        if (jumps)
        {
            // With the head out of the water a stroke is a jump, high enough to get out; deeper it is swimming up.
            wanted = Math.Max(wanted, submergedMetres < Capsule.HeightMetres ? JumpMetresPerSecond : SwimMetresPerSecond);
        }

        return velocity + wish.Up * (wanted - rise);
    }

    public static DoubleVector Bounded(DoubleVector velocity)
    {
        var speed = velocity.Length;
        return speed > SpeedMetresPerSecondMax ? velocity * (SpeedMetresPerSecondMax / speed) : velocity;
    }

    private static double Jet(double rise, bool jets) =>
        jets ? Math.Max(rise, Math.Min(rise + JetMetresPerSecondSquared * BodyMovement.SecondsPerTick, JetMetresPerSecondMax)) : rise;

    // Metres per second squared downwards; less than nothing for what floats up.
    private static double Weight(double submergedMetres)
    {
        var buoyancy = submergedMetres <= 0 ? 0 : Math.Min(submergedMetres / FloatDepthMetres, BuoyancyMax);
        return GravityMetresPerSecondSquared * (1 - buoyancy);
    }

    private static DoubleVector Approach(DoubleVector velocity, DoubleVector wanted, double acceleration)
    {
        var change = wanted - velocity;
        var changeMax = acceleration * BodyMovement.SecondsPerTick;
        var length = change.Length;
        return length > changeMax ? velocity + change * (changeMax / length) : wanted;
    }
}

/// <summary>The velocities that a player asks for, in m/s from the planet's centre's frame.</summary>
internal readonly struct Wish
{
    private const ushort QuarterTurn = 16384;

    public Wish(in PlayerInput input, in SurfaceFrame frame)
    {
        Up = frame.Up;
        if (input.Right == 0 && input.Forward == 0)
            return;

        var (sine, cosine) = Angle.SineCosine(input.Yaw);
        var forward = frame.Forward * cosine + frame.Right * sine;
        var right = frame.Right * cosine - frame.Forward * sine;
        var running = (input.Buttons & PlayerButtons.Run) != 0;
        Level = Scaled(right, forward, input, running ? Propulsion.RunMetresPerSecond : Propulsion.WalkMetresPerSecond);

        // A head cannot look further up than up.
        var (pitchSine, pitchCosine) = Angle.SineCosine((ushort)Math.Clamp(input.Pitch, (short)-QuarterTurn, (short)QuarterTurn));
        Look = Scaled(right, forward * pitchCosine + frame.Up * pitchSine, input, Propulsion.SwimMetresPerSecond);
    }

    public DoubleVector Up { get; }

    /// <summary>Along the ground.</summary>
    public DoubleVector Level { get; }

    /// <summary>In water: forward is where the player looks.</summary>
    public DoubleVector Look { get; }

    private static DoubleVector Scaled(DoubleVector right, DoubleVector forward, in PlayerInput input, double speed)
    {
        var wish = (right * input.Right + forward * input.Forward) * (1.0 / sbyte.MaxValue);
        var length = wish.Length;
        return wish * (length > 1 ? speed / length : speed);
    }
}
