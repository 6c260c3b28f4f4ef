using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace PlanetarySurvival.Hosting.Running;

/// <summary>Gives every endpoint an address. There are no proxies: where others connect is where the process listens.</summary>
internal static class EndpointAllocation
{
    public static void Allocate(IResource resource)
    {
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
        {
            if (endpoint.AllocatedEndpoint is not null)
                continue;

            if (resource is ContainerResource)
            {
                endpoint.Port ??= FindFree(endpoint.Protocol);
                endpoint.TargetPort ??= endpoint.Port;
            }
            else
            {
                if (endpoint is { Port: { } port, TargetPort: { } target } && port != target)
                    throw new DistributedApplicationException(
                        $"Resource '{resource.Name}': the endpoint '{endpoint.Name}' has no proxy (none is made here), " +
                        $"so its port {port} and its target port {target} must be the same.");

                endpoint.TargetPort ??= endpoint.Port ?? FindFree(endpoint.Protocol);
                endpoint.Port = endpoint.TargetPort;
            }

            // One spelling everywhere: "localhost" may be ::1 for one and 127.0.0.1 for another, and then they miss each other.
            var host = endpoint.TargetHost is "localhost" or "0.0.0.0" or "*" ? "127.0.0.1" : endpoint.TargetHost;

            if (resource is ProjectResource)
                endpoint.TargetHost = host;

            endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, host, endpoint.Port.Value);
        }
    }

    private static int FindFree(ProtocolType protocol)
    {
        using var socket = protocol == ProtocolType.Udp
            ? new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
            : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
