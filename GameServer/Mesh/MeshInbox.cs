using PlanetarySurvival.GameServer.Regions;
using PlanetarySurvival.GameServer.Simulation;
using PlanetarySurvival.GameServer.Telemetry;

namespace PlanetarySurvival.GameServer.Mesh;

/// <summary>What the coordinators said, on its way to the tick thread; and the newest map for everyone else.</summary>
internal sealed class MeshInbox(ServerMetrics metrics)
{
    /// <summary>Answers that wait for the next tick (six seconds of them).</summary>
    public const int RepliesQueuedMax = 64;

    private readonly BoundedQueue<Reply> _replies = new(RepliesQueuedMax);
    private readonly Lock _lock = new();
    private volatile MeshView _map = MeshView.Empty;
    private ulong _revisionQueued;
    private ulong _revisionGiven;

    /// <summary>The newest map that was received.</summary>
    public MeshView Map => _map;

    /// <summary>Raised after the map changed, on the thread that received it.</summary>
    public event Action<MeshView>? MapChanged;

    /// <summary>Takes an answer; an older map than the known one is ignored.</summary>
    public void Add(MeshView? map, LeaseGrant[] grants)
    {
        var changed = false;
        lock (_lock)
        {
            if (map is not null && map.Revision > _map.Revision)
            {
                _map = map;
                changed = true;
            }

            // Every answer carries the newest map, so that none is lost with an answer that finds the queue full, and permissions are
            // never applied before the revision that they were given for.
            if (_map.Revision > _revisionQueued || grants.Length > 0)
            {
                if (_replies.TryEnqueue(new Reply(_map, grants)))
                    _revisionQueued = _map.Revision;
                else
                    metrics.PacketDropped(DropReason.MeshQueueFull);
            }
        }

        if (changed)
            MapChanged?.Invoke(_map);
    }

    /// <summary>Gives the simulation what arrived since the last tick. Called by the tick thread.</summary>
    public void DrainInto(Simulation.Simulation simulation)
    {
        while (_replies.TryDequeue(out var reply))
        {
            if (reply.Map.Revision > _revisionGiven)
            {
                simulation.MapChanged(reply.Map);
                _revisionGiven = reply.Map.Revision;
            }

            foreach (ref readonly var grant in reply.Grants.AsSpan())
                simulation.LeaseAnswered(grant);
        }
    }

    private readonly record struct Reply(MeshView Map, LeaseGrant[] Grants);
}
