using PlanetarySurvival.World.Space;
using PlanetarySurvival.World.Voxels;

namespace PlanetarySurvival.World.Movement;

/// <summary>
/// A player's body as the ground feels it: three spheres one above the other, the lowest of which stands on the point between the feet. A voxel is
/// wider (0.78 m) than the spheres are apart (0.5 m), so that nothing reaches the axis between them unfelt.
/// </summary>
internal static class Capsule
{
    public const double RadiusMetres = 0.4;
    public const double HeightMetres = 1.8;

    /// <summary>
    /// Walls and ceilings are let in so far: in a passage that is as wide as the capsule, what one wall pushes the other would push back for ever.
    /// </summary>
    public const double SkinMetres = 0.012;

    /// <summary>Heights of the spheres' centres over the feet.</summary>
    public const double FootMetres = RadiusMetres;
    public const double MiddleMetres = HeightMetres / 2;
    public const double HeadMetres = HeightMetres - RadiusMetres;

    // A field's slope is 0.5 to 2, so a surface nearer than this is a depth of more than -2 × distance; beyond both bounds one sample is enough.
    private const double NearMetres = 0.5;
    private const double NearDepthMetres = -1;

    // Flatter than this the field has no direction: far from any surface, or half-way between two.
    private const double SlopeMin = 1e-6;

    // From here on depth only says "air": every voxel around is saturated.
    private const double AirDepthMetres = -1.95;

    /// <summary>How far a sphere of the capsule is from the ground, along the direction that leads out of the rock.</summary>
    /// <remarks>
    /// The direction to the nearest rock is felt at the centre; the distance is then measured at the point of the sphere that is nearest to it, where
    /// it is least distorted: a field bends, and its depth is metres only near the surface.
    /// </remarks>
    public static Contact Touch(VoxelField field, DoubleVector centre, DoubleVector up)
    {
        var depth = field.Sample(centre, out var gradient);
        if (depth < AirDepthMetres)
            return new Contact(NearMetres, up);

        var slope = gradient.Length;
        if (slope < SlopeMin)
            return new Contact(-depth - RadiusMetres, up);

        var outwards = gradient * (-1 / slope);
        var gap = -depth / slope - RadiusMetres;
        if (depth >= 0 || (gap > NearMetres && depth < NearDepthMetres))
            return new Contact(gap, outwards);

        depth = field.Sample(centre - outwards * RadiusMetres, out gradient);
        slope = gradient.Length;

        // Where the ground turns away from the centre, the point is in or behind a wall thinner than the sphere: what the centre feels holds.
        return slope < SlopeMin || DoubleVector.Dot(gradient, outwards) >= 0
            ? new Contact(gap, outwards)
            : new Contact(-depth / slope, gradient * (-1 / slope));
    }

    /// <summary>The smallest gap of all three spheres: how free the capsule is with its feet at a place.</summary>
    public static double Clearance(VoxelField field, DoubleVector feet, DoubleVector up) => Math.Min(
        Touch(field, feet + up * FootMetres, up).Gap,
        Math.Min(Touch(field, feet + up * MiddleMetres, up).Gap, Touch(field, feet + up * HeadMetres, up).Gap));

    /// <summary>
    /// The ground straight under a point between feet, taken for a plane: how far down the lowest sphere would rest on it. Costs one sample. Where
    /// the ground is too steep to stand on, or there is none within about two metres, it is not found.
    /// </summary>
    public static bool TryFindGround(VoxelField field, DoubleVector feet, DoubleVector up, out double dropMetres)
    {
        var depth = field.Sample(feet, out var gradient);
        var slope = gradient.Length;
        var steepness = -DoubleVector.Dot(gradient, up);
        dropMetres = 0;
        if (slope < SlopeMin || steepness < BodyMovement.WalkableCosine * slope)
            return false;

        // On a slope the sphere touches beside its lowest point, which hangs in the air.
        dropMetres = -depth / steepness - RadiusMetres * (slope / steepness - 1);
        return true;
    }

    /// <summary>
    /// How far the lowest sphere can be lowered before it touches, from a place where it is free; halving, so that any shape of ground will do.
    /// </summary>
    public static double Lower(VoxelField field, DoubleVector feet, DoubleVector up, double metresMax)
    {
        const int halvings = 7;
        var (free, blocked) = (0.0, metresMax);
        for (var i = 0; i < halvings; i++)
        {
            var half = (free + blocked) * 0.5;
            if (Touch(field, feet + up * (FootMetres - half), up).Gap >= -SkinMetres)
                free = half;
            else
                blocked = half;
        }

        return free;
    }
}

/// <summary>One sphere against the ground.</summary>
/// <param name="Gap">Metres to the rock; negative inside.</param>
/// <param name="Normal">Out of the rock, of length 1.</param>
internal readonly record struct Contact(double Gap, DoubleVector Normal);
