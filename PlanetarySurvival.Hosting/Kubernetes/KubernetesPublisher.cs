using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using Microsoft.Extensions.Logging.Abstractions;
using PlanetarySurvival.Hosting.Health;
using PlanetarySurvival.Hosting.Variables;

namespace PlanetarySurvival.Hosting.Kubernetes;

/// <summary>
/// Writes the application as a Helm chart, in the form of the real packages: each resource becomes a deployment, a service, its settings and its
/// secret settings, which the AppHost may change (<c>PublishAsKubernetesService</c>), and whatever a user fills in stands in one file of values.
/// </summary>
internal sealed class KubernetesPublisher(DistributedApplicationModel model, ProcessVariables variables)
{
    private readonly ChartWriter _yaml = new();

    /// <summary>Writes the chart into a folder. What was in the templates of a chart there is gone.</summary>
    /// <exception cref="DistributedApplicationException">
    /// There is no cluster in the graph, something in it cannot be deployed, or the folder has templates of something that is no chart.
    /// </exception>
    public async Task WriteAsync(string folder, CancellationToken cancellationToken)
    {
        var environment = model.Resources.OfType<KubernetesEnvironmentResource>().SingleOrDefault()
            ?? throw new DistributedApplicationException("The application has no Kubernetes environment to publish to: AddKubernetesEnvironment adds one.");

        if (environment.DashboardEnabled)
            throw new DistributedApplicationException(
                $"The dashboard of '{environment.Name}' cannot be deployed by this stand-in: WithDashboard(false) leaves it out.");

        var values = new ChartValues(model);
        var objects = new List<KubernetesResource>();

        foreach (var resource in model.Resources.Where(r => r is ProjectResource or ContainerResource))
            objects.Add(await DescribeAsync(resource, environment, values, cancellationToken).ConfigureAwait(false));

        var templates = Path.Combine(folder, "templates");
        var chart = Path.Combine(folder, "Chart.yaml");

        if (Directory.Exists(templates))
        {
            if (!File.Exists(chart))
                throw new DistributedApplicationException($"'{folder}' has templates and no Chart.yaml: they are not a chart's, and are not replaced.");

            Directory.Delete(templates, recursive: true);
        }

        foreach (var resource in objects)
            Write(Path.Combine(templates, resource.Name), resource);

        Save(chart, _yaml.Write(new
        {
            ApiVersion = "v2",
            environment.Helm.Name,
            environment.Helm.Version,
            KubeVersion = ">= 1.18.0-0",
            environment.Helm.Description,
            Type = "application",
            Keywords = new[] { "aspire", "kubernetes" },
            AppVersion = environment.Helm.Version,
            Deprecated = false,
        }));
        Save(Path.Combine(folder, "values.yaml"), _yaml.Write(new Dictionary<string, object>
        {
            ["parameters"] = values.Parameters,
            ["secrets"] = values.Secrets,
            ["config"] = values.Settings,
        }));
    }

    private async Task<KubernetesResource> DescribeAsync(
        IResource resource, KubernetesEnvironmentResource environment, ChartValues values, CancellationToken cancellationToken)
    {
        var described = new KubernetesResource(resource.Name, resource, environment);
        var container = Container(resource, environment, values);
        var mounts = resource.Annotations.OfType<ContainerMountAnnotation>().ToList();

        if (mounts.Any(mount => mount.Type == ContainerMountType.BindMount))
            throw new DistributedApplicationException($"Resource '{resource.Name}': Bind mounts are not supported by the Kubernetes publisher");

        foreach (var (name, expression) in await variables.GetEnvironmentAsync(resource, NullLogger.Instance, cancellationToken).ConfigureAwait(false))
        {
            var (text, isSecret) = values.Setting(resource, name, expression);

            if (isSecret)
                (described.Secret ??= new Secret { Metadata = Metadata(resource, "secrets") }).StringData[name] = text;
            else
                (described.ConfigMap ??= new ConfigMap { Metadata = Metadata(resource, "config") }).Data[name] = text;
        }

        if (described.ConfigMap is { } settings)
            container.EnvFrom.Add(new EnvFromSourceV1 { ConfigMapRef = new ConfigMapEnvSourceV1 { Name = settings.Metadata.Name } });

        if (described.Secret is { } secrets)
            container.EnvFrom.Add(new EnvFromSourceV1 { SecretRef = new SecretEnvSourceV1 { Name = secrets.Metadata.Name } });

        foreach (var argument in await variables.GetArgumentsAsync(resource, NullLogger.Instance, cancellationToken).ConfigureAwait(false))
            container.Args.Add(values.Argument(resource, argument));

        var deployment = new Deployment { Metadata = Metadata(resource, "deployment") };
        deployment.Spec.Template.Metadata = new ObjectMetaV1 { Labels = Labels(resource) };
        deployment.Spec.Template.Spec.Containers.Add(container);
        deployment.Spec.Replicas = resource.TryGetLastAnnotation<ReplicaAnnotation>(out var replicas) ? replicas.Replicas : 1;
        AddLabels(deployment.Spec.Selector.MatchLabels, resource);

        foreach (var mount in mounts)
        {
            var name = mount.Source ?? $"{resource.Name}-data";
            container.VolumeMounts.Add(new VolumeMountV1 { Name = name, MountPath = mount.Target, ReadOnly = mount.IsReadOnly ? true : null });
            deployment.Spec.Template.Spec.Volumes.Add(new VolumeV1 { Name = name, EmptyDir = new EmptyDirVolumeSourceV1() });
        }

        described.Workload = deployment;
        described.Service = Service(resource, environment);

        foreach (var customization in resource.Annotations.OfType<KubernetesCustomization>())
            customization.Configure(described);

        return described;
    }

    private static ContainerV1 Container(IResource resource, KubernetesEnvironmentResource environment, ChartValues values)
    {
        var container = new ContainerV1 { Name = resource.Name, ImagePullPolicy = environment.DefaultImagePullPolicy };

        if (resource is ContainerResource own)
        {
            var image = resource.Annotations.OfType<ContainerImageAnnotation>().Last();
            container.Image = (image.Registry is { } registry ? registry + "/" : "") + image.Image + (image.Tag is { } tag ? ":" + tag : "");

            if (own.Entrypoint is { } entrypoint)
                container.Command.Add(entrypoint);
        }
        else
        {
            container.Image = values.Image(resource);
        }

        foreach (var endpoint in Listening(resource))
        {
            container.Ports.Add(new ContainerPortV1
            {
                Name = endpoint.Name,
                Protocol = Protocol(endpoint),
                ContainerPort = endpoint.TargetPort ?? endpoint.Port!.Value,
            });
        }

        foreach (var probe in resource.Annotations.OfType<HttpProbeAnnotation>())
        {
            var endpoint = Listening(resource).FirstOrDefault(e => e.Name == probe.EndpointName)
                ?? throw new DistributedApplicationException($"Resource '{resource.Name}': the endpoint '{probe.EndpointName}' of a probe is not there.");
            var question = new ProbeV1
            {
                FailureThreshold = probe.FailureThreshold,
                SuccessThreshold = probe.SuccessThreshold,
                InitialDelaySeconds = probe.InitialDelaySeconds,
                PeriodSeconds = probe.PeriodSeconds,
                TimeoutSeconds = probe.TimeoutSeconds,
                HttpGet = new HttpGetActionV1
                {
                    Scheme = endpoint.UriScheme.ToUpperInvariant(),
                    Path = probe.Path,
                    Port = endpoint.TargetPort ?? endpoint.Port!.Value,
                },
            };

            switch (probe.Type)
            {
                case ProbeType.Liveness:
                    container.LivenessProbe = question;
                    break;
                case ProbeType.Readiness:
                    container.ReadinessProbe = question;
                    break;
                default:
                    throw new DistributedApplicationException($"Resource '{resource.Name}': startup probes are not written by this stand-in.");
            }
        }

        return container;
    }

    private static Service? Service(IResource resource, KubernetesEnvironmentResource environment)
    {
        var endpoints = Listening(resource).ToList();

        if (endpoints.Count == 0)
            return null;

        var service = new Service { Metadata = Metadata(resource, "service") };
        service.Spec.Type = environment.DefaultServiceType;
        service.Spec.Selector = Labels(resource);

        foreach (var endpoint in endpoints)
        {
            service.Spec.Ports.Add(new ServicePortV1
            {
                Name = endpoint.Name,
                Protocol = Protocol(endpoint),
                Port = endpoint.Port ?? endpoint.TargetPort!.Value,
                TargetPort = endpoint.TargetPort ?? endpoint.Port!.Value,
            });
        }

        return service;
    }

    /// <summary>The endpoints that have a port.</summary>
    private static IEnumerable<EndpointAnnotation> Listening(IResource resource) =>
        resource.Annotations.OfType<EndpointAnnotation>().Where(e => (e.TargetPort ?? e.Port) is not null);

    private static string Protocol(EndpointAnnotation endpoint) => endpoint.Protocol == System.Net.Sockets.ProtocolType.Udp ? "UDP" : "TCP";

    private static ObjectMetaV1 Metadata(IResource resource, string suffix) => new() { Name = $"{resource.Name}-{suffix}", Labels = Labels(resource) };

    private static Dictionary<string, string> Labels(IResource resource)
    {
        var labels = new Dictionary<string, string>();
        AddLabels(labels, resource);
        return labels;
    }

    private static void AddLabels(Dictionary<string, string> labels, IResource resource)
    {
        labels["app.kubernetes.io/name"] = "{{ .Chart.Name }}";
        labels["app.kubernetes.io/component"] = resource.Name;
        labels["app.kubernetes.io/instance"] = "{{ .Release.Name }}";
    }

    private void Write(string folder, KubernetesResource resource)
    {
        (string File, BaseKubernetesResource? Value)[] parts =
        [
            (resource.Workload?.Kind?.ToLowerInvariant() ?? "", resource.Workload),
            ("service", resource.Service),
            ("config", resource.ConfigMap),
            ("secrets", resource.Secret),
        ];

        foreach (var (file, value) in parts)
        {
            if (value is not null)
                Save(Path.Combine(folder, $"{file}.yaml"), "---\n" + _yaml.Write(value));
        }

        foreach (var more in resource.AdditionalResources)
            Save(Path.Combine(folder, $"{more.Metadata.Name}.yaml"), "---\n" + _yaml.Write(more));
    }

    private static void Save(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
