namespace PlanetarySurvival.World.Bodies;

/// <summary>Why a body is not taken into a <see cref="BodyWorld"/>.</summary>
public enum BodyRefusal : byte
{
    /// <summary>It was taken.</summary>
    None = 0,

    /// <summary>The region has <see cref="BodyWorld.BodiesPerRegionMax"/> bodies.</summary>
    RegionFull = 1,

    /// <summary>The id is 0.</summary>
    IdMissing = 2,

    /// <summary>Another body has the id.</summary>
    IdTaken = 3,

    /// <summary>No known shape, or larger or smaller than bodies are.</summary>
    ShapeOutOfBounds = 4,

    /// <summary>Not from <see cref="BodyWorld.MassKilogramsMin"/> to <see cref="BodyWorld.MassKilogramsMax"/>.</summary>
    MassOutOfBounds = 5,

    /// <summary>Friction is not from 0 to <see cref="BodyWorld.FrictionMax"/>, or restitution not from 0 to 1.</summary>
    SurfaceOutOfBounds = 6,

    /// <summary>A coordinate, velocity or rotation is no finite number.</summary>
    NotFinite = 7,

    /// <summary>The rotation is no unit quaternion (by more than a thousandth).</summary>
    RotationNotUnit = 8,

    /// <summary>Faster than <see cref="BodyWorld.SpeedMetresPerSecondMax"/> or <see cref="BodyWorld.SpinRadiansPerSecondMax"/>.</summary>
    TooFast = 9,

    /// <summary>Further than <see cref="BodyWorld.MarginMetres"/> outside the region's cube, or at the planet's centre.</summary>
    OutsideRegion = 10,
}
