using PlanetarySurvival.MeshCoordinator.Consensus;
using PlanetarySurvival.MeshCoordinator.Leases;
using PlanetarySurvival.MeshCoordinator.Planning;
using PlanetarySurvival.MeshCoordinator.Registration;
using PlanetarySurvival.MeshCoordinator.Storage;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddEndpoints();
builder.AddMeshSecret();
builder.AddConsensus();
builder.AddLeases();
builder.AddPlanning();
builder.AddStorage();
builder.AddRegistration();

var app = builder.Build();

app.MapDefaultEndpoints();
app.UseMeshSecret();
app.MapRegistration();
app.Run();
