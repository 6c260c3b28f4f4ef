using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PlanetarySurvival.GameServer.Peers;

/// <summary>Adds the links between servers and what they ask each other.</summary>
internal static class PeersSetup
{
    private static readonly TimeSpan KeepAlivePingDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan KeepAlivePingTimeout = TimeSpan.FromSeconds(2);

    public static WebApplicationBuilder AddPeers(this WebApplicationBuilder builder)
    {
        builder.Services.AddGrpc(options => options.MaxReceiveMessageSize = 2 * PeerLimits.FrameBytesMax);
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.Limits.Http2.KeepAlivePingDelay = KeepAlivePingDelay;
            kestrel.Limits.Http2.KeepAlivePingTimeout = KeepAlivePingTimeout;
        });
        builder.Services.AddSingleton<PeerLinks>();
        builder.Services.AddHostedService(services => services.GetRequiredService<PeerLinks>());
        return builder;
    }

    public static WebApplication MapPeers(this WebApplication app)
    {
        app.MapGrpcService<PeerEndpoint>();
        return app;
    }
}
