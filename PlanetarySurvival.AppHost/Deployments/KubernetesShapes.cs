using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using PlanetarySurvival.AppHost.Launch;

namespace PlanetarySurvival.AppHost.Deployments;

/// <summary>What the resources become on Kubernetes, where that is more than a deployment and a service.</summary>
internal static class KubernetesShapes
{
    private const string RoleLabel = "planetary-survival/role";

    // The user of the specification; the images run as whoever is asked.
    private const int User = 1000;

    public static IResourceBuilder<T> OnKubernetes<T>(this IResourceBuilder<T> builder, LocalLaunch launch, Action<KubernetesResource> shape)
        where T : IComputeResource => launch.IsForKubernetes ? builder.PublishAsKubernetesService(shape) : builder;

    /// <summary>Pods with names and storage of their own instead of pods that are all alike.</summary>
    /// <param name="resource">What becomes of the resource.</param>
    /// <param name="headlessService">The service that gives the pods their names.</param>
    /// <param name="volume">The storage, as the container mounts it.</param>
    /// <param name="size">How much of it each pod has, such as 50Gi.</param>
    public static StatefulSet BecomeStatefulSet(this KubernetesResource resource, string headlessService, string volume, string size)
    {
        var deployment = (Deployment)resource.Workload!;
        var set = new StatefulSet();

        set.Metadata.Name = resource.Name;
        set.Metadata.Labels = deployment.Metadata.Labels;
        set.Spec.ServiceName = headlessService;
        set.Spec.Template = deployment.Spec.Template;
        set.Spec.Selector = deployment.Spec.Selector;
        set.Spec.Replicas = deployment.Spec.Replicas;
        set.Spec.Template.Spec.Volumes.RemoveAll(v => v.Name == volume);
        set.Spec.VolumeClaimTemplates.Add(Claim(volume, size));

        resource.Workload = set;
        return set;
    }

    /// <summary>Storage that outlives the only pod of a deployment, which must be gone before another takes it.</summary>
    public static void KeepStorage(this KubernetesResource resource, string path, string size)
    {
        var deployment = (Deployment)resource.Workload!;
        var name = $"{resource.Name}-data";
        var claim = Claim(name, size);

        claim.Metadata.Labels = deployment.Metadata.Labels;
        resource.AdditionalResources.Add(claim);
        deployment.Spec.Strategy = new DeploymentStrategyV1 { Type = "Recreate", RollingUpdate = null! };
        deployment.Spec.Template.Spec.Volumes.Add(
            new VolumeV1 { Name = name, PersistentVolumeClaim = new PersistentVolumeClaimVolumeSourceV1 { ClaimName = name } });
        Container(resource).VolumeMounts.Add(new VolumeMountV1 { Name = name, MountPath = path });
    }

    /// <summary>Another address of the same pods, by a name that the specification gives.</summary>
    public static Service AlsoKnownAs(this KubernetesResource resource, string name, params string[] endpoints)
    {
        var service = new Service();

        service.Metadata.Name = name;
        service.Metadata.Labels = resource.Workload!.Metadata.Labels;
        service.Spec.Selector = resource.Service!.Spec.Selector;
        service.Spec.Type = "ClusterIP";
        service.Spec.Ports.AddRange(resource.Service.Spec.Ports.Where(port => endpoints.Contains(port.Name)));
        resource.AdditionalResources.Add(service);
        return service;
    }

    /// <summary>Gives each pod a name of its own instead of one address to all, ready or not.</summary>
    public static void OfPods(this Service service)
    {
        service.Spec.ClusterIp = "None";
        service.Spec.PublishNotReadyAddresses = true;
    }

    /// <summary>Marks the pods of several resources as parts of one.</summary>
    public static void PlayRole(this KubernetesResource resource, string role) => resource.Workload!.PodTemplate.Metadata.Labels[RoleLabel] = role;

    /// <summary>The pods of all resources that play a role.</summary>
    public static Dictionary<string, string> OfRole(string role) => new() { [RoleLabel] = role, ["app.kubernetes.io/instance"] = "{{ .Release.Name }}" };

    /// <summary>Runs as nobody in particular, who may write to the storage.</summary>
    public static void RunAsUser(this KubernetesResource resource) => resource.Workload!.PodTemplate.Spec.SecurityContext =
        new PodSecurityContextV1 { RunAsNonRoot = true, RunAsUser = User, RunAsGroup = User, FsGroup = User };

    /// <summary>Tells the program something about its own pod, such as metadata.name.</summary>
    public static void Tell(this KubernetesResource resource, string variable, string field) => Container(resource).Env.Add(
        new EnvVarV1 { Name = variable, ValueFrom = new EnvVarSourceV1 { FieldRef = new ObjectFieldSelectorV1 { FieldPath = field } } });

    private static ContainerV1 Container(KubernetesResource resource) => resource.Workload!.PodTemplate.Spec.Containers[0];

    private static PersistentVolumeClaim Claim(string name, string size)
    {
        var claim = new PersistentVolumeClaim();

        claim.Metadata.Name = name;
        claim.Spec.AccessModes.Add("ReadWriteOnce");
        claim.Spec.Resources.Requests["storage"] = size;
        return claim;
    }
}
