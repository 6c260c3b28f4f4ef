using PlanetarySurvival.World.Terrain;

namespace PlanetarySurvival.World.Edits;

/// <summary>
/// How much material is in a voxel, as whole units: 0 at half a metre or more of air, <see cref="UnitsMax"/> at half a metre or more of rock, one
/// unit a step of density between. So a voxel that the surface runs through is half full, and content is what edits conserve.
/// </summary>
public static class VoxelContent
{
    /// <summary>Units in a full voxel (0.477 m³).</summary>
    public const int UnitsMax = VoxelDensity.UnitsPerMetre;

    /// <summary>The units at a density.</summary>
    public static int Of(sbyte density) => Math.Clamp((int)density, -UnitsMax / 2, UnitsMax / 2) + UnitsMax / 2;

    /// <summary>The highest density that has no more units than these.</summary>
    internal static int DensityOf(int units) => units - UnitsMax / 2;
}
