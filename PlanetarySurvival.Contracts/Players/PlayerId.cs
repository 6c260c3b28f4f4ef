using System.Globalization;

namespace PlanetarySurvival.Contracts.Players;

/// <summary>A player: 63 random bits that the Gateway drew when the account was made. 0 is nobody. Printed as 16 hex digits.</summary>
public readonly record struct PlayerId(ulong Value) : IComparable<PlayerId>
{
    /// <summary>Whether this is nobody.</summary>
    public bool IsNone => Value == 0;

    /// <summary>Orders by value.</summary>
    public int CompareTo(PlayerId other) => Value.CompareTo(other.Value);

    /// <summary>16 hex digits.</summary>
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Reads 16 hex digits.</summary>
    public static bool TryParse(string? text, out PlayerId player)
    {
        player = default;
        if (text is not { Length: 16 } || !ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            return false;

        player = new PlayerId(value);
        return true;
    }
}
