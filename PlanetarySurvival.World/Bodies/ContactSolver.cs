namespace PlanetarySurvival.World.Bodies;

/// <summary>
/// Sequential impulses with warm starting (Catto: "Fast and Simple Physics using Sequential Impulses", GDC 2006) in small steps (Macklin et al.:
/// "Small Steps in Physics Simulation", SCA 2019): a tick is a few substeps of one iteration each. A contact that is too deep pushes out as a damped
/// spring (Catto: "Soft Constraints", GDC 2011), and a second pass without the spring takes back the speed that the push gave, so that it adds no
/// energy ("Solver2D", Catto 2024). Restitution comes last, as a share of the impulse that stopped the approach (Poisson's rule). With friction, or with
/// more than two bodies, that alone would give energy: so each contact that hits keeps account of what it takes from the bodies, and gives back no
/// more than the restitution's share of it (Stronge's rule). The order of contacts is the order of ids.
/// </summary>
internal static class ContactSolver
{
    /// <summary>Substeps in a tick. A stack of ten stands with two; a lower body of a hundredth of the weight holds.</summary>
    public const int Substeps = 2;

    /// <summary>Seconds in a substep.</summary>
    public const float SubstepSeconds = 1f / (Contracts.Protocol.ProtocolLimits.TickRate * Substeps);

    /// <summary>Metres that a contact may overlap without being pushed: what touches goes on touching.</summary>
    public const float SlopMetres = 0.005f;

    /// <summary>The largest speed with which a body is pushed out of another, or out of rock.</summary>
    public const float PushMetresPerSecondMax = 3;

    /// <summary>Slower impacts do not bounce: else nothing would come to rest.</summary>
    public const float BounceMetresPerSecondMin = 0.5f;

    /// <summary>A ball's resistance to rolling, in shares of its radius: a lump stays where the ground falls by less than one in fifteen.</summary>
    public const float RollingResistance = 0.065f;

    // A load that is new begins with no more than a few times the weight.
    private const float LoadMetresPerSecond = 4 * 9.81f * SubstepSeconds;

    // What a substep brings to the surface, but for rounding.
    private const float NearMetres = 0.001f;

    // A contact swings at most this often a second, and at a quarter of the substeps at most; damped tenfold, it creeps back rather than swings.
    private const float SpringHertz = 45;
    private const float DampingRatio = 10;

    private const float Omega = 6.2831855f * SpringHertz;
    private const float Stiffness1 = 2 * DampingRatio + SubstepSeconds * Omega;
    private const float Stiffness2 = SubstepSeconds * Omega * Stiffness1;
    private const float PushRate = Omega / Stiffness1;
    private const float ImpulseShare = 1 / (1 + Stiffness2);
    private const float MassShare = Stiffness2 * ImpulseShare;

    /// <summary>Runs the substeps: velocities, shifts and turns of the bodies, and the impulses of the contacts, are what comes out.</summary>
    public static void Solve(
        Span<SolverBody> bodies, Span<PairContact> pairs, Span<PairPoint> pairPoints, Span<GroundContact> grounds, Span<GroundPoint> groundPoints)
    {
        for (var i = 0; i < Substeps; i++)
        {
            Accelerate(bodies);
            WarmStart(bodies, pairs, pairPoints);
            WarmStart(bodies, grounds, groundPoints);
            SolvePairs(bodies, pairs, pairPoints, true);
            SolveGrounds(bodies, grounds, groundPoints, true);
            Move(bodies);
            SolvePairs(bodies, pairs, pairPoints, false);
            SolveGrounds(bodies, grounds, groundPoints, false);
        }

        BouncePairs(bodies, pairs, pairPoints);
        BounceGrounds(bodies, grounds, groundPoints);
    }

    private static void Accelerate(Span<SolverBody> bodies)
    {
        for (var i = 0; i < bodies.Length; i++)
        {
            ref var body = ref bodies[i];
            body.Velocity += body.Gravity;
        }
    }

    private static void Move(Span<SolverBody> bodies)
    {
        for (var i = 0; i < bodies.Length; i++)
        {
            ref var body = ref bodies[i];
            body.Velocity = body.Velocity.NoLongerThan(BodyWorld.SpeedMetresPerSecondMax);
            body.Spin = body.Spin.NoLongerThan(BodyWorld.SpinRadiansPerSecondMax);
            body.Shift += body.Velocity * SubstepSeconds;
            body.Turn += body.Spin * SubstepSeconds;
        }
    }

    private static void WarmStart(Span<SolverBody> bodies, Span<PairContact> pairs, Span<PairPoint> points)
    {
        for (var i = 0; i < pairs.Length; i++)
        {
            ref var pair = ref pairs[i];
            if (pair.Hits)
            {
                Forget(ref pair, points);
                continue;
            }

            ref var a = ref bodies[pair.A];
            ref var b = ref bodies[pair.B];
            var (linear, angularA, angularB) = (default(FloatVector), default(FloatVector), default(FloatVector));
            foreach (ref var point in points.Slice(pair.First, pair.Count))
            {
                LimitLoad(ref point.Impulse, ref point.WarmImpulse, ref point.FrictionImpulse, point.NormalMass);
                var impulse = pair.Normal * point.Impulse + point.FrictionImpulse;
                linear += impulse;
                angularA += FloatVector.Cross(point.ArmA, impulse);
                angularB += FloatVector.Cross(point.ArmB, impulse);
            }

            a.Velocity -= linear * a.InverseMass;
            a.Spin -= a.InverseInertia * (angularA + pair.RollingImpulse);
            b.Velocity += linear * b.InverseMass;
            b.Spin += b.InverseInertia * (angularB + pair.RollingImpulse);
        }
    }

    private static void WarmStart(Span<SolverBody> bodies, Span<GroundContact> grounds, Span<GroundPoint> points)
    {
        for (var i = 0; i < grounds.Length; i++)
        {
            ref var ground = ref grounds[i];
            if (ground.Hits)
            {
                Forget(ref ground, points);
                continue;
            }

            ref var body = ref bodies[ground.Body];
            var (linear, angular) = (default(FloatVector), ground.RollingImpulse);
            foreach (ref var point in points.Slice(ground.First, ground.Count))
            {
                LimitLoad(ref point.Impulse, ref point.WarmImpulse, ref point.FrictionImpulse, point.NormalMass);
                var impulse = point.Normal * point.Impulse + point.FrictionImpulse;
                linear += impulse;
                angular += FloatVector.Cross(point.Arm, impulse);
            }

            body.Velocity += linear * body.InverseMass;
            body.Spin += body.InverseInertia * angular;
        }
    }

    /// <summary>
    /// What a contact begins a substep with: what it gave in the last one, but at most twice of what that began with. So the load of a stack grows to
    /// its full height in a few ticks, while the impulse of a hit, which comes once, is not given again to bodies that have parted since.
    /// </summary>
    private static void LimitLoad(ref float impulse, ref float warm, ref FloatVector friction, float mass)
    {
        var most = 2 * warm + mass * LoadMetresPerSecond;
        if (impulse > most)
        {
            friction *= most / impulse;
            impulse = most;
        }

        warm = impulse;
    }

    private static void SolvePairs(Span<SolverBody> bodies, Span<PairContact> pairs, Span<PairPoint> points, bool pushes)
    {
        for (var i = 0; i < pairs.Length; i++)
        {
            ref var pair = ref pairs[i];
            ref var a = ref bodies[pair.A];
            ref var b = ref bodies[pair.B];
            var (velocityA, spinA, velocityB, spinB) = (a.Velocity, a.Spin, b.Velocity, b.Spin);
            var (massA, massB) = (a.InverseMass, b.InverseMass);
            var normal = pair.Normal;
            var along = FloatVector.Dot(normal, b.Shift - a.Shift);
            var hits = pair.Hits;
            var (impulseSum, taken) = (0f, 0f);

            foreach (ref var point in points.Slice(pair.First, pair.Count))
            {
                // Along the surface first: what must not overlap has the last word.
                var relative = velocityB + FloatVector.Cross(spinB, point.ArmB) - velocityA - FloatVector.Cross(spinA, point.ArmA);
                if (point.Impulse > 0)
                {
                    var slide = relative - normal * FloatVector.Dot(relative, normal);
                    var friction = (point.FrictionImpulse - slide * point.FrictionMass).NoLongerThan(pair.Friction * point.Impulse);
                    var change = friction - point.FrictionImpulse;
                    point.FrictionImpulse = friction;
                    velocityA -= change * massA;
                    spinA -= a.InverseInertia * FloatVector.Cross(point.ArmA, change);
                    velocityB += change * massB;
                    spinB += b.InverseInertia * FloatVector.Cross(point.ArmB, change);
                    var before = relative;
                    relative = velocityB + FloatVector.Cross(spinB, point.ArmB) - velocityA - FloatVector.Cross(spinA, point.ArmA);
                    if (hits)
                        taken -= 0.5f * FloatVector.Dot(change, before + relative);
                }
                else if (point.FrictionImpulse.LengthSquared > 0)
                {
                    // What is no longer pressed has no friction: what it began the substep with is taken back.
                    var change = point.FrictionImpulse;
                    point.FrictionImpulse = default;
                    velocityA += change * massA;
                    spinA += a.InverseInertia * FloatVector.Cross(point.ArmA, change);
                    velocityB -= change * massB;
                    spinB -= b.InverseInertia * FloatVector.Cross(point.ArmB, change);
                    var before = relative;
                    relative = velocityB + FloatVector.Cross(spinB, point.ArmB) - velocityA - FloatVector.Cross(spinA, point.ArmA);
                    if (hits)
                        taken += 0.5f * FloatVector.Dot(change, before + relative);
                }

                var separation = point.Separation + along + FloatVector.Dot(
                    normal, FloatVector.Cross(b.Turn, point.ArmB) - FloatVector.Cross(a.Turn, point.ArmA));
                var speed = FloatVector.Dot(relative, normal);
                var impulse = Impulse(separation, speed, point.NormalMass, point.Impulse, pushes);
                var push = normal * (impulse - point.Impulse);
                if (hits)
                    taken -= Work(impulse - point.Impulse, speed, point.NormalMass);
                point.Impulse = impulse;
                if (!pushes)
                    point.ImpulseSum += impulse;
                impulseSum += impulse;
                velocityA -= push * massA;
                spinA -= a.InverseInertia * FloatVector.Cross(point.ArmA, push);
                velocityB += push * massB;
                spinB += b.InverseInertia * FloatVector.Cross(point.ArmB, push);
            }

            if (pair.RollingRadius > 0)
            {
                var rolling = (pair.RollingImpulse - (spinB - spinA) * pair.RollingMass)
                    .NoLongerThan(RollingResistance * pair.RollingRadius * impulseSum);
                var change = rolling - pair.RollingImpulse;
                pair.RollingImpulse = rolling;
                spinA -= a.InverseInertia * change;
                spinB += b.InverseInertia * change;
            }

            (a.Velocity, a.Spin, b.Velocity, b.Spin) = (velocityA, spinA, velocityB, spinB);
            pair.Taken += taken;
        }
    }

    private static void SolveGrounds(Span<SolverBody> bodies, Span<GroundContact> grounds, Span<GroundPoint> points, bool pushes)
    {
        for (var i = 0; i < grounds.Length; i++)
        {
            ref var ground = ref grounds[i];
            ref var body = ref bodies[ground.Body];
            var (velocity, spin, shift, turn, mass) = (body.Velocity, body.Spin, body.Shift, body.Turn, body.InverseMass);
            var hits = ground.Hits;
            var (impulseSum, taken) = (0f, 0f);

            foreach (ref var point in points.Slice(ground.First, ground.Count))
            {
                var relative = velocity + FloatVector.Cross(spin, point.Arm) - point.Carried;
                if (point.Impulse > 0)
                {
                    var slide = relative - point.Normal * FloatVector.Dot(relative, point.Normal);
                    var friction = (point.FrictionImpulse - slide * point.FrictionMass).NoLongerThan(point.Friction * point.Impulse);
                    var change = friction - point.FrictionImpulse;
                    point.FrictionImpulse = friction;
                    velocity += change * mass;
                    spin += body.InverseInertia * FloatVector.Cross(point.Arm, change);
                    var before = relative;
                    relative = velocity + FloatVector.Cross(spin, point.Arm) - point.Carried;
                    if (hits && point.Restitution > 0)
                        taken -= 0.5f * FloatVector.Dot(change, before + relative);
                }
                else if (point.FrictionImpulse.LengthSquared > 0)
                {
                    var change = point.FrictionImpulse;
                    point.FrictionImpulse = default;
                    velocity -= change * mass;
                    spin -= body.InverseInertia * FloatVector.Cross(point.Arm, change);
                    var before = relative;
                    relative = velocity + FloatVector.Cross(spin, point.Arm) - point.Carried;
                    if (hits && point.Restitution > 0)
                        taken += 0.5f * FloatVector.Dot(change, before + relative);
                }

                // The ground's own way counts from where it was at the start of the tick; a player's is short, and found anew each tick.
                var separation = point.Separation + FloatVector.Dot(point.Normal, shift + FloatVector.Cross(turn, point.Arm));
                var speed = FloatVector.Dot(relative, point.Normal);
                var impulse = Impulse(separation, speed, point.NormalMass, point.Impulse, pushes);
                var push = point.Normal * (impulse - point.Impulse);
                if (hits && point.Restitution > 0)
                    taken -= Work(impulse - point.Impulse, speed, point.NormalMass);
                point.Impulse = impulse;
                if (!pushes)
                    point.ImpulseSum += impulse;
                impulseSum += impulse;
                velocity += push * mass;
                spin += body.InverseInertia * FloatVector.Cross(point.Arm, push);
            }

            if (ground.RollingRadius > 0)
            {
                var rolling = (ground.RollingImpulse - spin * ground.RollingMass)
                    .NoLongerThan(RollingResistance * ground.RollingRadius * impulseSum);
                spin += body.InverseInertia * (rolling - ground.RollingImpulse);
                ground.RollingImpulse = rolling;
            }

            (body.Velocity, body.Spin) = (velocity, spin);
            ground.Taken += taken;
        }
    }

    /// <summary>The impulse that a contact has given after this turn; never one that pulls.</summary>
    private static float Impulse(float separation, float speed, float mass, float impulse, bool pushes)
    {
        // What has not come yet is left as it is, so that it is stopped all at once, and bounces from all of its speed.
        if (!pushes)
            return separation > NearMetres ? impulse : Math.Max(0, impulse - mass * speed);

        // It may come as near as it is in this substep, and no nearer.
        if (separation > 0)
            return Math.Max(0, impulse - mass * (speed + separation * (1 / SubstepSeconds)));

        var push = Math.Max(PushRate * Math.Min(0, separation + SlopMetres), -PushMetresPerSecondMax);
        return Math.Max(0, impulse - mass * MassShare * (speed + push) - ImpulseShare * impulse);
    }

    /// <summary>The energy that an impulse along the normal gives to the bodies.</summary>
    private static float Work(float impulse, float speed, float mass) => impulse * (speed + 0.5f * impulse / mass);

    private static void Forget(ref PairContact pair, Span<PairPoint> points)
    {
        pair.RollingImpulse = default;
        foreach (ref var point in points.Slice(pair.First, pair.Count))
            (point.Impulse, point.WarmImpulse, point.FrictionImpulse) = (0, 0, default);
    }

    private static void Forget(ref GroundContact ground, Span<GroundPoint> points)
    {
        ground.RollingImpulse = default;
        foreach (ref var point in points.Slice(ground.First, ground.Count))
            (point.Impulse, point.WarmImpulse, point.FrictionImpulse) = (0, 0, default);
    }

    private static void BouncePairs(Span<SolverBody> bodies, Span<PairContact> pairs, Span<PairPoint> points)
    {
        for (var i = 0; i < pairs.Length; i++)
        {
            ref var pair = ref pairs[i];
            if (!pair.Hits)
                continue;

            ref var a = ref bodies[pair.A];
            ref var b = ref bodies[pair.B];
            var (impulseSum, angularA, angularB) = (0f, default(FloatVector), default(FloatVector));
            foreach (ref var point in points.Slice(pair.First, pair.Count))
            {
                if (point.Approach > -BounceMetresPerSecondMin || point.ImpulseSum == 0)
                    continue;

                impulseSum += point.ImpulseSum;
                angularA += FloatVector.Cross(point.ArmA, pair.Normal) * point.ImpulseSum;
                angularB += FloatVector.Cross(point.ArmB, pair.Normal) * point.ImpulseSum;
            }

            // The next tick must not begin with the impulse of a hit.
            Forget(ref pair, points);
            if (impulseSum == 0 || pair.Restitution == 0)
                continue;

            var linear = pair.Normal * impulseSum;
            var (turnA, turnB) = (a.InverseInertia * angularA, b.InverseInertia * angularB);
            var share = BounceShare(
                FloatVector.Dot(linear, b.Velocity - a.Velocity) + FloatVector.Dot(angularB, b.Spin) - FloatVector.Dot(angularA, a.Spin),
                0.5f * (impulseSum * impulseSum * (a.InverseMass + b.InverseMass) + FloatVector.Dot(angularA, turnA) + FloatVector.Dot(angularB, turnB)),
                pair.Taken, pair.Restitution);
            a.Velocity -= linear * (share * a.InverseMass);
            a.Spin -= turnA * share;
            b.Velocity += linear * (share * b.InverseMass);
            b.Spin += turnB * share;
        }
    }

    private static void BounceGrounds(Span<SolverBody> bodies, Span<GroundContact> grounds, Span<GroundPoint> points)
    {
        for (var i = 0; i < grounds.Length; i++)
        {
            ref var ground = ref grounds[i];
            if (!ground.Hits)
                continue;

            ref var body = ref bodies[ground.Body];
            var (linear, angular, restitution) = (default(FloatVector), default(FloatVector), 0f);
            foreach (ref var point in points.Slice(ground.First, ground.Count))
            {
                if (point.Restitution == 0 || point.Approach > -BounceMetresPerSecondMin || point.ImpulseSum == 0)
                    continue;

                var push = point.Normal * point.ImpulseSum;
                restitution = point.Restitution;
                linear += push;
                angular += FloatVector.Cross(point.Arm, push);
            }

            Forget(ref ground, points);
            if (restitution == 0)
                continue;

            var turn = body.InverseInertia * angular;
            var share = BounceShare(
                FloatVector.Dot(linear, body.Velocity) + FloatVector.Dot(angular, body.Spin),
                0.5f * (linear.LengthSquared * body.InverseMass + FloatVector.Dot(angular, turn)), ground.Taken, restitution);
            body.Velocity += linear * (share * body.InverseMass);
            body.Spin += turn * share;
        }
    }

    /// <summary>
    /// How much of the impulses that stopped the approach a bounce gives once more: as much as the restitution (Poisson's rule), but no more than gives
    /// back the energy that the contact has taken, times the square of the restitution (Stronge's rule: "Rigid body collisions with friction", 1990).
    /// Where the contact has given energy rather than taken, the share is negative and takes it back.
    /// </summary>
    /// <param name="linear">The energy in joules that all of the impulses would give, to first order.</param>
    /// <param name="quadratic">The same to second order; never negative.</param>
    /// <param name="taken">Joules that the contact has taken in the tick.</param>
    /// <param name="restitution">From 0 to 1.</param>
    private static float BounceShare(float linear, float quadratic, float taken, float restitution)
    {
        // Impulses so small that their squares are nothing.
        if (quadratic == 0)
            return 0;

        var budget = taken > 0 ? taken * restitution * restitution : taken;
        if (restitution * (linear + restitution * quadratic) <= budget)
            return restitution;

        // What has not been given cannot be taken back in full: then as much as there is.
        var root = linear * linear + 4 * quadratic * budget;
        return Math.Min(restitution, ((float)Math.Sqrt(Math.Max(0, root)) - linear) / (2 * quadratic));
    }
}
