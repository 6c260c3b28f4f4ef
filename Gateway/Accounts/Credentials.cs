using System.Text.RegularExpressions;

namespace PlanetarySurvival.Gateway.Accounts;

/// <summary>A name and a password, as sent. Never logged.</summary>
internal sealed partial record Credentials(string? Name, string? Password)
{
    /// <summary>Characters of a password at least.</summary>
    public const int PasswordLengthMin = 8;

    /// <summary>Characters of a password at most.</summary>
    public const int PasswordLengthMax = 128;

    /// <summary>Names that differ only in case are one name.</summary>
    public string NameKey => Name!.ToLowerInvariant();

    /// <summary>What is wrong with them; null if nothing is.</summary>
    public string? Problem =>
        Name is null || !AllowedName().IsMatch(Name) ? "The name must have 3 to 32 letters a-z, digits, hyphens or underscores." :
        Password is not { Length: >= PasswordLengthMin and <= PasswordLengthMax }
            ? $"The password must have {PasswordLengthMin} to {PasswordLengthMax} characters." : null;

    /// <summary>Says nothing, so that no log ever shows a password.</summary>
    public override string ToString() => nameof(Credentials);

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{3,32}\z")]
    private static partial Regex AllowedName();
}
