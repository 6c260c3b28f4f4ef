using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.GameServer.Players;

namespace PlanetarySurvival.GameServer.Connections;

/// <summary>A client as the simulation knows it: one connection, shown a ticket, steering a player or standing by for one.</summary>
internal sealed class Client(int connection, PlayerId id, ulong session, string name, bool standby, ConnectReason reason)
{
    public int Connection { get; } = connection;

    public PlayerId Id { get; } = id;

    public ulong Session { get; } = session;

    public string Name { get; } = name;

    /// <summary>It came to stand by, with a ticket of another server.</summary>
    public bool Standby { get; } = standby;

    /// <summary>It said that it lost a session; counted when it first gets its player, and forgotten then.</summary>
    public bool Resumes { get; set; } = reason == ConnectReason.Resume;

    /// <summary>The player that it steers, or null while it stands by.</summary>
    public Player? Player { get; set; }

    /// <summary>Whether it was told that it belongs to this server, for the present authority.</summary>
    public bool Welcomed { get; set; }

    /// <summary>Whether it was told to wait.</summary>
    public bool ToldToWait { get; set; }

    /// <summary>The newest snapshot that it proved to have seen.</summary>
    public uint SnapshotSeen { get; set; }

    /// <summary>Servers that it was offered to stand by on: which process, and when.</summary>
    public Dictionary<string, (Guid Incarnation, uint Tick)> Offers { get; } = [];
}
