using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.Mesh_Tests.Mesh;
using PlanetarySurvival.MeshCoordinator.Leases;
using PlanetarySurvival.MeshCoordinator.Mesh;
using PlanetarySurvival.MeshCoordinator.Planning;

namespace PlanetarySurvival.Mesh_Tests.Scenarios;

/// <summary>
/// A whole mesh in one thread under a seeded storm: late, lost and doubled messages, deaths with and without a report, restarts under the
/// same name, elections, a database that comes and goes, and clocks that run a tenth too fast or too slow. After each step no region may
/// have two incarnations that are permitted to act (invariant I1).
/// </summary>
/// <remarks>
/// The log is one state that all leaders share, and what an election does to it is Raft's business. A deposed leader may still answer by
/// the state it had, if its quorum round was over before (rule L2's residue).
/// </remarks>
internal sealed class LeaseStorm(int seed, LeaseRule without = LeaseRule.None)
{
    private const double Step = 0.05;
    private const int Names = 3;
    private const double StopsAfter = 2.7;
    private readonly Random _random = new(seed);
    private readonly PriorityQueue<Action, double> _events = new();
    private readonly Dictionary<RegionId, FormerOwner> _fences = [];
    private readonly Server?[] _servers = new Server?[Names];
    private readonly List<Server> _processes = [];
    private MeshState _state = MeshState.Empty;
    private Leader? _current;
    private bool _databaseUp = true;
    private bool _stormy = true;
    private double _now;
    private int _starts;

    /// <summary>Take-overs that opened, so that a test can tell that something happened.</summary>
    public int Opened { get; private set; }

    /// <summary>Null, or what went wrong and when.</summary>
    public string? Run(double stormSeconds, double calmSeconds)
    {
        Elect();
        for (var name = 0; name < Names; name++)
            Start(name);

        while (_now < stormSeconds + calmSeconds)
        {
            _now += Step;
            if (_stormy && _now > stormSeconds)
                Calm();
            if (_stormy)
                Trouble();
            while (_events.TryPeek(out _, out var due) && due <= _now)
                _events.Dequeue()();
            Leading.Round();
            foreach (var server in _servers)
                server?.Beat();
            if (Violation() is { } violation)
                return $"seed {seed}, {_now:0.00} s: {violation}";
        }

        return Unsettled() is { } region ? $"seed {seed}: after the storm region {region} has no owner that may act" : null;
    }

    private Leader Leading => _current ?? throw new InvalidOperationException("Nobody was elected yet.");

    private string? Violation()
    {
        foreach (var (id, _) in _state.Regions)
        {
            var acting = _processes.Where(p => p.MayAct(id)).ToArray();
            if (acting.Length > 1)
                return $"{string.Join(" and ", acting.Select(p => p.Holder))} may both act for region {id} at epoch {_state.Regions[id].Epoch}";
        }

        return null;
    }

    private RegionId? Unsettled()
    {
        foreach (var (id, _) in _state.Regions)
        {
            if (!_processes.Any(p => p.MayAct(id)))
                return id;
        }

        return _state.Regions.Count == 8 ? null : default(RegionId);
    }

    private void Trouble()
    {
        if (Chance(0.004))
            Elect();
        if (Chance(0.006))
            _databaseUp = !_databaseUp;
        if (Chance(0.008))
            Kill(_random.Next(Names));
        if (Chance(0.01) && _servers[_random.Next(Names)] is { } paused)
            paused.PausedUntil = _now + 6 * _random.NextDouble();
        if (Chance(0.004) && _servers[_random.Next(Names)] is { } draining)
            draining.Draining = !draining.Draining;
    }

    private void Calm()
    {
        (_stormy, _databaseUp) = (false, true);
        foreach (var server in _servers)
        {
            if (server is not null)
                server.Draining = false;
        }
    }

    private void Elect()
    {
        _current?.Depose();
        _current = new Leader(this, 0.9 + 0.2 * _random.NextDouble());
    }

    private void Start(int name) => _servers[name] = Added(new Server(this, name, ++_starts, 0.9 + 0.2 * _random.NextDouble()));

    private Server Added(Server server)
    {
        _processes.RemoveAll(p => p.IsDead);
        _processes.Add(server);
        return server;
    }

    // One in three starts again while the old process still runs, which no watcher would do, but a network can make it look so.
    private void Kill(int name)
    {
        if (_servers[name] is not { } server)
            return;

        _servers[name] = null;
        server.IsDead = !Chance(0.33);
        if (server.IsDead && Chance(0.7))
            After(0.5 * _random.NextDouble(), () => Commit(new MeshCommand.DeclareDead(server.Holder.Incarnation, default)));
        if (!server.IsDead)
            Linger(server, _now + 8);
        After(0.3 + 4 * _random.NextDouble(), () => Start(name));
    }

    private void Linger(Server server, double until)
    {
        server.Beat();
        if (_now < until)
            After(Step, () => Linger(server, until));
    }

    private void Commit(params IEnumerable<MeshCommand> commands)
    {
        foreach (var command in commands)
        {
            _state = _state.Apply(command);
            if (command is MeshCommand.TakeOver taken && Lacks(LeaseRule.RememberEveryHolder))
                KeepNewestHolder(taken.Region);
            if (command is MeshCommand.Open)
                Opened++;
        }
    }

    // As a careless mesh would: only the owner just before has to be gone.
    private void KeepNewestHolder(RegionId id)
    {
        var region = _state.Regions[id];
        var newest = region.FormerOwners.RemoveAll(former => former.Epoch != region.Epoch - 1);
        _state = _state with { Regions = _state.Regions.SetItem(id, region with { FormerOwners = newest }) };
    }

    private bool Lacks(LeaseRule rule) => without == rule;

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private void After(double delay, Action action) => _events.Enqueue(action, _now + delay);

    private double Delay() => _stormy ? Chance(0.1) ? 3 * _random.NextDouble() : 0.05 * _random.NextDouble() : 0.01;

    private bool IsLost() => _stormy && Chance(0.1);

    private sealed class Leader(LeaseStorm storm, double rate)
    {
        private readonly MeshReports _reports = new(TimeSpan.FromSeconds(storm._now * rate));
        private readonly LeaseBook _book = new(TimeSpan.FromSeconds(storm.Lacks(LeaseRule.ConfirmationAtElection) ? -60 : storm._now * rate));
        private MeshState? _deposedWith;

        private TimeSpan Now => TimeSpan.FromSeconds(storm._now * rate);

        public void Round()
        {
            foreach (var (_, region) in storm._state.Regions)
            {
                if (!region.Open && (_book.MayOpen(region, Now) || (storm.Lacks(LeaseRule.WaitForConfirmations) && _book.IsFenced(region))))
                    storm.Commit(new MeshCommand.Open(region.Id, region.Epoch));
            }

            storm.Commit(MeshPlanner.Plan(storm._state, _reports, Given.Rules, Now));
            Fence();
        }

        public void Hear(ServerReport report, Action<MeshState, LeaseDecision[]> answer)
        {
            if (storm.Leading != this && !storm.Lacks(LeaseRule.ReadBarrier))
                return;

            if (storm._state.Find(report.Incarnation) is { State: not ServerState.Dead })
                _reports.Observe(report with { At = Now });

            // The quorum round, and then the answer: by then this leader may be deposed, and know only what it knew then.
            storm.After(0.02 * storm._random.NextDouble(), () =>
            {
                if (storm.Leading != this && !storm.Lacks(LeaseRule.ReadBarrier))
                    return;

                storm.After(storm.Delay(), () => Answer(report, answer));
            });
        }

        public void Depose() => _deposedWith ??= storm._state;

        private void Answer(ServerReport report, Action<MeshState, LeaseDecision[]> answer)
        {
            var state = storm.Leading == this ? storm._state : _deposedWith ?? storm._state;
            var decisions = report.Held.Select(h => Judge(state, report.Incarnation, h)).ToArray();
            for (var i = 0; i < decisions.Length; i++)
            {
                if (decisions[i] == LeaseDecision.Granted)
                    _book.Confirm(report.Held[i].Region, Now);
            }

            answer(state, decisions);
        }

        private LeaseDecision Judge(MeshState state, IncarnationId asker, HeldReport held) =>
            LeaseRules.Judge(storm.Lacks(LeaseRule.OpenBeforeGranted) ? state.Apply(new MeshCommand.Open(held.Region, held.Epoch)) : state,
                asker, held.Region, held.Epoch);

        private void Fence()
        {
            foreach (var (_, region) in storm._state.Regions)
            {
                if (_book.IsFenced(region))
                    continue;

                _book.AskFence(region.Id, region.Epoch, Now);
                _reports.FencesWritable = storm._databaseUp;
                if (!storm._databaseUp)
                    continue;

                var row = storm._fences.GetValueOrDefault(region.Id);
                if (row.Epoch < region.Epoch)
                    storm._fences[region.Id] = row = new FormerOwner(region.Epoch, region.Owner.Incarnation);
                if (row == new FormerOwner(region.Epoch, region.Owner.Incarnation))
                    _book.RaiseFence(region.Id, region.Epoch, Now);
            }
        }
    }

    private sealed class Server(LeaseStorm storm, int name, int start, double rate)
    {
        private readonly Dictionary<RegionEpochPair, double> _until = [];
        private readonly HashSet<RegionEpochPair> _dead = [];
        private MeshState _map = MeshState.Empty;
        private double _nextBeat;
        private bool _registered;
        private Leader? _leader;

        public Holder Holder { get; } = new($"game-server-{name}", Given.Incarnation(name, start));

        public bool IsDead { get; set; }

        public bool Draining { get; set; }

        public double PausedUntil { get; set; }

        public bool MayAct(RegionId region) => !IsDead && _until.Any(u => u.Key.Region == region && storm._now < u.Value);

        public void Beat()
        {
            if (IsDead || storm._now < PausedUntil || storm._now < _nextBeat)
                return;

            _nextBeat = storm._now + 0.1;
            if (!_registered)
            {
                storm.After(storm.Delay(), () => storm.Commit(new MeshCommand.Register(Holder, Given.Addresses, 0, 0, default)));
                _registered = true;
            }

            if (storm.IsLost())
                return;

            // The clock is read before sending, and permission counts from there.
            var sentAt = storm._now;
            var asked = _map.Regions.Values.Where(r => r.Owner == Holder && !_dead.Contains(new(r.Id, r.Epoch))).ToArray();
            var report = new ServerReport(
                Holder.Incarnation, default, default, default,
                [.. asked.Select(r => new HeldReport(r.Id, r.Epoch, 1, r.Open ? r.Backup?.Incarnation ?? default : default))], [], [], Draining);
            var leader = _leader = storm.Lacks(LeaseRule.ReadBarrier) && storm.Chance(0.9) ? _leader ?? storm.Leading : storm.Leading;
            storm.After(storm.Delay(), () => leader.Hear(report, (state, decisions) =>
            {
                if (!storm.IsLost())
                    storm.After(storm.Delay(), () => Take(report, sentAt, state, decisions));
            }));
        }

        private void Take(ServerReport report, double sentAt, MeshState state, LeaseDecision[] decisions)
        {
            if (IsDead)
                return;

            if (storm._now < PausedUntil)
            {
                storm._events.Enqueue(() => Take(report, sentAt, state, decisions), PausedUntil);
                return;
            }

            // The map first, then the leases.
            if (state.Revision > _map.Revision)
                _map = state;
            for (var i = 0; i < decisions.Length; i++)
                Take(new RegionEpochPair(report.Held[i].Region, report.Held[i].Epoch), decisions[i],
                    (storm.Lacks(LeaseRule.CountFromSending) ? storm._now : sentAt) + StopsAfter / rate);

            foreach (var region in _map.Regions.Values.Where(r => r.Owner == Holder && (r.Moving || r.Retiring)))
                Release(new RegionEpochPair(region.Id, region.Epoch));
        }

        private void Take(RegionEpochPair pair, LeaseDecision decision, double until)
        {
            if (decision == LeaseDecision.Refused)
            {
                _dead.Add(pair);
                _until.Remove(pair);
            }
            else if (decision == LeaseDecision.Granted && !_dead.Contains(pair))
            {
                _until[pair] = Math.Max(until, _until.GetValueOrDefault(pair));
            }
        }

        private void Release(RegionEpochPair pair)
        {
            if (!_dead.Add(pair))
                return;

            _until.Remove(pair);
            storm.After(storm.Delay(), () => storm.Commit(new MeshCommand.Release(Holder.Incarnation, [pair], Leaving: false, default)));
        }
    }
}
