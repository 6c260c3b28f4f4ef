using PlanetarySurvival.GameServer;
using PlanetarySurvival.GameServer.Connections;
using PlanetarySurvival.GameServer.Mesh;
using PlanetarySurvival.GameServer.Peers;
using PlanetarySurvival.GameServer.Query;
using PlanetarySurvival.GameServer.Simulation;
using PlanetarySurvival.GameServer.Storage;
using PlanetarySurvival.GameServer.Telemetry;
using PlanetarySurvival.GameServer.Terrain;

return await ServerProcess.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args);

    builder.AddServiceDefaults();
    builder.AddEndpoints();
    builder.AddTelemetry();
    builder.AddStorage();
    builder.AddConnections();
    builder.AddSimulation();
    builder.AddTerrain();
    builder.AddPeers();
    builder.AddMesh();
    builder.AddQuery();

    var app = builder.Build();

    app.MapDefaultEndpoints();
    app.UseMeshSecret();
    app.MapPeers();
    app.MapTelemetry();
    return app;
});
