using System.Net;
using System.Security.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PlanetarySurvival.ServiceDefaults;

namespace Microsoft.Extensions.Hosting;

/// <summary>Makes Kestrel listen on what <see cref="EndpointOptions"/> names.</summary>
public static class EndpointsSetup
{
    /// <summary>
    /// Listens on the configured ports and on nothing else: <c>ASPNETCORE_URLS</c> and its kin are ignored. A program with an HTTPS port says
    /// in <paramref name="https"/> where its certificate comes from.
    /// </summary>
    public static WebApplicationBuilder AddEndpoints(
        this WebApplicationBuilder builder, Action<IServiceProvider, HttpsConnectionAdapterOptions>? https = null)
    {
        builder.AddEndpointOptions();

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            var services = kestrel.ApplicationServices;
            var endpoints = services.GetRequiredService<IOptions<EndpointOptions>>().Value;

            kestrel.AddServerHeader = false;
            Listen(kestrel, endpoints.Host, endpoints.Http, HttpProtocols.Http1);
            if (endpoints.Telemetry is { } telemetry)
                Listen(kestrel, endpoints.Host, telemetry, HttpProtocols.Http1);
            if (endpoints.Grpc is { } grpc)
                Listen(kestrel, endpoints.Host, grpc, HttpProtocols.Http2);
            if (endpoints.Https is { } secure)
            {
                Listen(kestrel, endpoints.Host, secure, HttpProtocols.Http1AndHttp2, listen => listen.UseHttps(options =>
                {
                    options.SslProtocols = SslProtocols.Tls13;
                    https?.Invoke(services, options);
                }));
            }
        });

        return builder;
    }

    internal static void AddEndpointOptions(this IHostApplicationBuilder builder) =>
        builder.Services.AddOptions<EndpointOptions>()
            .BindConfiguration(EndpointOptions.Section).ValidateDataAnnotations().ValidateOnStart();

    private static void Listen(
        KestrelServerOptions kestrel, string host, int port, HttpProtocols protocols, Action<ListenOptions>? more = null)
    {
        if (host == "*")
            kestrel.ListenAnyIP(port, Configure);
        else if (host == "localhost")
            kestrel.ListenLocalhost(port, Configure);
        else if (IPAddress.TryParse(host, out var address))
            kestrel.Listen(address, port, Configure);
        else
            throw new InvalidOperationException($"{EndpointOptions.Section}:Host is '{host}'; it must be an IP address, localhost or *.");

        void Configure(ListenOptions listen)
        {
            listen.Protocols = protocols;
            more?.Invoke(listen);
        }
    }
}
