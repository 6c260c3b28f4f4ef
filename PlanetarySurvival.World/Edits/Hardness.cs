using PlanetarySurvival.Contracts.Players;

namespace PlanetarySurvival.World.Edits;

/// <summary>How much a stroke takes from a material.</summary>
public static class Hardness
{
    /// <summary>Hardness of stone, from which the full strength digs the whole brush at one stroke. From what is harder it takes less in
    /// proportion.</summary>
    public const int Stone = 16;

    // By the number of the material. Later materials are as hard as stone until they have their own number here.
    private static ReadOnlySpan<byte> ByMaterial => [Stone, 4, 6, 28, 12, 22, 10, 48, 16, 16, 16, 16, 16, 16, 16, 16];

    /// <summary>The hardness of a material, at least 1; that of stone for one that no voxel can be of.</summary>
    public static int Of(Material material) => (int)material < MaterialAmounts.MaterialsMax ? ByMaterial[(int)material] : Stone;

    /// <summary>Steps of density that a stroke takes off a voxel at most; 255 and more is all of it.</summary>
    /// <param name="material">What the voxel is made of.</param>
    /// <param name="strength">0 does nothing; 255 is the full strength.</param>
    public static int DropMax(Material material, byte strength) => strength * Stone / Of(material);
}
