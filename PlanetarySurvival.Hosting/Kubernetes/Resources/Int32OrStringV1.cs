using System.Globalization;

namespace Aspire.Hosting.Kubernetes.Resources;

/// <summary>A number or a text, such as a port or its name.</summary>
public sealed record Int32OrStringV1(int? Number = null, string? Text = null)
{
    /// <summary>A number.</summary>
    public Int32OrStringV1(int value) : this(Number: value)
    {
    }

    /// <summary>A text; a number if it is one.</summary>
    public Int32OrStringV1(string? value) : this(
        int.TryParse(value, CultureInfo.InvariantCulture, out var number) ? number : null,
        int.TryParse(value, CultureInfo.InvariantCulture, out _) ? null : value)
    {
    }

    /// <summary>As a text.</summary>
    public string? Value => Number?.ToString(CultureInfo.InvariantCulture) ?? Text;

    /// <summary>As a text.</summary>
    public override string? ToString() => Value;

    /// <summary>A number.</summary>
    public static implicit operator Int32OrStringV1(int value) => new(value);

    /// <summary>A text.</summary>
    public static implicit operator Int32OrStringV1?(string? value) => value is null ? null : new(value);
}
