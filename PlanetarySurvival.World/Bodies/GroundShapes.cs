using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Bodies;

/// <summary>
/// Where a body touches the ground, and how far it may go before it does. The field's value over its slope is about the distance to the surface. A
/// ball is held at its nearest point. A box is held at its corners, a larger one at the middles of its edges and of the face below, which a ridge
/// may reach between corners, and each by the largest ball inside it, which no wall between two corners passes.
/// </summary>
internal static class GroundShapes
{
    // Less slope than this says nothing of where the surface is: all voxels around are far from it.
    private const double SlopeSquaredMin = 1e-4;

    // Two neighbouring voxels differ by two saturated densities at most.
    private const double SlopeMax = 2.0 * Terrain.VoxelDensity.Max / Terrain.VoxelDensity.UnitsPerMetre / ChunkId.VoxelMetres;

    // The slope at the centre of a larger ball is another than at its foot.
    private const float FarRadiusMetres = 0.5f;

    private const int CoreFeature = 26;

    // A smaller face has no room for a ridge between its corners.
    private const float FaceHalfMetresMin = 0.3f;
    private const float EdgeHalfMetresMin = 0.6f;

    /// <summary>Fills the manifold with the points that are closer to the ground than a margin, four at most.</summary>
    public static void Touch(
        VoxelField field, in BodyShape shape, in BodyAxes axes, DoubleVector place, FloatVector up, float margin, Manifold manifold)
    {
        manifold.Clear();
        var depth = field.Sample(place, out var gradient);
        var slopeSquared = gradient.LengthSquared;
        var reach = shape.ReachMetres;
        if (-depth > SlopeMax * (reach + margin))
            return;

        if (slopeSquared < SlopeSquaredMin && depth > 0)
        {
            // Deep in rock nothing tells where air is nearest: up is out.
            manifold.Normal = up;
            manifold.Add(default, (float)-depth - reach, up, 0);
            return;
        }

        if (shape.Kind == BodyShapeKind.Sphere)
            TouchSphere(field, shape.HalfX, place, margin, depth, gradient, slopeSquared, manifold);
        else
            TouchBox(field, shape, axes, place, up, margin, depth, gradient, slopeSquared, manifold);
    }

    /// <summary>How much of a way the core of a body can go before it is in the ground: 1 is all of it.</summary>
    /// <param name="field">The ground.</param>
    /// <param name="place">Where the body's centre is.</param>
    /// <param name="way">Metres; where it goes.</param>
    /// <param name="core">The radius of the ball inside the body that must stay out, in metres.</param>
    public static float FreeShare(VoxelField field, DoubleVector place, FloatVector way, float core)
    {
        // No step is longer than the core, so that even a wall without thickness is met by one of the balls along the way.
        var steps = (int)Math.Ceiling(way.Length / core);
        var before = Distance(field, place);
        var bound = Math.Min(core * 0.5, before - core * 0.1);
        var step = way.ToDouble() * (1.0 / steps);
        for (var i = 1; i <= steps; i++)
        {
            var distance = Distance(field, place + step * i);
            if (distance < bound && distance < before)
                return (float)((i - 1 + Math.Max(0, (before - bound) / (before - distance))) / steps);

            before = distance;
        }

        return 1;
    }

    private static double Distance(VoxelField field, DoubleVector place)
    {
        var depth = field.Sample(place, out var gradient);
        var slopeSquared = gradient.LengthSquared;
        return slopeSquared > SlopeSquaredMin ? -depth / Math.Sqrt(slopeSquared) : -depth;
    }

    private static void TouchSphere(
        VoxelField field, float radius, DoubleVector place, float margin, double depth, DoubleVector gradient, double slopeSquared, Manifold manifold)
    {
        if (slopeSquared < SlopeSquaredMin)
            return;

        var perSlope = 1 / Math.Sqrt(slopeSquared);
        var normal = gradient * -perSlope;
        var separation = -depth * perSlope - radius;
        if (radius > FarRadiusMetres && depth < 0)
        {
            var footDepth = field.Sample(place - normal * radius, out var footGradient);
            var footSlopeSquared = footGradient.LengthSquared;
            if (footSlopeSquared > SlopeSquaredMin)
            {
                var perFootSlope = 1 / Math.Sqrt(footSlopeSquared);
                normal = footGradient * -perFootSlope;
                separation = -footDepth * perFootSlope;
            }
        }

        if (separation > margin)
            return;

        manifold.Normal = FloatVector.From(normal);
        manifold.Add(manifold.Normal * -radius, (float)separation, manifold.Normal, 0);
    }

    private static void TouchBox(
        VoxelField field, in BodyShape shape, in BodyAxes axes, DoubleVector place, FloatVector up, float margin, double depth, DoubleVector gradient,
        double slopeSquared, Manifold manifold)
    {
        if (slopeSquared > SlopeSquaredMin)
        {
            var perSlope = 1 / Math.Sqrt(slopeSquared);
            var (normal, core) = (FloatVector.From(gradient * -perSlope), shape.CoreMetres);
            var separation = (float)(-depth * perSlope) - core;
            if (separation <= margin)
                manifold.Add(normal * -core, separation, normal, CoreFeature);
        }

        // Points that look clearly away from the ground need no question; where the slope is unclear, as in a tight tunnel, all are asked.
        var away = slopeSquared > 0.1 ? FloatVector.From(gradient * (-1 / Math.Sqrt(slopeSquared))) : default;
        var awayMax = 0.3f * shape.ReachMetres;
        var (x, y, z) = (axes.X * shape.HalfX, axes.Y * shape.HalfY, axes.Z * shape.HalfZ);

        for (var i = 0; i < 8; i++)
        {
            var corner = ((i & 1) != 0 ? x : -x) + ((i & 2) != 0 ? y : -y) + ((i & 4) != 0 ? z : -z);
            TouchPoint(field, place, corner, away, awayMax, up, margin, i, manifold);
        }

        var largest = Math.Max(shape.HalfX, Math.Max(shape.HalfY, shape.HalfZ));
        if (largest >= FaceHalfMetresMin)
        {
            for (var i = 0; i < 6; i++)
            {
                var axis = i >> 1 == 0 ? x : i >> 1 == 1 ? y : z;
                if ((i & 1) == 0)
                    axis = -axis;

                // A face that looks sideways has its corners to hold it.
                TouchPoint(field, place, axis, away, -0.5f * axis.Length, up, margin, 8 + i, manifold);
            }
        }

        if (largest >= EdgeHalfMetresMin)
        {
            for (var i = 0; i < 12; i++)
            {
                var (first, second) = i >> 2 == 0 ? (x, y) : i >> 2 == 1 ? (y, z) : (z, x);
                var middle = ((i & 1) != 0 ? first : -first) + ((i & 2) != 0 ? second : -second);
                TouchPoint(field, place, middle, away, awayMax, up, margin, 14 + i, manifold);
            }
        }

        if (manifold.Count > Manifold.PointsMax)
        {
            manifold.Normal = slopeSquared > 0.1 ? away : up;
            manifold.Reduce();
        }
    }

    private static void TouchPoint(
        VoxelField field, DoubleVector place, FloatVector arm, FloatVector away, float awayMax, FloatVector up, float margin, int feature,
        Manifold manifold)
    {
        if (away.LengthSquared > 0 && FloatVector.Dot(arm, away) > awayMax)
            return;

        var depth = field.Sample(place + arm.ToDouble(), out var gradient);
        var slopeSquared = gradient.LengthSquared;
        if (slopeSquared > SlopeSquaredMin)
        {
            var perSlope = 1 / Math.Sqrt(slopeSquared);
            var separation = -depth * perSlope;
            var normal = FloatVector.From(gradient * -perSlope);

            // Ground that looks away from the body's centre is the far side of a thin wall: it would hold the body there, or pull it through.
            if (separation <= margin && FloatVector.Dot(arm, normal) < 0)
                manifold.Add(arm, (float)separation, normal, feature);
        }
        else if (depth > 0)
        {
            manifold.Add(arm, (float)-depth, away.LengthSquared > 0 ? away : up, feature);
        }
    }
}
