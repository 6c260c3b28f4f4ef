using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Kubernetes;

namespace Aspire.Hosting;

/// <summary>Publishes the application to Kubernetes.</summary>
public static class KubernetesEnvironmentExtensions
{
    /// <summary>Adds the cluster that the application is published to, as a Helm chart. It is nothing that runs.</summary>
    public static IResourceBuilder<KubernetesEnvironmentResource> AddKubernetesEnvironment(this IDistributedApplicationBuilder builder, string name)
    {
        var environment = new KubernetesEnvironmentResource(name);

        return builder.ExecutionContext.IsPublishMode ? builder.AddResource(environment) : builder.CreateResourceBuilder(environment);
    }

    /// <summary>Says more about the chart.</summary>
    public static IResourceBuilder<KubernetesEnvironmentResource> WithHelm(
        this IResourceBuilder<KubernetesEnvironmentResource> builder, Action<HelmChartOptions>? configure = null)
    {
        configure?.Invoke(builder.Resource.Helm);
        return builder;
    }

    /// <summary>Whether the dashboard is deployed too. The stand-in cannot: it must be switched off.</summary>
    public static IResourceBuilder<KubernetesEnvironmentResource> WithDashboard(
        this IResourceBuilder<KubernetesEnvironmentResource> builder, bool enabled = true)
    {
        builder.Resource.DashboardEnabled = enabled;
        return builder;
    }
}

/// <summary>Changes what is published of a resource.</summary>
public static class KubernetesServiceExtensions
{
    /// <summary>Changes the objects that a resource becomes, just before they are written.</summary>
    public static IResourceBuilder<T> PublishAsKubernetesService<T>(
        this IResourceBuilder<T> builder, Action<KubernetesResource> configure) where T : IComputeResource =>
        builder.ApplicationBuilder.ExecutionContext.IsPublishMode ? builder.WithAnnotation(new KubernetesCustomization(configure)) : builder;
}
