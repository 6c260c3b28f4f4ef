using System.Runtime.CompilerServices;
using PlanetarySurvival.Contracts.Players;

namespace PlanetarySurvival.World.Edits;

/// <summary>
/// Units of each material that a voxel can be of, by the number of <see cref="Material"/>. A unit is 1/64 of a voxel's content
/// (<see cref="VoxelContent"/>). A fixed array: amounts live on the stack.
/// </summary>
[InlineArray(MaterialsMax)]
public struct MaterialAmounts
{
    /// <summary>Materials that there can ever be: a delta has four bits for them. A voxel of a greater number counts as stone.</summary>
    public const int MaterialsMax = 16;

    private long _first;

    /// <summary>Units of all materials together.</summary>
    public readonly long Total
    {
        get
        {
            long total = 0;
            foreach (var amount in this)
                total += amount;
            return total;
        }
    }

    /// <summary>Adds the amounts of another part of the same edit.</summary>
    public void Add(in MaterialAmounts other)
    {
        for (var i = 0; i < MaterialsMax; i++)
            this[i] += other[i];
    }
}
