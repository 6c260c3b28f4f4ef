using System.Net;
using LiteNetLib;
using PlanetarySurvival.Contracts.Protocol;

namespace PlanetarySurvival.Client.Connections;

/// <summary>One connection to one server process, from the attempt to its end.</summary>
internal sealed class ServerConnection(string server, IPEndPoint endpoint, ConnectReason reason, TimeSpan now)
{
    /// <summary>The server's name, as the gateway or another server gave it.</summary>
    public string Server { get; } = server;

    public IPEndPoint Endpoint { get; } = endpoint;

    public ConnectReason Reason { get; } = reason;

    public NetPeer? Peer { get; set; }

    public bool Connected => Peer is { ConnectionState: ConnectionState.Connected };

    public TimeSpan OpenedAt { get; } = now;

    /// <summary>When it was last offered or left: the least recent is the least needed.</summary>
    public TimeSpan NeededAt { get; set; } = now;

    /// <summary>When the last snapshot or welcome came.</summary>
    public TimeSpan HeardAt { get; set; } = now;

    /// <summary>When another server took over while this one seemed alive; null once it is known whether it was.</summary>
    public TimeSpan? LeftAt { get; set; }

    /// <summary>Tick of the newest snapshot; 0 if none.</summary>
    public uint SnapshotTick { get; set; }

    /// <summary>Whether the server said that it waits for its permission to act.</summary>
    public bool ServerWaits { get; set; }

    /// <summary>When the transport last had a sign of life.</summary>
    public TimeSpan SignOfLifeAt(TimeSpan now) => now - TimeSpan.FromMilliseconds(Peer?.TimeSinceLastPacket ?? 0);
}
