using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.MeshCoordinator.Mesh;

namespace PlanetarySurvival.MeshCoordinator.Planning;

/// <summary>
/// What a leader has heard since its election: the newest heartbeat of each incarnation and when each region was last wanted. Volatile; the
/// next leader hears it again. Time is given, as everywhere in the core.
/// </summary>
internal sealed class MeshReports(TimeSpan electedAt)
{
    private readonly Dictionary<IncarnationId, ServerReport> _servers = [];
    private readonly Dictionary<RegionId, TimeSpan> _wanted = [];

    /// <summary>When this leader began to listen.</summary>
    public TimeSpan ElectedAt { get; } = electedAt;

    /// <summary>Silence before this moment says nothing: the leader was not elected yet, or was asleep itself.</summary>
    public TimeSpan ListeningSince { get; private set; } = electedAt;

    /// <summary>When the newest incarnation was first heard.</summary>
    public TimeSpan NewestServerAt { get; private set; } = electedAt;

    /// <summary>Whether the last attempt to raise a fence reached the database.</summary>
    public bool FencesWritable { get; set; } = true;

    /// <summary>The newest heartbeats, of incarnations that may be gone by now.</summary>
    public IReadOnlyDictionary<IncarnationId, ServerReport> Servers => _servers;

    /// <summary>The leader itself did not run for a while, so that no server could be heard.</summary>
    public void SleptUntil(TimeSpan now) => ListeningSince = now;

    /// <summary>Takes in a heartbeat of a registered incarnation. A player in a region wants it, too.</summary>
    public void Observe(ServerReport report)
    {
        if (!_servers.ContainsKey(report.Incarnation))
            NewestServerAt = report.At;

        _servers[report.Incarnation] = report;
        foreach (var region in report.Wanted)
            Want(region, report.At);

        foreach (var held in report.Held)
        {
            if (held.Players > 0)
                Want(held.Region, report.At);
        }
    }

    /// <summary>Forgets incarnations that the mesh does not know any more, and wishes that are long past.</summary>
    public void Trim(MeshState state, TimeSpan oldest)
    {
        if (_servers.Count > state.Servers.Count)
        {
            foreach (var incarnation in _servers.Keys.Where(i => state.Find(i) is null).ToArray())
                _servers.Remove(incarnation);
        }

        foreach (var (region, at) in _wanted.ToArray())
        {
            if (at < oldest && !state.Regions.ContainsKey(region))
                _wanted.Remove(region);
        }
    }

    /// <summary>The newest heartbeat of an incarnation; null if it was not heard yet.</summary>
    public ServerReport? Of(IncarnationId incarnation) => _servers.GetValueOrDefault(incarnation);

    /// <summary>How long an incarnation has been silent while this leader listened.</summary>
    public TimeSpan SilenceOf(IncarnationId incarnation, TimeSpan now)
    {
        var heard = Of(incarnation)?.At ?? TimeSpan.MinValue;
        return now - (heard > ListeningSince ? heard : ListeningSince);
    }

    /// <summary>What the owner of a region said last about its current epoch.</summary>
    public HeldReport? Held(RegionRecord region)
    {
        foreach (var held in Of(region.Owner.Incarnation)?.Held ?? [])
        {
            if (held.Region == region.Id && held.Epoch == region.Epoch)
                return held;
        }

        return null;
    }

    /// <summary>How long nobody has wanted a region, as far as this leader knows.</summary>
    public TimeSpan UnwantedFor(RegionId region, TimeSpan now)
    {
        var wanted = _wanted.GetValueOrDefault(region, TimeSpan.MinValue);
        return now - (wanted > ListeningSince ? wanted : ListeningSince);
    }

    /// <summary>Regions that were wanted at or after a moment, in the order of their ids.</summary>
    public IEnumerable<RegionId> WantedSince(TimeSpan moment) => _wanted.Where(w => w.Value >= moment).Select(w => w.Key).Order();

    private void Want(RegionId region, TimeSpan at)
    {
        // Past the bound nothing new is wanted until old wishes are trimmed; what is active already is always in.
        if (_wanted.Count < MeshLimits.RegionsMax || _wanted.ContainsKey(region))
            _wanted[region] = at;
    }
}
