using System.Net;
using System.Net.Sockets;

namespace PlanetarySurvival.Client.Connections;

/// <summary>From a host name or address and a port to where datagrams go.</summary>
internal static class HostAddress
{
    /// <summary>Without a look-up; null if the host is a name.</summary>
    public static IPEndPoint? Literal(string host, ushort port) =>
        IPAddress.TryParse(host, out var address) ? new IPEndPoint(address, port) : null;

    /// <summary>With a look-up where one is needed, IPv4 first. Null if there is no such host.</summary>
    public static async Task<IPEndPoint?> ResolveAsync(string host, ushort port, CancellationToken cancellation)
    {
        if (Literal(host, port) is { } literal)
            return literal;

        try
        {
            var addresses = await Dns.GetHostAddressesAsync(host, cancellation).ConfigureAwait(false);
            var best = Array.Find(addresses, a => a.AddressFamily == AddressFamily.InterNetwork) ?? addresses.FirstOrDefault();
            return best is null ? null : new IPEndPoint(best, port);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            return null;
        }
    }
}
