using System.Net.Sockets;

namespace PlanetarySurvival.AppHost.Launch;

/// <summary>What all programs of the system have in common.</summary>
internal static class ProgramSetup
{
    private const string Loopback = "127.0.0.1";

    public static IResourceBuilder<ProjectResource> AddProgram<TProject>(
        this IDistributedApplicationBuilder builder, string name) where TProject : IProjectMetadata, new()
    {
        var program = builder.AddProject<TProject>(name, options =>
        {
            options.ExcludeLaunchProfile = true;
            options.ExcludeKestrelEndpoints = true;
        });

        program
            .WithEndpointsInEnvironment(endpoint => endpoint.Name == "http")
            .WithEnvironment("Mesh__Name", name);

        if (builder.ExecutionContext.IsRunMode)
        {
            // Without a launch profile the AppHost itself counts as Production, and so would what it starts.
            var environment = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environment.GetEnvironmentVariable(
                "DOTNET_ENVIRONMENT") ?? "Development";

            program
                .WithEnvironment("ASPNETCORE_ENVIRONMENT", environment)
                .WithEnvironment("DOTNET_ENVIRONMENT", environment)
                .WithEnvironment("Endpoints__Host", Loopback);
        }

        else
        {
            program.WithEnvironment("Endpoints__Host", "*");
        }

        return program;
    }

    /// <summary>Asks whether the program lives and whether it is ready: here to show it, deployed to act on it.</summary>
    public static IResourceBuilder<ProjectResource> WithProbes(this IResourceBuilder<ProjectResource> program) =>
        program.ApplicationBuilder.ExecutionContext.IsRunMode
            ? program.WithHttpHealthCheck("/ready", endpointName: "http")
            : program
                .WithHttpProbe(ProbeType.Liveness, "/health", initialDelaySeconds: 10, periodSeconds: 30, timeoutSeconds: 5, endpointName: "http")
                .WithHttpProbe(ProbeType.Readiness, "/ready", periodSeconds: 10, timeoutSeconds: 5, endpointName: "http");

    public static IResourceBuilder<ProjectResource> WithHttp(
        this IResourceBuilder<ProjectResource> program, int port, string name = "http", string? env = "Endpoints__Http") =>
        program.WithHttpEndpoint(port, port, name, env, isProxied: false);

    public static IResourceBuilder<ProjectResource> WithGrpc(this IResourceBuilder<ProjectResource> program, int port) =>
        program.WithHttp(port, "grpc", "Endpoints__Grpc").WithEndpoint("grpc", endpoint => endpoint.Transport = "http2");

    public static IResourceBuilder<ProjectResource> WithTcp(
        this IResourceBuilder<ProjectResource> program, int port, string name, string? env = null) =>
        program.WithEndpoint(port, port, "tcp", name, env, isProxied: false, protocol: ProtocolType.Tcp);

    // The schema of the manifest knows no transport "udp".
    public static IResourceBuilder<ProjectResource> WithUdp(this IResourceBuilder<ProjectResource> program, int port, string name, string env) =>
        program.WithEndpoint(port, port, "udp", name, env, isProxied: false, protocol: ProtocolType.Udp).WithEndpoint(
            name, endpoint => endpoint.Transport = "tcp");

    public static IResourceBuilder<ProjectResource> WithMeshSecret(
        this IResourceBuilder<ProjectResource> program, IResourceBuilder<ParameterResource> secret) =>
        program.WithEnvironment("Mesh__Secret", secret);

    public static IResourceBuilder<ProjectResource> WithTicketSecret(
        this IResourceBuilder<ProjectResource> program, IResourceBuilder<ParameterResource> secret) =>
        program.WithEnvironment("Tickets__Secret", secret);

    public static IResourceBuilder<ProjectResource> WaitForAll(
        this IResourceBuilder<ProjectResource> program, IEnumerable<IResourceBuilder<ProjectResource>> others)
    {
        foreach (var other in others)
            program.WaitFor(other);

        return program;
    }

    /// <summary>host:port as four numbers and one: names may mean another address to each who asks.</summary>
    public static ReferenceExpression NumericAddress(this EndpointReference endpoint) =>
        ReferenceExpression.Create($"{endpoint.Property(EndpointProperty.IPV4Host)}:{endpoint.Property(EndpointProperty.Port)}");

    public static ReferenceExpression NumericUrl(this EndpointReference endpoint) =>
        ReferenceExpression.Create($"http://{endpoint.Property(EndpointProperty.IPV4Host)}:{endpoint.Property(EndpointProperty.Port)}");
}
