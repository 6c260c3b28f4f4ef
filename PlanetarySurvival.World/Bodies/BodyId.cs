using System.Globalization;

namespace PlanetarySurvival.World.Bodies;

/// <summary>
/// Names a dynamic body for as long as it exists, in every region it comes through. 0 is no body. Contacts are solved in the order of ids.
/// </summary>
public readonly record struct BodyId(ulong Value) : IComparable<BodyId>
{
    /// <summary>Whether this is no body.</summary>
    public bool IsNone => Value == 0;

    /// <summary>Orders by value.</summary>
    public int CompareTo(BodyId other) => Value.CompareTo(other.Value);

    /// <summary>The value.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
