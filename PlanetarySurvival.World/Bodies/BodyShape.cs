namespace PlanetarySurvival.World.Bodies;

/// <summary>What a body's surface is.</summary>
public enum BodyShapeKind : byte
{
    /// <summary>None: no body has it.</summary>
    None = 0,

    /// <summary>A ball.</summary>
    Sphere = 1,

    /// <summary>A box, along the body's own axes.</summary>
    Box = 2,
}

/// <summary>A body's size: half of its edges in metres; for a sphere each is the radius.</summary>
public readonly record struct BodyShape(BodyShapeKind Kind, float HalfX, float HalfY, float HalfZ)
{
    /// <summary>The smallest radius or half edge in metres.</summary>
    public const float HalfMetresMin = 0.05f;

    /// <summary>The largest radius of a sphere in metres. The density of voxels tells no distance over two metres.</summary>
    public const float SphereRadiusMetresMax = 1;

    /// <summary>The largest half edge of a box in metres.</summary>
    public const float BoxHalfMetresMax = 2;

    /// <summary>A ball of a radius in metres.</summary>
    public static BodyShape Sphere(float radius) => new(BodyShapeKind.Sphere, radius, radius, radius);

    /// <summary>A box of half edges in metres.</summary>
    public static BodyShape Box(float halfX, float halfY, float halfZ) => new(BodyShapeKind.Box, halfX, halfY, halfZ);

    /// <summary>Whether such a body can be: a known kind, sizes within the bounds, and one radius if it is a sphere.</summary>
    public bool IsValid => Kind switch
    {
        BodyShapeKind.Sphere => HalfX is >= HalfMetresMin and <= SphereRadiusMetresMax && HalfY == HalfX && HalfZ == HalfX,
        BodyShapeKind.Box => Within(HalfX) && Within(HalfY) && Within(HalfZ),
        _ => false,
    };

    internal FloatVector Half => new(HalfX, HalfY, HalfZ);

    /// <summary>The radius of the largest ball about the centre that lies inside.</summary>
    internal float CoreMetres => Math.Min(HalfX, Math.Min(HalfY, HalfZ));

    /// <summary>The radius of the smallest ball about the centre that holds it.</summary>
    internal float ReachMetres => Kind == BodyShapeKind.Sphere ? HalfX : Half.Length;

    private static bool Within(float half) => half is >= HalfMetresMin and <= BoxHalfMetresMax;
}
