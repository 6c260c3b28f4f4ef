using PlanetarySurvival.MeshCoordinator.Mesh;

namespace PlanetarySurvival.MeshCoordinator.Registration;

internal static class RegistrationSetup
{
    /// <summary>The front of the coordinator: gRPC, the map over HTTP, readiness and metrics.</summary>
    public static void AddRegistration(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<CoordinatorOptions>().BindConfiguration(CoordinatorOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = RequestBytesMax);
        builder.Services.AddSingleton<Leaderships>();
        builder.Services.AddSingleton<MeshMapView>();
        builder.Services.AddSingleton<MeshMetrics>();
        builder.Services.AddHealthChecks().AddCheck<MeshHealthCheck>("mesh");
    }

    public static void MapRegistration(this WebApplication app)
    {
        // Made here, so that its gauges exist from the start.
        app.Services.GetRequiredService<MeshMetrics>();
        app.MapGrpcService<MeshCoordinatorService>();
        app.MapMeshMap();
    }

    /// <summary>A heartbeat with every region that a server may name is far smaller.</summary>
    private const int RequestBytesMax = 256 * 1024;
}
