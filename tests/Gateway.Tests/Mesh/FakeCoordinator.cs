using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PlanetarySurvival.Contracts.Mesh;

namespace PlanetarySurvival.Gateway.Tests.Mesh;

/// <summary>A gRPC server on the network that answers GetMap with what a test says, and an HTTP API that tells its name.</summary>
internal sealed class FakeCoordinator : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly FakeMesh _mesh;

    private FakeCoordinator(FakeMesh mesh, string name, int grpc, int http)
    {
        (_mesh, Name, Grpc, Http) = (mesh, name, grpc, http);
        var builder = FakeHost.Create(grpc, http);
        builder.Services.AddSingleton(this);
        _app = builder.Build();
        _app.UseMeshSecret();
        _app.MapGrpcService<Service>();
        _app.MapGet("/health", () => "Healthy");
        _app.MapGet("/whoami", () => name);
    }

    public string Name { get; }

    public int Grpc { get; }

    public int Http { get; }

    public bool IsRunning { get; private set; } = true;

    public static async Task<FakeCoordinator> StartAsync(FakeMesh mesh, string name, int? grpc = null, int? http = null)
    {
        var coordinator = new FakeCoordinator(mesh, name, grpc ?? FreePorts.Next(), http ?? FreePorts.Next());
        await coordinator._app.StartAsync();
        return coordinator;
    }

    public async ValueTask DisposeAsync()
    {
        IsRunning = false;
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private sealed class Service(FakeCoordinator coordinator) : MeshCoordinator.MeshCoordinatorBase
    {
        public override Task<GetMapReply> GetMap(GetMapRequest request, ServerCallContext context) =>
            Task.FromResult(coordinator._mesh.Answer(coordinator.Name, request));
    }
}
