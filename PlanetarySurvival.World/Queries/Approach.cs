using System.Runtime.CompilerServices;
using PlanetarySurvival.World.Space;

namespace PlanetarySurvival.World.Queries;

/// <summary>
/// How soon a body meets points of the ground. The search asks for lower bounds over balls and half-spaces and takes the greatest; both answers
/// must never be later than for any point of them.
/// </summary>
internal interface IApproach
{
    /// <summary>When the body first meets any point of a ball; infinite if never.</summary>
    double OfBall(DoubleVector centre, double radius);

    /// <summary>When the body first meets any point of a half-space, whose points x have normal·x at most offset; infinite if never.</summary>
    double OfHalfSpace(DoubleVector normal, double offset);

    /// <summary>Whether the body at a moment is within a distance of a point, or of a ball if that is added to it.</summary>
    bool IsWithin(DoubleVector point, double slack, double moment);

    /// <summary>The point of the body's core that is nearest to a point at a moment.</summary>
    DoubleVector CoreAt(DoubleVector point, double moment);
}

/// <summary>A capsule on its way: moments are fractions of the displacement.</summary>
/// <remarks>The first moment at which it meets a point is where a ray from that point, against the displacement, enters the capsule at its start:
/// the union of two balls and a cylinder, each a quadratic.</remarks>
internal readonly struct MovingCapsule(DoubleVector foot, DoubleVector head, DoubleVector displacement, double radius) : IApproach
{
    private readonly DoubleVector _foot = foot;
    private readonly DoubleVector _core = head - foot;
    private readonly double _coreSquared = (head - foot).LengthSquared;
    private readonly DoubleVector _displacement = displacement;
    private readonly double _displacementSquared = displacement.LengthSquared;
    private readonly double _radius = radius;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double OfBall(DoubleVector centre, double radius)
    {
        var from = centre - _foot;
        var reach = _radius + radius;
        var first = OfEnd(from, reach);
        return _coreSquared > 0 && first > 0 ? OfCapsule(from, reach, first) : first;
    }

    public double OfHalfSpace(DoubleVector normal, double offset)
    {
        var foot = DoubleVector.Dot(normal, _foot);
        var gap = Math.Min(foot, foot + DoubleVector.Dot(normal, _core)) - offset - _radius;
        if (gap <= 0)
            return 0;
        var rise = DoubleVector.Dot(normal, _displacement);
        return rise < 0 && gap <= -rise ? gap / -rise : double.PositiveInfinity;
    }

    public bool IsWithin(DoubleVector point, double slack, double moment)
    {
        var reach = _radius + slack;
        return (point - CoreAt(point, moment)).LengthSquared <= reach * reach;
    }

    public DoubleVector CoreAt(DoubleVector point, double moment) =>
        StillCapsule.Nearest(_foot + _displacement * moment, _core, _coreSquared, point);

    private double OfCapsule(DoubleVector from, double reach, double first)
    {
        first = Math.Min(first, OfEnd(from - _core, reach));
        if (first <= 0)
            return first;

        // Across the core: what is left of the start and the displacement when their parts along it are taken off.
        var (alongFrom, alongMove) = (DoubleVector.Dot(from, _core), DoubleVector.Dot(_displacement, _core));
        var across = from - _core * (alongFrom / _coreSquared);
        var move = _displacement - _core * (alongMove / _coreSquared);
        var side = Enter(across.LengthSquared - reach * reach, DoubleVector.Dot(across, move), move.LengthSquared);
        var along = alongFrom - side * alongMove;
        return side < first && along >= 0 && along <= _coreSquared ? side : first;
    }

    private double OfEnd(DoubleVector from, double reach) =>
        Enter(from.LengthSquared - reach * reach, DoubleVector.Dot(from, _displacement), _displacementSquared);

    /// <summary>The first s in [0, 1] at which gap - 2 s closing + s² square is not positive.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Enter(double gap, double closing, double square)
    {
        if (gap <= 0)
            return 0;
        var root = closing * closing - square * gap;
        if (closing <= 0 || root < 0)
            return double.PositiveInfinity;

        // The form that takes no difference of nearly equal numbers.
        var s = gap / (closing + Math.Sqrt(root));
        return s <= 1 ? s : double.PositiveInfinity;
    }
}

/// <summary>A capsule that grows from its core outwards up to a reach: moments are metres from the core.</summary>
internal readonly struct StillCapsule(DoubleVector foot, DoubleVector head, double reach) : IApproach
{
    private readonly DoubleVector _foot = foot;
    private readonly DoubleVector _core = head - foot;
    private readonly double _coreSquared = (head - foot).LengthSquared;
    private readonly double _reach = reach;

    public double OfBall(DoubleVector centre, double radius) => Within((centre - CoreAt(centre, 0)).Length - radius);

    public double OfHalfSpace(DoubleVector normal, double offset)
    {
        var foot = DoubleVector.Dot(normal, _foot);
        return Within(Math.Min(foot, foot + DoubleVector.Dot(normal, _core)) - offset);
    }

    public bool IsWithin(DoubleVector point, double slack, double moment) => (point - CoreAt(point, moment)).Length <= moment + slack;

    public DoubleVector CoreAt(DoubleVector point, double moment) => Nearest(_foot, _core, _coreSquared, point);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleVector Nearest(DoubleVector foot, DoubleVector core, double coreSquared, DoubleVector point) =>
        coreSquared > 0 ? foot + core * Math.Clamp(DoubleVector.Dot(point - foot, core) / coreSquared, 0, 1) : foot;

    private double Within(double metres) => metres <= 0 ? 0 : metres <= _reach ? metres : double.PositiveInfinity;
}
