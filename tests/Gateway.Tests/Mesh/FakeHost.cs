using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PlanetarySurvival.Gateway.Tests.Mesh;

/// <summary>What both kinds of fake programs are built on: real Kestrel, real gRPC, the real mesh secret.</summary>
internal static class FakeHost
{
    public static WebApplicationBuilder Create(int grpc, int http)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(
        [
            new("Endpoints:Grpc", $"{grpc}"),
            new("Endpoints:Http", $"{http}"),
            new("Mesh:Secret", FakeMesh.Secret),
        ]);
        builder.Logging.ClearProviders();
        builder.AddEndpoints();
        builder.AddMeshSecret();
        builder.Services.AddGrpc();
        return builder;
    }
}
