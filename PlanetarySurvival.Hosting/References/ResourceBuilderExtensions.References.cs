using Aspire.Hosting.ApplicationModel;
using PlanetarySurvival.Hosting.Resources;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Gives the process a connection string, as <c>ConnectionStrings__NAME</c>.</summary>
    /// <exception cref="DistributedApplicationException">At the start, if the string is empty and not <paramref name="optional"/>.</exception>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithConnectionString> source, string? connectionName = null,
            bool optional = false)
        where TDestination : IResourceWithEnvironment
    {
        var resource = source.Resource;

        builder.WithRelationship(resource, RelationshipTypes.Reference);

        return builder.WithEnvironment(async context =>
        {
            var variable = resource.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{connectionName ?? resource.Name}";

            if (context.ExecutionContext.IsPublishMode)
            {
                context.EnvironmentVariables[variable] = resource;
                return;
            }

            var value = await resource.GetConnectionStringAsync(context.CancellationToken).ConfigureAwait(false);

            if (string.IsNullOrEmpty(value) && !optional)
                throw new DistributedApplicationException(
                    $"The connection string of resource '{resource.Name}' is empty, but '{builder.Resource.Name}' needs it.");

            if (!string.IsNullOrEmpty(value))
                context.EnvironmentVariables[variable] = value;
        });
    }

    /// <summary>Gives the process the addresses of another, as <c>services__NAME__ENDPOINT__0</c> and <c>NAME_ENDPOINT</c>.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment =>
        builder.WithReference(source, source.Resource.Name);

    /// <summary>Gives the process the addresses of another under a name.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source, string name)
        where TDestination : IResourceWithEnvironment
    {
        builder.WithRelationship(source.Resource, RelationshipTypes.Reference);

        return builder.WithEnvironment(context =>
        {
            foreach (var endpoint in source.Resource.GetEndpoints().Where(e => !e.EndpointAnnotation.ExcludeReferenceEndpoint))
                AddServiceDiscovery(context.EnvironmentVariables, endpoint, name);
        });
    }

    /// <summary>Gives the process the address of one endpoint.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, EndpointReference endpointReference)
        where TDestination : IResourceWithEnvironment
    {
        builder.WithRelationship(endpointReference.Resource, RelationshipTypes.Reference);

        return builder.WithEnvironment(context => AddServiceDiscovery(context.EnvironmentVariables, endpointReference, endpointReference.Resource.Name));
    }

    /// <summary>Gives the process an address from elsewhere.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, string name, Uri uri)
        where TDestination : IResourceWithEnvironment =>
        builder.WithEnvironment($"services__{name}__default__0", uri.ToString()).WithEnvironment(name, uri.ToString());

    private static void AddServiceDiscovery(Dictionary<string, object> variables, EndpointReference endpoint, string name)
    {
        var key = endpoint.EndpointName is "http" or "https" ? endpoint.Scheme : endpoint.EndpointName;
        var index = 0;

        while (variables.ContainsKey($"services__{name}__{key}__{index}"))
            index++;

        variables[$"services__{name}__{key}__{index}"] = endpoint;
        variables[$"{ResourceNames.Encode(name)}_{ResourceNames.Encode(endpoint.EndpointName)}".ToUpperInvariant()] = endpoint;
    }
}
