using System.Text.RegularExpressions;
using k8s;
using k8s.Models;

namespace PlanetarySurvival.Hosting.Tests.Publishing;

/// <summary>The chart in <c>deploy/kubernetes/chart</c>.</summary>
public sealed partial class Chart_tests
{
    internal static readonly Dictionary<string, Type> Kinds = new()
    {
        ["v1/ConfigMap"] = typeof(V1ConfigMap),
        ["v1/Secret"] = typeof(V1Secret),
        ["v1/Service"] = typeof(V1Service),
        ["v1/PersistentVolumeClaim"] = typeof(V1PersistentVolumeClaim),
        ["apps/v1/Deployment"] = typeof(V1Deployment),
        ["apps/v1/StatefulSet"] = typeof(V1StatefulSet),
    };

    private static string Chart => Path.Combine(Published.Root, "deploy", "kubernetes", "chart");

    [Theory]
    [InlineData("--publisher", "kubernetes")]
    [InlineData("--step", "publish")]
    public async Task The_chart_in_the_repository_is_what_the_graph_says(string name, string value)
    {
        var fresh = Directory.CreateTempSubdirectory("chart-").FullName;

        try
        {
            await Published.RunAsync("--operation", "publish", name, value, "--output-path", fresh);

            Assert.Equal(Files(Chart), Files(fresh));
            Assert.All(Files(fresh), file => Assert.Equal(File.ReadAllText(Path.Combine(Chart, file)), File.ReadAllText(Path.Combine(fresh, file))));
        }
        finally
        {
            Directory.Delete(fresh, recursive: true);
        }
    }

    [Fact]
    public void Every_value_that_a_template_uses_is_in_the_file_of_values()
    {
        var values = new YamlDotNet.Serialization.DeserializerBuilder().Build()
            .Deserialize<Dictionary<string, Dictionary<string, Dictionary<string, string>>>>(File.ReadAllText(Path.Combine(Chart, "values.yaml")));
        var used = Files(Chart).SelectMany(file => Value().Matches(File.ReadAllText(Path.Combine(Chart, file)))).ToList();

        Assert.NotEmpty(used);
        Assert.All(used, match => Assert.True(
            values[match.Groups[1].Value][match.Groups[2].Value].ContainsKey(match.Groups[3].Value), $"{match.Value} is not in values.yaml."));
    }

    [Fact]
    public void No_secret_stands_in_a_setting_or_an_argument() => Assert.All(
        Files(Chart).Where(file => !file.EndsWith("secrets.yaml", StringComparison.Ordinal)),
        file => Assert.DoesNotContain(".Values.secrets", File.ReadAllText(Path.Combine(Chart, file)), StringComparison.Ordinal));

    [Fact]
    public async Task What_the_chart_becomes_has_no_unknown_field_and_the_names_of_the_specification()
    {
        var objects = await RenderAsync();

        Assert.Equal(3, One<V1StatefulSet>(objects, "game-server").Spec.Replicas);
        Assert.Equal(
            ["mesh-coordinator-0-deployment", "mesh-coordinator-1-deployment", "mesh-coordinator-2-deployment"],
            objects.OfType<V1Deployment>().Select(d => d.Name()).Where(n => n.StartsWith("mesh-", StringComparison.Ordinal)).Order());
        One<V1Deployment>(objects, "gateway-deployment");
        Assert.Equal(
            ["game 7777 UDP", "gossip 7946 UDP", "grpc 9090 TCP", "http 8080 TCP", "query 7778 TCP", "telemetry 8081 TCP"],
            Ports(One<V1Service>(objects, "game-server-headless")));
        Assert.Equal(["game 7777 UDP"], Ports(One<V1Service>(objects, "game-server-lb")));
        Assert.Equal(["grpc 9090 TCP", "http 8080 TCP"], Ports(One<V1Service>(objects, "mesh-coordinator")));
        Assert.Equal(["http 8080 TCP", "tcp 26257 TCP"], Ports(One<V1Service>(objects, "cockroachdb-public")));
        Assert.Equal(["tcp 6379 TCP"], Ports(One<V1Service>(objects, "redis-master")));
    }

    [Fact]
    public async Task Programs_are_probed_as_the_specification_says()
    {
        var pods = Pods(await RenderAsync()).Where(pod => pod.Name is not ("redis" or "cockroachdb")).ToList();

        Assert.NotEmpty(pods);
        Assert.All(pods, pod =>
        {
            var container = Assert.Single(pod.Template.Spec.Containers);
            Assert.Equal(("/health", 30), (container.LivenessProbe.HttpGet.Path, container.LivenessProbe.PeriodSeconds));
            Assert.Equal(("/ready", 10), (container.ReadinessProbe.HttpGet.Path, container.ReadinessProbe.PeriodSeconds));
            Assert.Contains(container.Ports, port => port.ContainerPort == int.Parse(container.ReadinessProbe.HttpGet.Port.Value, null));
            Assert.True(pod.Template.Spec.SecurityContext.RunAsNonRoot);
        });
    }

    [Fact]
    public async Task Whatever_points_somewhere_finds_it()
    {
        var objects = await RenderAsync();
        var names = objects.Select(o => (o.GetType(), o.Metadata.Name)).ToHashSet();
        var pods = Pods(objects).ToList();

        Assert.Equal(objects.Count, names.Count);

        foreach (var (name, template, selector) in pods)
        {
            Assert.True(Matches(selector, template.Metadata.Labels), $"{name} does not find its own pods.");
            var container = template.Spec.Containers.Single();
            Assert.All(container.EnvFrom ?? [], from => Assert.Contains(from.ConfigMapRef is { } map
                ? (typeof(V1ConfigMap), map.Name)
                : (typeof(V1Secret), from.SecretRef.Name), names));
            Assert.All(
                template.Spec.Volumes ?? [], volume => Assert.Contains((typeof(V1PersistentVolumeClaim), volume.PersistentVolumeClaim.ClaimName), names));
        }

        foreach (var service in objects.OfType<V1Service>())
        {
            var found = pods.Where(pod => Matches(service.Spec.Selector, pod.Template.Metadata.Labels)).ToList();
            Assert.NotEmpty(found);
            Assert.All(found, pod => Assert.All(service.Spec.Ports, port => Assert.Contains(
                pod.Template.Spec.Containers.Single().Ports,
                listening => listening.Protocol == port.Protocol && $"{listening.ContainerPort}" == port.TargetPort.Value)));
        }

        foreach (var set in objects.OfType<V1StatefulSet>())
        {
            Assert.Equal("None", One<V1Service>(objects, set.Spec.ServiceName).Spec.ClusterIP);
            var claims = set.Spec.VolumeClaimTemplates.Select(claim => claim.Name()).ToHashSet();
            Assert.All(set.Spec.Template.Spec.Containers.Single().VolumeMounts, mount => Assert.Contains(mount.Name, claims));
        }
    }

    /// <summary>The addresses among the settings are those of services of the chart, with ports that these have.</summary>
    [Fact]
    public async Task Every_address_in_a_setting_is_a_service_of_the_chart()
    {
        var objects = await RenderAsync();
        var services = objects.OfType<V1Service>().ToDictionary(s => s.Name(), s => s.Spec.Ports.Select(p => p.Port).ToHashSet());
        var addresses = objects.OfType<V1ConfigMap>().SelectMany(map => map.Data.Values)
            .SelectMany(value => Address().Matches(value)).ToList();

        Assert.NotEmpty(addresses);
        Assert.All(addresses, match => Assert.Contains(int.Parse(match.Groups[2].Value, null), services[match.Groups[1].Value]));
    }

    private static Task<List<IKubernetesObject<V1ObjectMeta>>> RenderAsync() =>
        Published.ObjectsAsync("helm", "template", "test", Chart, "--kube-version", "1.35.0");

    private static T One<T>(IEnumerable<IKubernetesObject<V1ObjectMeta>> objects, string name) where T : IKubernetesObject<V1ObjectMeta> =>
        Assert.Single(objects.OfType<T>(), o => o.Metadata.Name == name);

    private static IEnumerable<(string Name, V1PodTemplateSpec Template, IDictionary<string, string> Selector)> Pods(
        IEnumerable<IKubernetesObject<V1ObjectMeta>> objects) => objects.SelectMany(o => o switch
        {
            V1Deployment d => [(d.Name(), d.Spec.Template, d.Spec.Selector.MatchLabels)],
            V1StatefulSet s => [(s.Name(), s.Spec.Template, s.Spec.Selector.MatchLabels)],
            _ => (IEnumerable<(string, V1PodTemplateSpec, IDictionary<string, string>)>)[],
        });

    private static bool Matches(IDictionary<string, string> selector, IDictionary<string, string> labels) =>
        selector.All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value);

    private static IEnumerable<string> Ports(V1Service service) =>
        service.Spec.Ports.Select(port => $"{port.Name} {port.Port} {port.Protocol}").Order(StringComparer.Ordinal);

    private static List<string> Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\.Values\.(\w+)\.(\w+)\.(\w+)")]
    private static partial Regex Value();

    [GeneratedRegex(@"\b([a-z0-9-]+-service)(?::|;Port=)(\d+)")]
    private static partial Regex Address();
}
