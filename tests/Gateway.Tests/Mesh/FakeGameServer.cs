using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PlanetarySurvival.Contracts.Mesh;

namespace PlanetarySurvival.Gateway.Tests.Mesh;

/// <summary>A gRPC server on the network that answers Locate with what a test says, and an HTTP API that tells its name.</summary>
internal sealed class FakeGameServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeGameServer(string name)
    {
        Name = name;
        var builder = FakeHost.Create(Grpc, Http);
        builder.Services.AddSingleton(this);
        _app = builder.Build();
        _app.UseMeshSecret();
        _app.MapGrpcService<Service>();
        _app.MapGet("/health", () => "Healthy");
        _app.MapGet("/whoami", (HttpContext context) => $"{name} authorization={context.Request.Headers.Authorization}");
    }

    public string Name { get; }

    public Guid Incarnation { get; } = Guid.NewGuid();

    public int Grpc { get; } = FreePorts.Next();

    public int Http { get; } = FreePorts.Next();

    public int Game { get; } = FreePorts.Next();

    public Func<LocateRequest, LocateReply> Locate { get; set; } = _ => new LocateReply();

    public int LocateCalls;

    public static async Task<FakeGameServer> StartAsync(string name)
    {
        var server = new FakeGameServer(name);
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private sealed class Service(FakeGameServer server) : GameServer.GameServerBase
    {
        public override Task<LocateReply> Locate(LocateRequest request, ServerCallContext context)
        {
            Interlocked.Increment(ref server.LocateCalls);
            return Task.FromResult(server.Locate(request));
        }
    }
}
