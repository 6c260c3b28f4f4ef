using k8s;
using k8s.Models;

namespace PlanetarySurvival.Hosting.Tests.Publishing;

/// <summary>The patch in <c>deploy/aspirate</c>, over what aspirate writes, in little.</summary>
public sealed class Aspirate_tests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aspirate-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_aspirate_loses_is_put_back()
    {
        var objects = await ApplyAsync();

        var servers = objects.OfType<V1Deployment>().Single(d => d.Name() == "game-server");
        var container = servers.Spec.Template.Spec.Containers.Single();
        Assert.Equal(3, servers.Spec.Replicas);
        Assert.Equal(["game", "gossip"], container.Ports.Where(port => port.Protocol == "UDP").Select(port => port.Name));
        Assert.Equal(6, container.Ports.Count);
        Assert.Equal(["metadata.name", "status.podIP"], container.Env.Select(variable => variable.ValueFrom.FieldRef.FieldPath));
        var service = objects.OfType<V1Service>().Single(s => s.Name() == "game-server");
        Assert.Equal([7777, 7946], service.Spec.Ports.Where(port => port.Protocol == "UDP").Select(port => port.Port));

        foreach (var voter in objects.OfType<V1Deployment>().Where(d => d.Name().StartsWith("mesh-coordinator-", StringComparison.Ordinal)))
        {
            var claim = voter.Spec.Template.Spec.Volumes.Single().PersistentVolumeClaim.ClaimName;
            Assert.Contains(objects.OfType<V1PersistentVolumeClaim>(), known => known.Name() == claim);
            Assert.Equal("/data", voter.Spec.Template.Spec.Containers.Single().VolumeMounts.Single().MountPath);
            Assert.True(objects.OfType<V1Service>().Single(s => s.Name() == voter.Name()).Spec.PublishNotReadyAddresses);
        }

        Assert.Equal(
            ["cockroachdb 100Gi", "redis 20Gi"],
            objects.OfType<V1StatefulSet>().Select(s => $"{s.Name()} {s.Spec.VolumeClaimTemplates.Single().Spec.Resources.Requests["storage"]}").Order());
    }

    private Task<List<IKubernetesObject<V1ObjectMeta>>> ApplyAsync()
    {
        Copy(Path.Combine(Published.Root, "deploy", "aspirate"), Path.Combine(_folder, "deploy", "aspirate"));
        Copy(
            Path.Combine(Published.Root, "tests", "Hosting.Tests", "Publishing", "AspirateOutput"),
            Path.Combine(_folder, "PlanetarySurvival.AppHost", "aspirate-output"));

        return Published.ObjectsAsync(
            "kubectl", "kustomize", "--load-restrictor", "LoadRestrictionsNone", Path.Combine(_folder, "deploy", "aspirate"));
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);

        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
