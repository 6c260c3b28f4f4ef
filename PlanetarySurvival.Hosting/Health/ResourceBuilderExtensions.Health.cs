using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PlanetarySurvival.Hosting.Health;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>The resource is healthy only if the health check of that name, added to the services of the application, says so.</summary>
    public static IResourceBuilder<T> WithHealthCheck<T>(this IResourceBuilder<T> builder, string key) where T : IResource
    {
        if (builder.Resource.Annotations.OfType<HealthCheckAnnotation>().Any(a => a.Key == key))
            throw new DistributedApplicationException($"Resource '{builder.Resource.Name}' already has a health check with key '{key}'.");

        return builder.WithAnnotation(new HealthCheckAnnotation(key));
    }

    /// <summary>The resource is healthy only if it answers an HTTP request.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="path">What is asked for; / if null.</param>
    /// <param name="statusCode">The answer that counts; 200 if null.</param>
    /// <param name="endpointName">The endpoint that is asked; http, else https if null.</param>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints
    {
        path ??= "/";
        statusCode ??= 200;

        var resource = builder.Resource;
        var key = $"{resource.Name}_{endpointName ?? "http"}_{path}_{statusCode}_check";

        EndpointReference Endpoint() => endpointName is not null
            ? resource.GetEndpoint(endpointName)
            : resource.GetEndpoints().FirstOrDefault(e => e.IsHttp) ?? resource.GetEndpoints().FirstOrDefault(e => e.IsHttps)
                ?? throw new DistributedApplicationException($"Resource '{resource.Name}' has no HTTP endpoint that its health could be asked at.");

        builder.ApplicationBuilder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            key, services => new HttpHealthCheck(
                services.GetRequiredService<HealthClient>(), () => new Uri(new Uri(Endpoint().Url), path), statusCode.Value), null, null));

        return builder.WithHealthCheck(key);
    }

    /// <summary>Where it is deployed, a question by HTTP decides whether the resource has started, may be asked, or must be started again.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="type">What the answer decides.</param>
    /// <param name="path">What is asked for; / if null.</param>
    /// <param name="initialDelaySeconds">Before the first question; 5 if null.</param>
    /// <param name="periodSeconds">Between two; 5 if null.</param>
    /// <param name="timeoutSeconds">Until no answer counts as a bad one; 1 if null.</param>
    /// <param name="failureThreshold">Bad answers in a row that count; 3 if null.</param>
    /// <param name="successThreshold">Good answers in a row that count; 1 if null.</param>
    /// <param name="endpointName">The endpoint that is asked; the first that speaks HTTP if null.</param>
    public static IResourceBuilder<T> WithHttpProbe<T>(
        this IResourceBuilder<T> builder, ProbeType type, string? path = null, int? initialDelaySeconds = null, int? periodSeconds = null,
        int? timeoutSeconds = null, int? failureThreshold = null, int? successThreshold = null, string? endpointName = null)
        where T : IResourceWithEndpoints, IResourceWithProbes
    {
        endpointName ??= builder.Resource.GetEndpoints().FirstOrDefault(e => e.IsHttp)?.EndpointName
            ?? throw new DistributedApplicationException($"Resource '{builder.Resource.Name}' has no HTTP endpoint that could be probed.");

        builder.WithAnnotation(new HttpProbeAnnotation(
            type, path ?? "/", endpointName, initialDelaySeconds ?? 5, periodSeconds ?? 5, timeoutSeconds ?? 1, failureThreshold ?? 3, successThreshold ?? 1));

        return builder.ApplicationBuilder.ExecutionContext.IsPublishMode ? builder : builder.WithHttpHealthCheck(path, endpointName: endpointName);
    }
}
