using System.Security.Cryptography;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A random value.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    private const string Lowercase = "abcdefghjkmnpqrstuvwxyz";
    private const string Uppercase = "ABCDEFGHJKMNPQRSTUVWXYZ";
    private const string Digits = "0123456789";
    private const string Signs = "-_.{}~()*+!";

    /// <summary>Characters in it.</summary>
    public int MinLength { get; set; }

    /// <summary>Whether it may hold small letters.</summary>
    public bool Lower { get; set; } = true;

    /// <summary>Whether it may hold capital letters.</summary>
    public bool Upper { get; set; } = true;

    /// <summary>Whether it may hold digits.</summary>
    public bool Numeric { get; set; } = true;

    /// <summary>Whether it may hold other signs.</summary>
    public bool Special { get; set; } = true;

    /// <inheritdoc/>
    public override string GetDefaultValue()
    {
        var alphabet = (Lower ? Lowercase : "") + (Upper ? Uppercase : "") + (Numeric ? Digits : "") + (Special ? Signs : "");

        return RandomNumberGenerator.GetString(alphabet, MinLength);
    }
}
