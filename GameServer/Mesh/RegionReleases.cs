using System.Collections.Concurrent;
using PlanetarySurvival.GameServer.Simulation;
using Wire = PlanetarySurvival.Contracts.Mesh;

namespace PlanetarySurvival.GameServer.Mesh;

/// <summary>Regions that this server gave up and that no leader knows to be given up yet.</summary>
internal sealed class RegionReleases
{
    /// <summary>Regions that may wait; the coordinators wait for the lease to run out instead if there are more.</summary>
    public const int PendingMax = 4096;

    private readonly ConcurrentDictionary<(ulong Region, ulong Epoch), bool> _pending = new();
    private readonly AsyncSignal _added = new();

    /// <summary>Takes a region. Called by the tick thread, rarely. False if too many wait.</summary>
    public bool TryAdd(ReleaseRegion request)
    {
        if (_pending.Count >= PendingMax)
            return false;

        _pending[(request.Region.Packed, request.Epoch)] = true;
        _added.Set();
        return true;
    }

    /// <summary>Those that wait.</summary>
    public Wire.RegionEpoch[] Pending() =>
        [.. _pending.Keys.Select(pair => new Wire.RegionEpoch { Region = pair.Region, Epoch = pair.Epoch })];

    /// <summary>A leader has committed these.</summary>
    public void Done(IEnumerable<Wire.RegionEpoch> released)
    {
        foreach (var pair in released)
            _pending.TryRemove((pair.Region, pair.Epoch), out _);
    }

    /// <summary>Waits until something was added, or until cancelled. One caller at a time.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        await using var wakeAtEnd = cancellation.Register(_added.Set);
        await _added.WaitAsync();
    }
}
