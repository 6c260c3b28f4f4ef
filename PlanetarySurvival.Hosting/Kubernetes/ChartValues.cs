using System.Text.RegularExpressions;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace PlanetarySurvival.Hosting.Kubernetes;

/// <summary>
/// Turns the expressions of a manifest, such as <c>{world.connectionString}</c>, into what a chart says, and gathers the values that its user
/// fills in: the images, the secrets and the settings of each resource.
/// </summary>
internal sealed partial class ChartValues(DistributedApplicationModel model)
{
    /// <summary>By resource and name.</summary>
    public SortedDictionary<string, Dictionary<string, string>> Parameters { get; } = new(StringComparer.Ordinal);

    /// <summary>By resource and name.</summary>
    public SortedDictionary<string, Dictionary<string, string>> Secrets { get; } = new(StringComparer.Ordinal);

    /// <summary>By resource and name.</summary>
    public SortedDictionary<string, Dictionary<string, string>> Settings { get; } = new(StringComparer.Ordinal);

    /// <summary>A name as a template can say it.</summary>
    public static string Key(string name) => name.Replace('-', '_');

    /// <summary>The name of the service of a resource.</summary>
    public static string ServiceName(string resource) => $"{resource}-service";

    /// <summary>The image of a program; whoever installs the chart says which.</summary>
    public string Image(IResource resource)
    {
        var (owner, name) = (Key(resource.Name), $"{Key(resource.Name)}_image");

        Put(Parameters, owner, name, $"{resource.Name}:latest");
        return $"{{{{ .Values.parameters.{owner}.{name} }}}}";
    }

    /// <summary>A setting of a resource, and whether it holds a secret.</summary>
    public (string Text, bool IsSecret) Setting(IResource resource, string name, string expression)
    {
        var isSecret = false;
        var text = Resolve(resource, expression, ref isSecret);

        if (isSecret)
            return (text, true);

        Put(Settings, Key(resource.Name), name, text);
        return ($"{{{{ .Values.config.{Key(resource.Name)}.{name} }}}}", false);
    }

    /// <summary>An argument of a resource.</summary>
    /// <exception cref="DistributedApplicationException">It holds a secret, which everybody could read.</exception>
    public string Argument(IResource resource, string expression)
    {
        var isSecret = false;
        var text = Resolve(resource, expression, ref isSecret);

        return isSecret
            ? throw new DistributedApplicationException($"Resource '{resource.Name}': an argument holds a secret; hand it over in a variable.")
            : text;
    }

    private string Resolve(IResource owner, string expression, ref bool isSecret)
    {
        var text = new System.Text.StringBuilder();
        var done = 0;

        foreach (Match match in Reference().Matches(expression))
        {
            text.Append(expression, done, match.Index - done);
            text.Append(Resolve(owner, match.Groups[1].Value, match.Groups[2].Value, ref isSecret));
            done = match.Index + match.Length;
        }

        return text.Append(expression, done, expression.Length - done).ToString();
    }

    private string Resolve(IResource owner, string name, string what, ref bool isSecret)
    {
        if (!model.Resources.TryGetByName(name, out var resource))
            throw new DistributedApplicationException($"Resource '{owner.Name}' refers to '{name}', which is not part of the application.");

        switch (resource)
        {
            case ParameterResource parameter when what == "value":
                var (kind, word) = parameter.Secret ? (Secrets, "secrets") : (Parameters, "parameters");
                isSecret |= parameter.Secret;
                Put(kind, Key(owner.Name), Key(name), "");
                return $"{{{{ .Values.{word}.{Key(owner.Name)}.{Key(name)} }}}}";

            case IResourceWithConnectionString connection when what == "connectionString":
                return Resolve(owner, connection.ConnectionStringExpression.ValueExpression, ref isSecret);

            case IResourceWithEndpoints endpoints when what.Split('.') is ["bindings", var binding, var property]:
                var endpoint = endpoints.Annotations.OfType<EndpointAnnotation>().FirstOrDefault(e => e.Name == binding)
                    ?? throw new DistributedApplicationException($"Resource '{owner.Name}' refers to the endpoint '{binding}' of '{name}', which it has not.");
                var (port, targetPort) = (endpoint.Port ?? endpoint.TargetPort, endpoint.TargetPort ?? endpoint.Port);

                return property switch
                {
                    "host" => ServiceName(name),
                    "port" => $"{port}",
                    "targetPort" => $"{targetPort}",
                    "scheme" => endpoint.UriScheme,
                    "url" => $"{endpoint.UriScheme}://{ServiceName(name)}:{port}",
                    _ => throw new DistributedApplicationException($"Resource '{owner.Name}': nothing is known of '{property}' of an endpoint."),
                };

            default:
                throw new DistributedApplicationException($"Resource '{owner.Name}': nothing is known of '{what}' of '{name}'.");
        }
    }

    private static void Put(SortedDictionary<string, Dictionary<string, string>> values, string owner, string name, string value)
    {
        if (!values.TryGetValue(owner, out var own))
            values[owner] = own = [];

        own[name] = value;
    }

    [GeneratedRegex(@"\{([A-Za-z][A-Za-z0-9-]*)\.([A-Za-z0-9_.-]+)\}")]
    private static partial Regex Reference();
}
