using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Movement;

/// <summary>
/// Moves a player's capsule through one tick: an upright one that never turns over and has no weight against others. Calculated in doubles from
/// the planet's centre; only the result is rounded to the floats of a region's frame.
/// </summary>
internal static class BodyMovement
{
    /// <summary>The cosine of the steepest slope that a player stands on: 45 degrees.</summary>
    public const double WalkableCosine = 0.70710678118654757;

    public const double SecondsPerTick = 1.0 / ProtocolLimits.TickRate;

    /// <summary>
    /// The longest way between two looks at the ground: half the radius. The centre of a sphere that was free is then still outside the rock, where
    /// the gradient leads back, however thin a wall is; and far from where a field of ±1.98 m ends.
    /// </summary>
    public const double SubstepMetresMax = 0.2;

    // Closer than this is touching. Larger than the rounding of a float 2000 m from a region's origin (0.12 mm), so that a body at rest stays put.
    private const double TouchMetres = 0.001;

    // A body that rests is left alone while its ground is within these: where two facets of the ground meet, no height is exact for both.
    private const double RestAboveMetres = 0.03;
    private const double RestBelowMetres = -0.01;

    // Places beyond this hold no planet, and their voxels have no number.
    private const double CoordinateMetresMax = 4_000_000;

    private const int PassesMax = 5;

    // A contact whose normal is this close to straight up or down cannot be evaded by a step aside.
    private const double LevelNormalMin = 0.1;

    // Nearly the skin, so that who slides along a wall keeps touching it and is not thrown back now and then.
    private const double LetInMetres = 0.98 * Capsule.SkinMetres;

    // Of the way of a fall: a slope steeper than 45 degrees leaves more than this, two that meet leave less.
    private const double WedgedShare = 0.25;

    public static void Move(ref PlayerBody body, in PlayerInput input, VoxelField field, WorldPosition origin)
    {
        var frameOrigin = DoubleVector.From(origin);
        var feet = frameOrigin + FiniteOrZero(DoubleVector.From(body.Position));
        var velocity = FiniteOrZero(DoubleVector.From(body.Velocity));
        var frame = new SurfaceFrame(feet);
        var wish = new Wish(input, frame);
        var hasGround = IsWithinSpace(feet);
        var submerged = field.Planet.WaterMetres - feet.Length;
        var wasOnGround = (body.Flags & BodyFlags.OnGround) != 0;

        var pressesJet = (input.Buttons & PlayerButtons.Jetpack) != 0;
        var fuel = Math.Min(body.Fuel, Propulsion.FuelTicksMax);
        var jets = pressesJet && fuel > 0;
        var presses = (input.Buttons & PlayerButtons.Jump) != 0;
        var walks = wasOnGround && !jets && submerged < Propulsion.FloatDepthMetres;
        var swims = !walks && submerged >= Propulsion.SwimDepthMetres;
        var jumps = presses && (wasOnGround || swims);

        body.Fuel = (ushort)(jets ? fuel - 1 : wasOnGround ? Math.Min(fuel + Propulsion.RefuelTicks, Propulsion.FuelTicksMax) : fuel);
        if (walks && !jumps && hasGround && velocity.LengthSquared == 0 && wish.Level.LengthSquared == 0 && Rests(field, feet, wish.Up))
        {
            body.Flags = BodyFlags.OnGround | (submerged >= Propulsion.SwimDepthMetres ? BodyFlags.InWater : BodyFlags.None);
            return;
        }

        velocity = Propulsion.Bounded(
            walks ? Propulsion.OnGround(velocity, wish, jumps) :
            swims ? Propulsion.InWater(velocity, wish, submerged, jumps, jets) :
            Propulsion.InAir(velocity, wish, submerged, jets));
        var stands = hasGround
            ? walks && !jumps ? Walk(field, ref feet, ref velocity, wish) : Fly(field, ref feet, ref velocity, wish.Up)
            : Drift(ref feet, velocity);

        body.Position = (feet - frameOrigin).ToSingle();
        body.Velocity = velocity.ToSingle();
        body.Flags = (stands ? BodyFlags.OnGround : BodyFlags.None) | (jets ? BodyFlags.Jetting : BodyFlags.None) |
            (field.Planet.WaterMetres - feet.Length >= Propulsion.SwimDepthMetres ? BodyFlags.InWater : BodyFlags.None);
    }

    /// <summary>Whether a body that stood still may go on without being touched: its ground is there and nothing has come into it.</summary>
    private static bool Rests(VoxelField field, DoubleVector feet, DoubleVector up)
    {
        if (Capsule.Touch(field, feet + up * Capsule.MiddleMetres, up).Gap < Burial.FreeMetres ||
            Capsule.Touch(field, feet + up * Capsule.HeadMetres, up).Gap < Burial.FreeMetres)
            return false;

        // What the sphere feels is the ground, an edge or two slopes that hold it, or a wall beside; then the ground is under the feet.
        var foot = Capsule.Touch(field, feet + up * Capsule.FootMetres, up);
        if (foot.Gap < Burial.FreeMetres)
            return false;

        return (foot.Gap < RestAboveMetres && DoubleVector.Dot(foot.Normal, up) > LevelNormalMin) ||
            (Capsule.TryFindGround(field, feet, up, out var drop) && drop is > RestBelowMetres and < RestAboveMetres);
    }

    /// <summary>One tick on the ground: along it, up and down with it. Says whether the body still stands.</summary>
    private static bool Walk(VoxelField field, ref DoubleVector feet, ref DoubleVector velocity, in Wish wish)
    {
        var up = wish.Up;
        var substeps = Substeps(velocity);
        var part = velocity * (SecondsPerTick / substeps);
        for (var i = 0; i < substeps; i++)
        {
            var before = feet;
            feet += part;
            var stands = Follow(field, before, ref feet, wish);
            if (!MakeRoom(field, ref feet, ref velocity, up, ref stands, walks: true))
            {
                if (Capsule.Clearance(field, before, up) < Burial.FreeMetres)
                {
                    feet = Burial.Leave(field, before, up);
                    velocity = default;
                    return false;
                }

                feet = before;
                velocity = default;
                return true;
            }

            if (!stands)
                return false;
            part = velocity * (SecondsPerTick / substeps);
        }

        return true;
    }

    /// <summary>
    /// Puts the feet on the ground under them: up a slope, down one without a hop, over an edge, on a step. False if they have none, and nothing
    /// is moved then.
    /// </summary>
    private static bool Follow(VoxelField field, DoubleVector from, ref DoubleVector feet, in Wish wish)
    {
        var up = wish.Up;
        var found = Capsule.TryFindGround(field, feet, up, out var drop) && drop is >= -Ledge.StepMetres and <= Ledge.StepMetres;
        var moved = found && drop is < -TouchMetres or > TouchMetres;
        var lowered = moved ? feet - up * drop : feet;
        var foot = Capsule.Touch(field, lowered + up * Capsule.FootMetres, up);
        var steepness = DoubleVector.Dot(foot.Normal, up);
        if (foot.Gap >= -TouchMetres)
        {
            if (found)
            {
                feet = lowered;
                return true;
            }

            // Beyond an edge: the sphere still lies on it.
            if (steepness < WalkableCosine || foot.Gap > RestAboveMetres)
                return false;
            if (foot.Gap > TouchMetres)
                feet -= up * foot.Gap;
            return true;
        }

        if (steepness >= WalkableCosine)
        {
            feet = lowered - up * (foot.Gap / steepness);
            return true;
        }

        // The ground that was found is lower than what the sphere already lies on: over an edge it goes down as far as the edge lets it.
        if (found && drop > TouchMetres && Capsule.Touch(field, feet + up * Capsule.FootMetres, up).Gap >= -Capsule.SkinMetres)
        {
            feet -= up * Capsule.Lower(field, feet, up, drop);
            return true;
        }

        var heading = wish.Level.NormalizedOr(default);
        if (DoubleVector.Dot(heading, foot.Normal) < 0 && Ledge.TryClimb(field, from, feet, up, heading, out var climbed))
        {
            feet = climbed;
            return true;
        }

        // A wall beside: it is pushed away from below, and what lies under the feet still carries them.
        if (found)
            feet = lowered;
        return found;
    }

    /// <summary>One tick without ground: through the air or water until something is touched. Says whether the body has come to stand.</summary>
    private static bool Fly(VoxelField field, ref DoubleVector feet, ref DoubleVector velocity, DoubleVector up)
    {
        var substeps = Substeps(velocity);
        for (var i = 0; i < substeps; i++)
        {
            var before = feet;
            var fall = DoubleVector.Dot(velocity, up);
            feet += velocity * (SecondsPerTick / substeps);
            var stands = false;
            if (!MakeRoom(field, ref feet, ref velocity, up, ref stands, walks: false))
            {
                if (Capsule.Clearance(field, before, up) < Burial.FreeMetres)
                {
                    feet = Burial.Leave(field, before, up);
                    velocity = default;
                    return false;
                }

                // Too narrow to go on. Who was falling is held by the walls, and can jump out.
                feet = before;
                velocity = default;
                return fall < 0;
            }

            if (!stands && fall < 0 && DoubleVector.Dot(feet - before, up) > fall * WedgedShare * SecondsPerTick / substeps &&
                IsWedged(field, feet, up))
            {
                velocity = default;
                return true;
            }

            if (stands)
            {
                velocity -= up * DoubleVector.Dot(velocity, up);
                return true;
            }
        }

        return false;
    }

    // Whether what is too steep to stand on leads down into something else that is too.
    private static bool IsWedged(VoxelField field, DoubleVector feet, DoubleVector up)
    {
        const double wayMetres = 0.1;
        const double blockedMetres = -Capsule.SkinMetres - 0.01;

        var centre = feet + up * Capsule.FootMetres;
        var normal = Capsule.Touch(field, centre, up).Normal;
        var steepness = DoubleVector.Dot(normal, up);
        var downhill = (normal * steepness - up).NormalizedOr(default);
        return steepness > 0 && Capsule.Touch(field, centre + downhill * wayMetres, up).Gap < blockedMetres;
    }

    // Where there is no planet there is nothing to touch.
    private static bool Drift(ref DoubleVector feet, DoubleVector velocity)
    {
        feet += velocity * SecondsPerTick;
        return false;
    }

    /// <summary>
    /// Pushes the body out of what it has moved into and takes the velocity that led there. Who walks is pushed aside, never up or down: else every
    /// wall would be a ramp. False if there is no room.
    /// </summary>
    private static bool MakeRoom(
        VoxelField field, ref DoubleVector feet, ref DoubleVector velocity, DoubleVector up, ref bool stands, bool walks)
    {
        var worst = 0.0;
        for (var pass = 0; pass < PassesMax; pass++)
        {
            worst = 0;
            for (var sphere = 0; sphere < 3; sphere++)
            {
                var height = sphere == 0 ? Capsule.FootMetres : sphere == 1 ? Capsule.MiddleMetres : Capsule.HeadMetres;
                var contact = Capsule.Touch(field, feet + up * height, up);
                var steepness = DoubleVector.Dot(contact.Normal, up);
                var isFloor = sphere == 0 && steepness >= WalkableCosine;
                if (contact.Gap >= (isFloor ? -TouchMetres : -Capsule.SkinMetres))
                {
                    // Who comes down lands when it touches, not when it has sunk in.
                    if (isFloor && !walks && contact.Gap <= TouchMetres && DoubleVector.Dot(velocity, contact.Normal) <= 0)
                        stands = true;
                    continue;
                }

                worst = Math.Min(worst, contact.Gap);
                if (isFloor)
                {
                    feet -= up * (contact.Gap / steepness);
                    stands |= walks || DoubleVector.Dot(velocity, contact.Normal) <= 0;
                    continue;
                }

                var normal = contact.Normal;
                if (walks)
                {
                    normal -= up * steepness;
                    var level = normal.Length;
                    if (level < LevelNormalMin)
                        return false;

                    feet -= normal * ((contact.Gap + LetInMetres) / (level * level));
                    normal *= 1 / level;
                }
                else
                {
                    feet -= normal * (contact.Gap + LetInMetres);
                }

                velocity = WithoutInto(velocity, normal);
            }

            if (worst == 0)
                return true;
        }

        return worst >= Burial.FreeMetres || Capsule.Clearance(field, feet, up) >= Burial.FreeMetres;
    }

    private static int Substeps(DoubleVector velocity)
    {
        var metres = velocity.Length * SecondsPerTick;
        return metres <= SubstepMetresMax ? 1 : 1 + (int)(metres / SubstepMetresMax);
    }

    private static DoubleVector WithoutInto(DoubleVector velocity, DoubleVector normal)
    {
        var into = DoubleVector.Dot(velocity, normal);
        return into < 0 ? velocity - normal * into : velocity;
    }

    private static bool IsWithinSpace(DoubleVector place) =>
        Math.Abs(place.X) < CoordinateMetresMax && Math.Abs(place.Y) < CoordinateMetresMax && Math.Abs(place.Z) < CoordinateMetresMax;

    // No body that we made is anything else; one that a broken record or peer gave must not spread.
    private static DoubleVector FiniteOrZero(DoubleVector vector) => vector.IsFinite ? vector : default;
}
