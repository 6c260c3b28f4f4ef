using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PlanetarySurvival.ServiceDefaults;

namespace Microsoft.Extensions.Hosting;

/// <summary>The shared secret of the inside: who sends it is one of us.</summary>
public static class MeshSecretSetup
{
    private const string Scheme = "Bearer ";

    /// <summary>Makes <see cref="MeshSecretOptions"/> available; a program without the secret refuses to start.</summary>
    public static TBuilder AddMeshSecret<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddOptions<MeshSecretOptions>()
            .BindConfiguration(MeshSecretOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return builder;
    }

    /// <summary>Answers 401 to whatever comes in on the gRPC port, and to gRPC calls on any other, without the secret.</summary>
    public static WebApplication UseMeshSecret(this WebApplication app)
    {
        var port = app.Services.GetRequiredService<IOptions<EndpointOptions>>().Value.Grpc;
        var secret = app.Services.GetRequiredService<IOptions<MeshSecretOptions>>().Value.Secret;
        var expected = SHA256.HashData(Encoding.UTF8.GetBytes(secret));

        app.Use((context, next) =>
        {
            if (!IsInside(context) || HasSecret(context.Request))
                return next(context);

            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Task.CompletedTask;
        });
        return app;

        bool IsInside(HttpContext context) =>
            context.Connection.LocalPort == port ||
            context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;

        // Hashes are compared, so that the time taken tells neither content nor length.
        bool HasSecret(HttpRequest request) =>
            request.Headers.Authorization is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) &&
            CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(value[Scheme.Length..])), expected);
    }
}
