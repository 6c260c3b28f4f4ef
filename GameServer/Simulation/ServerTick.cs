using PlanetarySurvival.GameServer.Connections;
using PlanetarySurvival.GameServer.Mesh;
using PlanetarySurvival.GameServer.Peers;
using PlanetarySurvival.GameServer.Storage;
using PlanetarySurvival.GameServer.Telemetry;
using PlanetarySurvival.GameServer.Terrain;

namespace PlanetarySurvival.GameServer.Simulation;

/// <summary>
/// One tick of the process: what has arrived goes in, the simulation makes a step, what it wants goes out. Nothing here waits or takes a
/// lock that others hold for long.
/// </summary>
internal sealed class ServerTick(
    Simulation simulation, MeshInbox mesh, PeerLinks peers, PlayerStore storage, TransferLog transfers, ClientConnections connections,
    RegionReleases releases, TransferTraces traces, ChunkWorker terrain, ServerMetrics metrics)
{
    /// <summary>The whole tick, in order.</summary>
    public void Run(long nowMicroseconds)
    {
        mesh.DrainInto(simulation);
        peers.DrainInto(simulation);
        storage.DrainInto(simulation);
        terrain.DrainInto(simulation);
        connections.DrainInto(simulation);
        simulation.Step(nowMicroseconds);
        HandOut();
    }

    /// <summary>After the last tick: the players are saved, the clients are told.</summary>
    public void RunLast()
    {
        simulation.Shutdown();
        HandOut();
    }

    private void HandOut()
    {
        var output = simulation.Output;

        // Read once more: the tick may have been paused in its midst for longer than its permission lasts (invariant I1).
        var now = MonotonicClock.NowMicroseconds;
        var entries = output.Entries;
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (now >= entry.Deadline)
                metrics.PacketDropped(DropReason.PermissionGone);
            else if (entry.Kind == OutputKind.Peer)
                peers.Send(entry.Peer!, output.Bytes(entry));
            else
                connections.Send(entry.Connection, output.Bytes(entry), entry.Kind == OutputKind.ClientReliable);
        }

        foreach (var request in output.Requests)
            HandOut(request);

        peers.Flush();
        connections.Flush();
        output.Clear();
    }

    private void HandOut(SimulationRequest request)
    {
        switch (request)
        {
            case DisconnectClient disconnect:
                connections.Disconnect(disconnect);
                break;
            case OfferStandby offer:
                connections.Offer(offer);
                break;
            case LoadPlayer load:
                storage.Request(load);
                break;
            case SavePlayers save:
                storage.Request(save);
                break;
            case GenerateChunk generate:
                terrain.Request(generate);
                break;
            case ReleaseRegion release:
                releases.TryAdd(release);
                break;
            case TransferEnded transfer:
                transfers.Add(transfer);
                traces.Add(transfer);
                metrics.TransferEnded(transfer.Arrived, TransferLog.Milliseconds(transfer));
                break;
            case TransferTaken transfer:
                traces.Add(transfer);
                break;
            default:
                throw new InvalidOperationException($"Nobody handles {request.GetType().Name}.");
        }
    }
}
