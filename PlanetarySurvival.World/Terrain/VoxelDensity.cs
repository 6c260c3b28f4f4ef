namespace PlanetarySurvival.World.Terrain;

/// <summary>
/// The density of a voxel: 1/64 m of distance to the surface in eight bits, positive in rock, at most about two metres. Between voxels it is
/// interpolated trilinearly; the surface is where it is 0.
/// </summary>
public static class VoxelDensity
{
    /// <summary>Units in a metre.</summary>
    public const int UnitsPerMetre = 64;

    /// <summary>Air, 1.98 m or more from rock.</summary>
    public const sbyte Min = -127;

    /// <summary>Rock, 1.98 m or more from air.</summary>
    public const sbyte Max = 127;

    /// <summary>Rounds half away from zero, and holds to the bounds.</summary>
    public static sbyte FromMetres(double metres)
    {
        var units = metres * UnitsPerMetre;
        return units >= Max ? Max : units <= Min ? Min : (sbyte)(units >= 0 ? units + 0.5 : units - 0.5);
    }
}
