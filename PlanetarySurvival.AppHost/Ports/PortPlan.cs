using System.Net;
using System.Net.Sockets;

namespace PlanetarySurvival.AppHost.Ports;

/// <summary>Who listens where: on the ports that the README names, or on free ones.</summary>
internal sealed class PortPlan(bool chooseFree)
{
    // Below the range from which Linux (32768) and others (49152) take the ports of outgoing connections: what is free now stays free
    // until the process that it is meant for opens it, and again after each of its restarts.
    private const int FreeMin = 20_000;
    private const int FreeMax = 32_000;
    private const int TriesMax = 2_000;

    private static readonly Lock TakenLock = new();
    private static readonly HashSet<int> Taken = [];

    private readonly List<PlannedPort> _planned = [];

    /// <summary>All ports that were asked for.</summary>
    public IReadOnlyList<PlannedPort> Planned => _planned;

    /// <summary>The port of an endpoint.</summary>
    public int Take(string resource, string endpoint, int standard)
    {
        var port = chooseFree ? FindFree() : standard;
        _planned.Add(new PlannedPort(resource, endpoint, port));
        return port;
    }

    /// <summary>The port of an endpoint; another one if it is taken, since nobody outside needs to know it.</summary>
    public int TakeOrMove(string resource, string endpoint, int standard) =>
        Take(resource, endpoint, !chooseFree && !IsFree(standard) ? FindFree() : standard);

    /// <summary>Whether a port is not the usual one although nobody asked for free ones.</summary>
    public bool HasMoved(int port, int standard) => !chooseFree && port != standard;

    public static bool IsFree(int port) => CanBind(port, SocketType.Stream, ProtocolType.Tcp) && CanBind(port, SocketType.Dgram, ProtocolType.Udp);

    private static int FindFree()
    {
        lock (TakenLock)
        {
            for (var i = 0; i < TriesMax; i++)
            {
                var port = Random.Shared.Next(FreeMin, FreeMax);

                if (!Taken.Contains(port) && IsFree(port))
                {
                    Taken.Add(port);
                    return port;
                }
            }
        }

        throw new DistributedApplicationException($"There is no free port from {FreeMin} to {FreeMax}.");
    }

    private static bool CanBind(int port, SocketType type, ProtocolType protocol)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, type, protocol);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));

            if (type == SocketType.Stream)
                socket.Listen(1);

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

/// <summary>A port and what it is for.</summary>
internal sealed record PlannedPort(string Resource, string Endpoint, int Port);
