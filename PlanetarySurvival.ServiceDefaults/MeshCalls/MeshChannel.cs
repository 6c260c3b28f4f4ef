using System.Net.Http.Headers;
using Grpc.Net.Client;

namespace PlanetarySurvival.ServiceDefaults;

/// <summary>Makes gRPC channels between programs of the mesh.</summary>
public static class MeshChannel
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(2);

    /// <summary>
    /// A channel to an address such as <c>http://127.0.0.1:9490</c> that shows the secret with each call. Connects at the first call, and again
    /// by itself; a peer that stays silent for 4 s loses its connection. The caller sets deadlines and disposes of the channel.
    /// </summary>
    public static GrpcChannel Create(string address, string secret)
    {
        // One handler a channel: a handler that was in use cannot be configured by another.
        var sockets = new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout,
            KeepAlivePingDelay = KeepAlive,
            KeepAlivePingTimeout = KeepAlive,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            EnableMultipleHttp2Connections = true,
            UseProxy = false,
        };

        return GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = new SecretHandler(sockets, secret),
            DisposeHttpClient = true,
        });
    }

    private sealed class SecretHandler(HttpMessageHandler inner, string secret) : DelegatingHandler(inner)
    {
        private readonly AuthenticationHeaderValue _authorization = new("Bearer", secret);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
        {
            request.Headers.Authorization = _authorization;
            return base.SendAsync(request, cancellation);
        }
    }
}
