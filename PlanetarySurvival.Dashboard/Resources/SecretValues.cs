using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;

namespace PlanetarySurvival.Dashboard.Resources;

/// <summary>Tells which values are covered until somebody asks: those that hold a secret of the application, and those whose name says so.</summary>
public sealed partial class SecretValues(DistributedApplicationModel model)
{
    // Shorter ones would be found in innocent text.
    private const int LengthMin = 6;

    /// <summary>The secrets as they are now. A parameter without a value has none to hide.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(CancellationToken cancellationToken)
    {
        var secrets = new List<string>();

        foreach (var parameter in model.Resources.OfType<ParameterResource>().Where(parameter => parameter.Secret))
        {
            try
            {
                if (await parameter.GetValueAsync(cancellationToken) is { Length: >= LengthMin } value)
                    secrets.Add(value);
            }
            catch (Aspire.Hosting.DistributedApplicationException)
            {
                // Its own state says that it has no value.
            }
        }

        return secrets;
    }

    /// <summary>Whether a value is covered.</summary>
    public static bool IsSecret(string name, string? value, IReadOnlyList<string> secrets) =>
        SecretName().IsMatch(name) || value is not null && secrets.Any(secret => value.Contains(secret, StringComparison.Ordinal));

    [GeneratedRegex("secret|password|passphrase|token|api_?key|_key$|connectionstrings__|otlp_headers|credential", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}
