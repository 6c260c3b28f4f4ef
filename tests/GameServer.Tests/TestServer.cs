using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PlanetarySurvival.GameServer.Connections;
using PlanetarySurvival.GameServer.Mesh;
using PlanetarySurvival.GameServer.Peers;
using PlanetarySurvival.GameServer.Query;
using PlanetarySurvival.GameServer.Simulation;
using PlanetarySurvival.GameServer.Storage;
using PlanetarySurvival.GameServer.Telemetry;
using PlanetarySurvival.GameServer.Terrain;
using PlanetarySurvival.Testing;

namespace PlanetarySurvival.GameServer.Tests;

/// <summary>A whole game server in this process, on free ports. Without a coordinator, a database or Redis unless the test has them.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    public const string TicketSecret = "the tickets' secret of the tests";
    public const string MeshSecret = "the mesh's secret of the tests";
    private readonly WebApplication _app;

    private TestServer(WebApplication app, string name, Guid incarnation, Ports ports) =>
        (_app, Name, Incarnation, this.ports) = (app, name, incarnation, ports);

    private readonly Ports ports;

    public string Name { get; }

    public Guid Incarnation { get; }

    public int GamePort => ports.Game;

    public int QueryPort => ports.Query;

    public string GrpcAddress => $"http://127.0.0.1:{ports.Grpc}";

    public Uri Http => new($"http://127.0.0.1:{ports.Http}");

    public IHostApplicationLifetime Lifetime => Get<IHostApplicationLifetime>();

    /// <summary>As it would stand in the map.</summary>
    public ServerView View => new(Name, Incarnation, Alive: true, Ready: true, "127.0.0.1", (ushort)GamePort, GrpcAddress);

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public static async Task<TestServer> StartAsync(
        string name = "game-server-0", bool ticks = true, IEnumerable<string>? coordinators = null, string? database = null,
        Ports? ports = null, Guid? incarnation = null)
    {
        ports ??= new Ports();
        var id = incarnation ?? Guid.NewGuid();
        // Nobody listens there.
        var nowhere = FreePorts.Next();
        var builder = WebApplication.CreateBuilder(
        [
            $"--Mesh:Name={name}", $"--Mesh:Incarnation={id}", $"--Mesh:Secret={MeshSecret}", $"--Tickets:Secret={TicketSecret}",
            .. (coordinators ?? [$"http://127.0.0.1:{nowhere}"]).Select((address, i) => $"--Mesh:Coordinators:{i}={address}"),
            $"--Endpoints:Http={ports.Http}", $"--Endpoints:Grpc={ports.Grpc}", $"--Endpoints:Game={ports.Game}",
            $"--Endpoints:Query={ports.Query}",
            $"--ConnectionStrings:world={database ?? $"Host=127.0.0.1;Port={nowhere};Username=nobody;Timeout=1"}",
            $"--ConnectionStrings:cache=127.0.0.1:{nowhere},connectTimeout=100",
        ]);
        builder.AddServiceDefaults();
        builder.Logging.ClearProviders();
        builder.AddEndpoints();
        builder.AddTelemetry();
        builder.AddStorage();
        builder.AddConnections();
        builder.AddSimulation();
        builder.AddTerrain();
        builder.AddPeers();
        builder.AddMesh();
        builder.AddQuery();
        if (!ticks)
        {
            foreach (var service in builder.Services.Where(IsTickLoopOrNeedsIt).ToArray())
                builder.Services.Remove(service);
        }

        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.UseMeshSecret();
        app.MapPeers();
        app.MapTelemetry();
        await app.StartAsync();
        return new TestServer(app, name, id, ports);
    }

    public async Task StopAsync() => await _app.StopAsync();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    // The last hosted service that SimulationSetup adds, and the departure, which waits for the tick.
    private static bool IsTickLoopOrNeedsIt(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService) &&
        (service.ImplementationType == typeof(Departure) ||
            service.ImplementationFactory?.Method.DeclaringType?.DeclaringType == typeof(SimulationSetup));

    /// <summary>Where a server listens; kept when it is started again.</summary>
    internal sealed record Ports
    {
        public int Http { get; } = FreePorts.Next();

        public int Grpc { get; } = FreePorts.Next();

        public int Game { get; } = FreePorts.Next();

        public int Query { get; } = FreePorts.Next();
    }
}
