namespace PlanetarySurvival.Hosting.Resources;

internal static class ResourceNames
{
    private const int LengthMax = 64;

    public static void Check(string name)
    {
        ArgumentNullException.ThrowIfNull(name);

        var wellFormed = name.Length is > 0 and <= LengthMax
            && char.IsAsciiLetter(name[0])
            && !name.EndsWith('-')
            && !name.Contains("--", StringComparison.Ordinal)
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

        if (!wellFormed)
            throw new ArgumentException($"Resource name '{name}' is not valid: up to {LengthMax} ASCII letters, digits and single hyphens, "
                + "beginning with a letter and not ending with a hyphen.", nameof(name));
    }

    /// <summary>As a name of an environment variable: what is no letter, digit or underscore becomes an underscore.</summary>
    public static string Encode(string name)
    {
        var encoded = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '_'));

        return encoded.Length > 0 && char.IsAsciiDigit(encoded[0]) ? "_" + encoded : encoded;
    }
}
