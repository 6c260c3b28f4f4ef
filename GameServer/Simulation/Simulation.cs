using PlanetarySurvival.Contracts.Protocol;
using PlanetarySurvival.Contracts.Tickets;
using PlanetarySurvival.GameServer.Mesh;
using PlanetarySurvival.GameServer.Regions;
using PlanetarySurvival.World;

namespace PlanetarySurvival.GameServer.Simulation;

/// <summary>
/// All that this server decides, one tick after the other. Pure: what happens outside comes in by the methods below, on the tick thread,
/// and what should happen outside goes to the <see cref="OutputBuffer"/>.
/// </summary>
public sealed class Simulation(string server, Guid incarnation, Planet planet, SimulationOptions options)
{
    /// <summary>This server's name.</summary>
    public string Server { get; } = server;

    /// <summary>What others in the process may know; replaced every few ticks, read by any thread.</summary>
    public SimulationStatus Status { get; private set; } = SimulationStatus.None;

    public OutputBuffer Output { get; } = new();

    public void ClientConnected(int connection, in Ticket ticket, ConnectReason reason) => _ = (incarnation, planet, options);

    public void ClientDisconnected(int connection)
    {
    }

    public void ClientMessage(int connection, ReadOnlySpan<byte> message)
    {
    }

    public void PeerUp(string peer, Guid peerIncarnation)
    {
    }

    public void PeerDown(string peer, Guid peerIncarnation)
    {
    }

    public void PeerMessage(string peer, Guid peerIncarnation, ReadOnlySpan<byte> frame)
    {
    }

    public void MapChanged(MeshView map)
    {
    }

    public void LeaseAnswered(in LeaseGrant grant)
    {
    }

    public void PlayerLoaded(PlayerLoad load)
    {
    }

    public void PlayersSaved(SaveResult result)
    {
    }

    public void Step(long nowMicroseconds)
    {
    }
}
