using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using PlanetarySurvival.Hosting.Dashboards;

namespace PlanetarySurvival.Hosting.Variables;

/// <summary>Asks all callbacks of a resource for the environment and the arguments of its next process.</summary>
internal sealed class ProcessVariables(
    DistributedApplicationExecutionContext executionContext, IConfiguration configuration, DashboardSettings? dashboard = null)
{
    public async Task<Dictionary<string, string>> GetEnvironmentAsync(IResource resource, ILogger logger, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(executionContext, resource, [], cancellationToken) { Logger = logger };

        if (executionContext.IsPublishMode)
            AddBindings(resource, context.EnvironmentVariables);
        else
            AddEndpoints(resource, context.EnvironmentVariables);

        if (resource is ProjectResource && executionContext.IsRunMode)
            AddTelemetry(resource, context.EnvironmentVariables);

        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>().ToList())
            await annotation.Callback(context).ConfigureAwait(false);

        var variables = new Dictionary<string, string>(StringComparer.Ordinal);

        foreach (var (name, value) in context.EnvironmentVariables)
        {
            if (await ResolveAsync(resource, value, $"environment variable '{name}'", cancellationToken).ConfigureAwait(false) is { } text)
                variables[name] = text;
        }

        return variables;
    }

    public async Task<List<string>> GetArgumentsAsync(IResource resource, ILogger logger, CancellationToken cancellationToken)
    {
        var context = new CommandLineArgsCallbackContext([], resource, cancellationToken) { ExecutionContext = executionContext, Logger = logger };

        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>().ToList())
            await annotation.Callback(context).ConfigureAwait(false);

        var arguments = new List<string>();

        foreach (var argument in context.Args)
        {
            if (await ResolveAsync(resource, argument, $"argument {arguments.Count}", cancellationToken).ConfigureAwait(false) is { } text)
                arguments.Add(text);
        }

        return arguments;
    }

    /// <summary>What stands in a manifest instead of ports: the container decides them.</summary>
    private static void AddBindings(IResource resource, Dictionary<string, object> variables)
    {
        var endpoints = resource.Annotations.OfType<EndpointAnnotation>().ToList();

        if (resource is ProjectResource)
        {
            variables["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
            variables["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true";

            var filters = resource.Annotations.OfType<Projects.EndpointEnvironmentFilter>().ToList();
            var ports = endpoints.Where(e => e.UriScheme is "http" && filters.All(f => f.Includes(e))).Select(TargetPort).ToList();

            if (ports.Count > 0)
                variables["HTTP_PORTS"] = string.Join(';', ports);
        }

        foreach (var endpoint in endpoints.Where(e => e.EnvironmentVariable is not null))
            variables[endpoint.EnvironmentVariable!] = TargetPort(endpoint);

        string TargetPort(EndpointAnnotation endpoint) => $"{{{resource.Name}.bindings.{endpoint.Name}.targetPort}}";
    }

    private static void AddEndpoints(IResource resource, Dictionary<string, object> variables)
    {
        var endpoints = resource.Annotations.OfType<EndpointAnnotation>().ToList();

        foreach (var endpoint in endpoints.Where(e => e.EnvironmentVariable is not null))
            variables[endpoint.EnvironmentVariable!] = (endpoint.TargetPort ?? endpoint.Port)!.Value.ToString(CultureInfo.InvariantCulture);

        if (resource is not ProjectResource)
            return;

        var filters = resource.Annotations.OfType<Projects.EndpointEnvironmentFilter>().ToList();
        var urls = endpoints
            .Where(e => e.UriScheme is "http" or "https" && filters.All(f => f.Includes(e)))
            .Select(e => $"{e.UriScheme}://{e.TargetHost}:{e.TargetPort ?? e.Port}")
            .ToList();

        if (urls.Count > 0)
            variables["ASPNETCORE_URLS"] = string.Join(';', urls);
    }

    private void AddTelemetry(IResource resource, Dictionary<string, object> variables)
    {
        variables["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
        variables["OTEL_SERVICE_NAME"] = resource.Name;
        variables["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={Guid.NewGuid():N}";
        variables["OTEL_BLRP_SCHEDULE_DELAY"] = "1000";
        variables["OTEL_BSP_SCHEDULE_DELAY"] = "1000";
        variables["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
        variables["OTEL_TRACES_SAMPLER"] = "always_on";
        variables["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based";

        // Nobody is told to send where nobody listens: without a dashboard only to the one that is configured.
        var grpc = dashboard?.OtlpGrpc.ToString() ?? configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"];
        var http = configuration["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"];

        if ((string.IsNullOrEmpty(grpc) ? http : grpc) is not { Length: > 0 } endpoint)
            return;

        variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint;
        variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = string.IsNullOrEmpty(grpc) ? "http/protobuf" : "grpc";

        if ((dashboard?.OtlpApiKey ?? configuration["AppHost:OtlpApiKey"]) is { Length: > 0 } key)
            variables["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={key}";
    }

    private async ValueTask<string?> ResolveAsync(IResource resource, object value, string what, CancellationToken cancellationToken)
    {
        var context = new ValueProviderContext { ExecutionContext = executionContext, Caller = resource };

        try
        {
            return value switch
            {
                string text => text,
                IManifestExpressionProvider expression when executionContext.IsPublishMode => expression.ValueExpression,
                IResourceBuilder<IResource> { Resource: IManifestExpressionProvider expression } when executionContext.IsPublishMode =>
                    expression.ValueExpression,
                IValueProvider provider => await provider.GetValueAsync(context, cancellationToken).ConfigureAwait(false),
                IResourceBuilder<IResource> { Resource: IValueProvider provider } =>
                    await provider.GetValueAsync(context, cancellationToken).ConfigureAwait(false),
                IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
                _ => value.ToString(),
            };
        }
        catch (Exception problem) when (problem is InvalidOperationException or DistributedApplicationException)
        {
            throw new DistributedApplicationException($"Resource '{resource.Name}': the value of {what} is not known: {problem.Message}", problem);
        }
    }
}
