using PlanetarySurvival.Gateway.Accounts;
using PlanetarySurvival.Gateway.Admission;
using PlanetarySurvival.Gateway.Certificates;
using PlanetarySurvival.Gateway.Home;
using PlanetarySurvival.Gateway.Map;
using PlanetarySurvival.Gateway.Passwords;
using PlanetarySurvival.Gateway.Routes;
using PlanetarySurvival.Gateway.Sessions;
using PlanetarySurvival.Gateway.Storage;
using PlanetarySurvival.Gateway.Tickets;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddEndpointsWithCertificate();
builder.AddProblems();
builder.AddStorage();
builder.AddMap();
builder.AddAdmission();
builder.AddPasswords();
builder.AddAccounts();
builder.AddSessions();
builder.AddTickets();
builder.AddRoutes();

var app = builder.Build();

app.UseProblems();
app.MapDefaultEndpoints();
app.UseAdmission();
app.MapHome();
app.MapAccounts();
app.MapSessions();
app.MapTickets();
app.MapMesh();
app.MapRoutes();
app.Run();
