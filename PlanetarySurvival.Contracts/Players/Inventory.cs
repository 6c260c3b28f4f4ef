using System.Runtime.CompilerServices;

namespace PlanetarySurvival.Contracts.Players;

/// <summary>What can be gathered. Stored and sent as its number: values are only ever added.</summary>
public enum Material : byte
{
    /// <summary>Loose stone, found everywhere.</summary>
    Stone = 0,

    /// <summary>Sand, found low.</summary>
    Sand = 1,

    /// <summary>Soil, found on plains.</summary>
    Soil = 2,

    /// <summary>Iron ore, found in veins.</summary>
    Iron = 3,

    /// <summary>Coal, in seams not far below the ground.</summary>
    Coal = 4,

    /// <summary>Copper ore, in veins of middling depth.</summary>
    Copper = 5,

    /// <summary>Ice, on heights and where it is cold.</summary>
    Ice = 6,

    /// <summary>Titanium ore, rare and deep.</summary>
    Titanium = 7,
}

/// <summary>How many units of each material a player carries. A fixed array, so that a player's state is one block of memory.</summary>
[InlineArray(MaterialCount)]
public struct Inventory : IEquatable<Inventory>
{
    /// <summary>The number of materials.</summary>
    public const int MaterialCount = 8;

    private uint _first;

    /// <summary>Units of all materials together.</summary>
    public readonly ulong Total
    {
        get
        {
            ulong total = 0;
            for (var i = 0; i < MaterialCount; i++)
                total += this[i];
            return total;
        }
    }

    /// <summary>Whether the same amounts are carried.</summary>
    public readonly bool Equals(Inventory other)
    {
        for (var i = 0; i < MaterialCount; i++)
        {
            if (this[i] != other[i])
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is Inventory other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(this[0], this[1], this[2], this[3], this[4], this[5], this[6], this[7]);

    /// <summary>Whether the same amounts are carried.</summary>
    public static bool operator ==(Inventory left, Inventory right) => left.Equals(right);

    /// <summary>Whether different amounts are carried.</summary>
    public static bool operator !=(Inventory left, Inventory right) => !left.Equals(right);
}
