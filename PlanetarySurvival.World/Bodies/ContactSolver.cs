namespace PlanetarySurvival.World.Bodies;

/// <summary>
/// Sequential impulses with warm starting (Catto: "Fast and Simple Physics using Sequential Impulses", GDC 2006) in small steps (Macklin et al.:
/// "Small Steps in Physics Simulation", SCA 2019): a tick is a few substeps of one iteration each. A contact that is too deep pushes out as a damped
/// spring (Catto: "Soft Constraints", GDC 2011), and a second pass without the spring takes back the speed that the push gave, so that it adds no
/// energy ("Solver2D", Catto 2024). Restitution comes last, as a share of the impulse that stopped the approach (Poisson's rule: several points of
/// one contact, and friction, would gain energy by Newton's, which looks at each point's speed). The order of contacts is the order of ids.
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
            ref var a = ref bodies[pair.A];
            ref var b = ref bodies[pair.B];
            var (linear, angularA, angularB) = (default(FloatVector), default(FloatVector), default(FloatVector));
            foreach (ref var point in points.Slice(pair.First, pair.Count))
            {
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
            ref var body = ref bodies[ground.Body];
            var (linear, angular) = (default(FloatVector), ground.RollingImpulse);
            foreach (ref var point in points.Slice(ground.First, ground.Count))
            {
                var impulse = point.Normal * point.Impulse + point.FrictionImpulse;
                linear += impulse;
                angular += FloatVector.Cross(point.Arm, impulse);
            }

            body.Velocity += linear * body.InverseMass;
            body.Spin += body.InverseInertia * angular;
        }
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
            var impulseSum = 0f;

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
                    relative = velocityB + FloatVector.Cross(spinB, point.ArmB) - velocityA - FloatVector.Cross(spinA, point.ArmA);
                }
                else
                {
                    point.FrictionImpulse = default;
                }

                var separation = point.Separation + along + FloatVector.Dot(
                    normal, FloatVector.Cross(b.Turn, point.ArmB) - FloatVector.Cross(a.Turn, point.ArmA));
                var impulse = Impulse(separation, FloatVector.Dot(relative, normal), point.NormalMass, point.Impulse, pushes);
                var push = normal * (impulse - point.Impulse);
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
        }
    }

    private static void SolveGrounds(Span<SolverBody> bodies, Span<GroundContact> grounds, Span<GroundPoint> points, bool pushes)
    {
        for (var i = 0; i < grounds.Length; i++)
        {
            ref var ground = ref grounds[i];
            ref var body = ref bodies[ground.Body];
            var (velocity, spin, shift, turn, mass) = (body.Velocity, body.Spin, body.Shift, body.Turn, body.InverseMass);
            var impulseSum = 0f;

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
                    relative = velocity + FloatVector.Cross(spin, point.Arm) - point.Carried;
                }
                else
                {
                    point.FrictionImpulse = default;
                }

                // The ground's own way counts from where it was at the start of the tick; a player's is short, and found anew each tick.
                var separation = point.Separation + FloatVector.Dot(point.Normal, shift + FloatVector.Cross(turn, point.Arm));
                var impulse = Impulse(separation, FloatVector.Dot(relative, point.Normal), point.NormalMass, point.Impulse, pushes);
                var push = point.Normal * (impulse - point.Impulse);
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

    private static void BouncePairs(Span<SolverBody> bodies, Span<PairContact> pairs, Span<PairPoint> points)
    {
        for (var i = 0; i < pairs.Length; i++)
        {
            ref var pair = ref pairs[i];
            if (pair.Restitution == 0)
                continue;

            ref var a = ref bodies[pair.A];
            ref var b = ref bodies[pair.B];
            foreach (ref var point in points.Slice(pair.First, pair.Count))
            {
                if (point.Approach > -BounceMetresPerSecondMin || point.ImpulseSum == 0)
                    continue;

                var push = pair.Normal * (pair.Restitution * point.ImpulseSum);

                // The next tick must not begin with the impulse of a bounce.
                point.Impulse = 0;
                a.Velocity -= push * a.InverseMass;
                a.Spin -= a.InverseInertia * FloatVector.Cross(point.ArmA, push);
                b.Velocity += push * b.InverseMass;
                b.Spin += b.InverseInertia * FloatVector.Cross(point.ArmB, push);
            }
        }
    }

    private static void BounceGrounds(Span<SolverBody> bodies, Span<GroundContact> grounds, Span<GroundPoint> points)
    {
        for (var i = 0; i < grounds.Length; i++)
        {
            ref var body = ref bodies[grounds[i].Body];
            foreach (ref var point in points.Slice(grounds[i].First, grounds[i].Count))
            {
                if (point.Restitution == 0 || point.Approach > -BounceMetresPerSecondMin || point.ImpulseSum == 0)
                    continue;

                var push = point.Normal * (point.Restitution * point.ImpulseSum);

                // The next tick must not begin with the impulse of a bounce.
                point.Impulse = 0;
                body.Velocity += push * body.InverseMass;
                body.Spin += body.InverseInertia * FloatVector.Cross(point.Arm, push);
            }
        }
    }
}
