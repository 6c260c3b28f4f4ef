using Aspire.Hosting.ApplicationModel;
using PlanetarySurvival.Hosting.Projects;

namespace Aspire.Hosting;

/// <summary>Adds projects.</summary>
public static class ProjectResourceBuilderExtensions
{
    /// <summary>Adds a program of this solution.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder, string name) where TProject : IProjectMetadata, new() =>
        builder.AddProject<TProject>(name, _ => { });

    /// <summary>Adds a program of this solution.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder, string name, string? launchProfileName) where TProject : IProjectMetadata, new() =>
        builder.AddProject<TProject>(name, options => options.LaunchProfileName = launchProfileName);

    /// <summary>Adds a program of this solution.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder, string name, Action<ProjectResourceOptions> configure) where TProject : IProjectMetadata, new()
    {
        var options = new ProjectResourceOptions();
        var project = new TProject();

        configure(options);

        // What is not done is said: the real packages would take ports and variables from it.
        if (!options.ExcludeLaunchProfile && Path.GetDirectoryName(project.ProjectPath) is { } folder
            && File.Exists(Path.Combine(folder, "Properties", "launchSettings.json")))
        {
            throw new DistributedApplicationException(
                $"Resource '{name}' has launch profiles, which this stand-in does not read: set ExcludeLaunchProfile and say its endpoints.");
        }

        return builder.AddResource(new ProjectResource(name)).WithAnnotation<IProjectMetadata>(project);
    }

    /// <summary>Chooses the endpoints that the program is told of in ASPNETCORE_URLS.</summary>
    public static IResourceBuilder<ProjectResource> WithEndpointsInEnvironment(
        this IResourceBuilder<ProjectResource> builder, Func<EndpointAnnotation, bool> filter) =>
        builder.WithAnnotation(new EndpointEnvironmentFilter(filter));

    /// <summary>Deploys the program several times. Run here it is refused: without proxies each would need ports of its own, so name each.</summary>
    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(replicas);

        if (replicas != 1 && builder.ApplicationBuilder.ExecutionContext.IsRunMode)
        {
            throw new DistributedApplicationException(
                $"Resource '{builder.Resource.Name}' asks for {replicas} replicas, which this stand-in runs only one of: add a resource for each.");
        }

        return builder.WithAnnotation(new ReplicaAnnotation(replicas), ResourceAnnotationMutationBehavior.Replace);
    }
}
