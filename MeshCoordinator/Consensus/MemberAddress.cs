using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PlanetarySurvival.MeshCoordinator.Consensus;

/// <summary>Where a voter is: an IP address and a port, or a name whose address does not change while a coordinator runs.</summary>
internal sealed record MemberAddress(string Host, int Port)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether it is a name.</summary>
    public bool IsName => !IPAddress.TryParse(Host, out _);

    /// <summary>Null if a text is no such address.</summary>
    public static MemberAddress? TryParse(string text)
    {
        if (IPEndPoint.TryParse(text, out var endpoint))
            return endpoint.Port == 0 ? null : new MemberAddress(endpoint.Address.ToString(), endpoint.Port);

        return text.Split(':') is [{ Length: > 0 } host, var port] && Uri.CheckHostName(host) == UriHostNameType.Dns
            && int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= ushort.MaxValue
            ? new MemberAddress(host, number)
            : null;
    }

    /// <summary>Looks the name up, again and again until it has an address: where all start at once, names come late.</summary>
    public async Task<IPEndPoint> ResolveAsync(Action<string> onMissing, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(Host, out var known))
            return new IPEndPoint(known, Port);

        while (true)
        {
            try
            {
                var addresses = await Dns.GetHostAddressesAsync(Host, AddressFamily.InterNetwork, cancellationToken);

                if (addresses.Length > 0)
                    return new IPEndPoint(addresses[0], Port);

                onMissing("it has no IPv4 address");
            }
            catch (SocketException problem)
            {
                onMissing(problem.Message);
            }

            await Task.Delay(RetryPause, cancellationToken);
        }
    }
}
