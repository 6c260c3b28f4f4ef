using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Microsoft.Extensions.Logging.Abstractions;
using PlanetarySurvival.Hosting.Variables;

namespace PlanetarySurvival.Hosting.Manifests;

/// <summary>
/// Writes the application as a manifest (https://json.schemastore.org/aspire-8.0.json): each resource with its bindings, and environment and
/// arguments as expressions such as <c>{world.connectionString}</c>.
/// </summary>
internal sealed class ManifestWriter(DistributedApplicationModel model, ProcessVariables variables)
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the file; paths in it are relative to its folder.</summary>
    public async Task WriteAsync(string path, CancellationToken cancellationToken)
    {
        if (!model.Resources.OfType<KubernetesEnvironmentResource>().Any()
            && model.Resources.FirstOrDefault(resource => resource.HasAnnotationOfType<KubernetesCustomization>()) is { } stray)
        {
            throw new DistributedApplicationException($"Resource '{stray.Name}' is configured to publish as a Kubernetes service, " +
                "but there are no 'KubernetesEnvironmentResource' resources.");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var resources = new JsonObject();
        foreach (var resource in model.Resources)
        {
            if (!resource.HasAnnotationOfType<ManifestPublishingCallbackAnnotation>())
                resources.Add(resource.Name, await DescribeAsync(resource, folder, cancellationToken).ConfigureAwait(false));
        }

        Directory.CreateDirectory(folder);
        var text = new JsonObject { ["resources"] = resources }.ToJsonString(Format).ReplaceLineEndings("\n");
        await File.WriteAllTextAsync(path, text + "\n", cancellationToken).ConfigureAwait(false);
    }

    private async Task<JsonObject> DescribeAsync(IResource resource, string folder, CancellationToken cancellationToken)
    {
        switch (resource)
        {
            case ProjectResource:
                var project = resource.Annotations.OfType<IProjectMetadata>().Single().ProjectPath;
                return await WithProcessAsync(new JsonObject { ["type"] = "project.v0", ["path"] = Relative(folder, project) }, resource,
                    cancellationToken).ConfigureAwait(false);
            case ContainerResource container:
                return await WithProcessAsync(Container(container), resource, cancellationToken).ConfigureAwait(false);
            case ParameterResource parameter:
                return Parameter(parameter);
            case IResourceWithConnectionString connection:
                return new JsonObject { ["type"] = "value.v0", ["connectionString"] = connection.ConnectionStringExpression.ValueExpression };
            case KubernetesEnvironmentResource:
                return new JsonObject { ["error"] = "This resource does not support generation in the manifest." };
            default:
                throw new DistributedApplicationException($"Resource '{resource.Name}' is a {resource.GetType().Name}, which has no form in a manifest.");
        }
    }

    private static JsonObject Container(ContainerResource container)
    {
        var image = container.Annotations.OfType<ContainerImageAnnotation>().Single();
        var described = new JsonObject
        {
            ["type"] = "container.v0",
            ["image"] = (image.Registry is { } registry ? registry + "/" : "") + image.Image + (image.Tag is { } tag ? ":" + tag : ""),
        };
        if (container.Entrypoint is { } entrypoint)
            described["entrypoint"] = entrypoint;

        var mounts = container.Annotations.OfType<ContainerMountAnnotation>().ToLookup(mount => mount.Type);
        AddIfAny(described, "volumes", mounts[ContainerMountType.Volume].Select(mount => Mount(mount, "name")));
        AddIfAny(described, "bindMounts", mounts[ContainerMountType.BindMount].Select(mount => Mount(mount, "source")));
        return described;
    }

    private static JsonObject Mount(ContainerMountAnnotation mount, string source) =>
        new() { [source] = mount.Source, ["target"] = mount.Target, ["readOnly"] = mount.IsReadOnly };

    private static JsonObject Parameter(ParameterResource parameter)
    {
        var input = new JsonObject { ["type"] = "string" };
        if (parameter.Secret)
            input["secret"] = true;
        if (parameter.Default is GenerateParameterDefault rule)
        {
            var generate = new JsonObject { ["minLength"] = rule.MinLength };
            if (!rule.Special)
                generate["special"] = false;
            input["default"] = new JsonObject { ["generate"] = generate };
        }

        return new JsonObject
        {
            ["type"] = "parameter.v0",
            ["value"] = $"{{{parameter.Name}.inputs.value}}",
            ["inputs"] = new JsonObject { ["value"] = input },
        };
    }

    private async Task<JsonObject> WithProcessAsync(JsonObject described, IResource resource, CancellationToken cancellationToken)
    {
        var arguments = await variables.GetArgumentsAsync(resource, NullLogger.Instance, cancellationToken).ConfigureAwait(false);
        AddIfAny(described, "args", arguments.Select(argument => JsonValue.Create(argument)));

        var environment = await variables.GetEnvironmentAsync(resource, NullLogger.Instance, cancellationToken).ConfigureAwait(false);
        if (environment.Count > 0)
            described["env"] = new JsonObject(environment.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value))));

        var bindings = resource.Annotations.OfType<EndpointAnnotation>().Select(
            endpoint => KeyValuePair.Create(endpoint.Name, (JsonNode?)Binding(endpoint))).ToList();
        if (bindings.Count > 0)
            described["bindings"] = new JsonObject(bindings);
        return described;
    }

    private static JsonObject Binding(EndpointAnnotation endpoint)
    {
        var binding = new JsonObject
        {
            ["scheme"] = endpoint.UriScheme,
            ["protocol"] = endpoint.Protocol.ToString().ToLowerInvariant(),
            ["transport"] = endpoint.Transport,
        };
        if (endpoint.Port is { } port)
            binding["port"] = port;
        if (endpoint.TargetPort is { } targetPort)
            binding["targetPort"] = targetPort;
        if (endpoint.IsExternal)
            binding["external"] = true;
        return binding;
    }

    private static void AddIfAny(JsonObject described, string name, IEnumerable<JsonNode?> items)
    {
        var array = new JsonArray([.. items]);
        if (array.Count > 0)
            described[name] = array;
    }

    private static string Relative(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');
}
