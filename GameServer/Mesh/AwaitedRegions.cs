using System.Collections.Concurrent;
using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.GameServer.Simulation;

namespace PlanetarySurvival.GameServer.Mesh;

/// <summary>
/// Regions where somebody is about to come in: they may be asleep, since nobody was near them. They are asked for with the heartbeats until the
/// gateway has had the time to let the player in.
/// </summary>
internal sealed class AwaitedRegions
{
    private const long AwaitedMicroseconds = 60_000_000;

    /// <summary>At the bound further ones wait until the next question of the gateway.</summary>
    private const int RegionsMax = 64;

    private readonly ConcurrentDictionary<RegionId, long> _until = new();

    /// <summary>Somebody comes in there soon.</summary>
    public void Add(RegionId region)
    {
        if (_until.Count < RegionsMax || _until.ContainsKey(region))
            _until[region] = MonotonicClock.NowMicroseconds + AwaitedMicroseconds;
    }

    /// <summary>Those that are awaited now.</summary>
    public IEnumerable<RegionId> Current()
    {
        foreach (var (region, until) in _until)
        {
            if (MonotonicClock.NowMicroseconds < until)
                yield return region;
            else
                _until.TryRemove(new KeyValuePair<RegionId, long>(region, until));
        }
    }
}
