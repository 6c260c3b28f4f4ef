namespace PlanetarySurvival.World.Bodies;

/// <summary>What the solver reads and writes of one awake body, side by side: it jumps from body to body, each one or two cache lines.</summary>
internal struct SolverBody
{
    /// <summary>Metres a second.</summary>
    public FloatVector Velocity;

    /// <summary>Radians a second.</summary>
    public FloatVector Spin;

    /// <summary>Metres moved since the start of the tick.</summary>
    public FloatVector Shift;

    /// <summary>Radians turned since the start of the tick.</summary>
    public FloatVector Turn;

    /// <summary>Metres a second gained in one substep.</summary>
    public FloatVector Gravity;

    public float InverseMass;

    public SymmetricMatrix InverseInertia;
}

/// <summary>One point where a body touches something that does not yield: the ground or a player.</summary>
internal struct GroundPoint
{
    /// <summary>From the body's centre.</summary>
    public FloatVector Arm;

    /// <summary>Out of the ground, towards the body.</summary>
    public FloatVector Normal;

    /// <summary>The velocity of the ground: a player's.</summary>
    public FloatVector Carried;

    /// <summary>Metres at the start of the tick; negative inside.</summary>
    public float Separation;

    public float NormalMass;
    public float FrictionMass;
    public float Friction;
    public float Restitution;

    /// <summary>The normal speed at the start of the tick, m/s; negative when it approaches.</summary>
    public float Approach;

    /// <summary>Newton seconds in a substep.</summary>
    public float Impulse;

    /// <summary>What of <see cref="Impulse"/> the substep began with.</summary>
    public float WarmImpulse;

    /// <summary>All that was given in the tick, without what pushes out.</summary>
    public float ImpulseSum;

    /// <summary>Newton seconds in a substep, along the surface.</summary>
    public FloatVector FrictionImpulse;

    /// <summary>Which sample point of the body; the same one is found again in the next tick.</summary>
    public int Feature;
}

/// <summary>All points where one body touches the ground and players.</summary>
internal struct GroundContact
{
    public ulong Id;
    public int Body;
    public int First;
    public int Count;

    /// <summary>The radius of a ball, which resists rolling; 0 for a box.</summary>
    public float RollingRadius;
    public float RollingMass;
    public FloatVector RollingImpulse;

    /// <summary>Whether a point comes fast enough to bounce; such a contact begins with no impulse, and leaves none to the next tick.</summary>
    public bool Hits;

    /// <summary>The energy in joules that a contact which hits has taken from the bodies in the tick.</summary>
    public float Taken;
}

/// <summary>One point where two bodies touch.</summary>
internal struct PairPoint
{
    public FloatVector ArmA;
    public FloatVector ArmB;
    public float Separation;
    public float NormalMass;
    public float FrictionMass;
    public float Approach;
    public float Impulse;

    /// <summary>What of <see cref="Impulse"/> the substep began with.</summary>
    public float WarmImpulse;
    public float ImpulseSum;
    public FloatVector FrictionImpulse;
}

/// <summary>Two bodies that touch, the one of the lower id first.</summary>
internal struct PairContact
{
    public ulong IdA;
    public ulong IdB;
    public int A;
    public int B;
    public int First;
    public int Count;
    public FloatVector Normal;
    public float Friction;
    public float Restitution;
    public float RollingRadius;
    public float RollingMass;
    public FloatVector RollingImpulse;

    /// <summary>Whether a point comes fast enough to bounce; such a contact begins with no impulse, and leaves none to the next tick.</summary>
    public bool Hits;

    /// <summary>The energy in joules that a contact which hits has taken from the bodies in the tick.</summary>
    public float Taken;
}
