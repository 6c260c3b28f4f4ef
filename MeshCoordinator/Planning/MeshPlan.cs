using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.MeshCoordinator.Mesh;

namespace PlanetarySurvival.MeshCoordinator.Planning;

/// <summary>One round of planning: a working copy of the state that each planned command is applied to at once.</summary>
internal sealed class MeshPlan
{
    private readonly MeshReports _reports;
    private readonly PlanRules _rules;
    private readonly TimeSpan _now;
    private readonly List<MeshCommand> _commands = [];
    private readonly Dictionary<IncarnationId, Tally> _tallies = [];
    private MeshState _state;

    public MeshPlan(MeshState state, MeshReports reports, PlanRules rules, TimeSpan now)
    {
        (_state, _reports, _rules, _now) = (state, reports, rules, now);
        Recount();
    }

    /// <summary>What was planned so far.</summary>
    public IReadOnlyList<MeshCommand> Commands => _commands;

    /// <summary>The silent become suspect, the talkative are trusted again, those that want to go drain, and the long dead are forgotten.</summary>
    public void JudgeServers()
    {
        foreach (var (_, server) in _state.Servers)
        {
            var silence = _reports.SilenceOf(server.Incarnation, _now);
            var report = _reports.Of(server.Incarnation);
            switch (server.State)
            {
                case ServerState.Dead:
                    if (silence > _rules.ForgetDeadAfter)
                        Do(new MeshCommand.Forget(server.Incarnation, default));
                    break;
                case var _ when server.Leaving:
                    Do(new MeshCommand.Forget(server.Incarnation, report?.Counters ?? default));
                    break;
                case ServerState.Ready or ServerState.Draining when silence > _rules.SuspectAfter:
                    Do(new MeshCommand.SetState(server.Incarnation, ServerState.Suspect));
                    break;
                case ServerState.Suspect when report is not null && _now - report.At <= PlanRules.TrustedWithin:
                    Do(new MeshCommand.SetState(server.Incarnation, report.Draining ? ServerState.Draining : ServerState.Ready));
                    break;
                case ServerState.Ready when report is { Draining: true }:
                    Do(new MeshCommand.SetState(server.Incarnation, ServerState.Draining));
                    break;
                case ServerState.Draining when report is { Draining: false }:
                    Do(new MeshCommand.SetState(server.Incarnation, ServerState.Ready));
                    break;
            }
        }

        // A leaving server that fell silent before it released everything is a suspect like any other.
        foreach (var (_, server) in _state.Servers)
        {
            if (server is { Leaving: true, IsLive: true } && _reports.SilenceOf(server.Incarnation, _now) > _rules.SuspectAfter)
                Do(new MeshCommand.SetState(server.Incarnation, ServerState.Suspect));
        }

        Recount();
    }

    /// <summary>Regions whose owner has released them, died, been replaced or fallen silent get the next epoch.</summary>
    public void ReplaceOwners()
    {
        foreach (var (_, region) in _state.Regions)
        {
            if (!region.OwnerGone && _tallies.ContainsKey(region.Owner.Incarnation))
                continue;

            if (region is { Retiring: true, OwnerGone: true } && !IsNeeded(region.Id))
            {
                Do(new MeshCommand.Deactivate(region.Id, region.Epoch));
                continue;
            }

            // Without release or proof of death the region cannot open before its fence stands, and the silent owner may still be acting.
            if (!region.OwnerGone && !_reports.FencesWritable)
                continue;

            if (Successor(region) is not { } successor)
                continue;

            Do(new MeshCommand.TakeOver(region.Id, region.Epoch + 1, successor.Server.Incarnation, Stranger: null));
            successor.Regions++;
        }
    }

    /// <summary>What the owners say of their backups, as far as it is news.</summary>
    public void RecordSyncedBackups()
    {
        foreach (var (_, region) in _state.Regions)
        {
            if (!region.Open || region.Backup is not { } backup || _reports.Held(region) is not { } held)
                continue;

            var synced = held.SyncedBackup == backup.Incarnation;
            if (synced != region.BackupSynced)
                Do(new MeshCommand.SetSynced(region.Id, region.Epoch, backup.Incarnation, synced));
        }
    }

    /// <summary>The spawn regions always, others when a server wants them.</summary>
    public void ActivateRegions()
    {
        var settling = _state.Regions.IsEmpty && _now - _reports.NewestServerAt < _rules.SettleFor && _now - _reports.ElectedAt < PlanRules.SettleMax;
        if (settling)
            return;

        foreach (var region in _rules.Spawn)
            Activate(region);

        foreach (var region in _reports.WantedSince(_now - PlanRules.WishFor))
        {
            if (_state.Regions.Count < _rules.RegionsMax)
                Activate(region);
        }
    }

    /// <summary>Asks for the release of regions that nobody wants, and takes it back where somebody does again.</summary>
    public void RetireQuietRegions()
    {
        foreach (var (_, region) in _state.Regions)
        {
            if (region.Retiring)
            {
                if (!region.OwnerGone && IsNeeded(region.Id))
                    Do(new MeshCommand.Stay(region.Id, region.Epoch));
            }
            else if (region is { Open: true, Moving: false } && !_rules.Spawn.Contains(region.Id) &&
                _reports.UnwantedFor(region.Id, _now) > _rules.QuietAfter && _reports.Held(region) is { Players: 0 })
            {
                Do(new MeshCommand.Retire(region.Id, region.Epoch));
            }
        }

        Recount();
    }

    /// <summary>Every region with a live owner gets a backup on another ready server, or none if there is no such server.</summary>
    public void NameBackups()
    {
        foreach (var (_, region) in _state.Regions)
        {
            if (region.Retiring || region.OwnerGone || !_tallies.ContainsKey(region.Owner.Incarnation))
                continue;

            var current = region.Backup is { } backup ? _tallies.GetValueOrDefault(backup.Incarnation) : null;
            if (current is { IsReady: true } || (current is { Server.Leaving: false } && IsHandedOver(region)))
                continue;

            var better = Ready.Where(t => t.Server.Name != region.Owner.Server).MinBy(t => (t.Backups, t.Regions, t.Server.Name));
            if (better is not null)
                NameBackup(region, better);
            else if (current is null && region.Backup is not null)
                Do(new MeshCommand.SetBackup(region.Id, region.Epoch, null));
        }
    }

    /// <summary>One planned move at a time: first away from draining servers, then from the rich to the poor.</summary>
    public void MoveOneRegion()
    {
        if (_state.Regions.Values.Any(r => !r.Open || r.Moving || r.OwnerGone))
            return;

        if (!TryMoveFromDraining() && !TryMoveToPoorest())
            TryMoveForPlayers();
    }

    private bool TryMoveFromDraining()
    {
        var draining = _state.Regions.Values
            .Where(r => !r.Retiring && _tallies.GetValueOrDefault(r.Owner.Incarnation) is { Server: { State: ServerState.Draining, Leaving: false } })
            .OrderBy(Players).FirstOrDefault();
        if (draining is null || Ready.MinBy(t => (t.Regions, t.Server.Name)) is not { } target)
            return false;

        // Any ready backup will do: it has the data already.
        var backup = draining.Backup is { } holder ? _tallies.GetValueOrDefault(holder.Incarnation) : null;
        MoveTo(draining, backup is { IsReady: true } ? backup : target);
        return true;
    }

    private bool TryMoveToPoorest()
    {
        var rich = Ready.MaxBy(t => (t.Regions, t.Server.Name));
        var poor = Ready.MinBy(t => (t.Regions, t.Server.Name));
        if (rich is null || poor is null || rich.Regions - poor.Regions < 2)
            return false;

        MoveOneOf(RegionsOf(rich), poor);
        return true;
    }

    // Only from a server that also has a region more, so that the counts stay level and nothing moves back for their sake.
    private void TryMoveForPlayers()
    {
        var busy = Ready.MaxBy(t => (t.Players, t.Server.Name));
        if (busy is null)
            return;

        var calm = Ready.Where(t => t.Regions < busy.Regions).MinBy(t => (t.Players, t.Server.Name));
        if (calm is null || busy.Players < calm.Players + PlanRules.PlayersReliefMin)
            return;

        MoveOneOf(RegionsOf(busy).Where(Relieves), calm);

        bool Relieves(RegionRecord region) =>
            Players(region) is >= PlanRules.PlayersReliefMin and var players && calm.Players + players + PlanRules.PlayersReliefMin <= busy.Players;
    }

    private IEnumerable<RegionRecord> RegionsOf(Tally server) =>
        _state.Regions.Values.Where(r => r.Owner.Incarnation == server.Server.Incarnation && !r.Retiring);

    // A region whose backup is the target already is nearest to its goal; then the one with fewest players is missed least.
    private void MoveOneOf(IEnumerable<RegionRecord> regions, Tally target)
    {
        var region = regions.OrderByDescending(Readiness).ThenBy(Players).FirstOrDefault();
        if (region is not null)
            MoveTo(region, target);

        int Readiness(RegionRecord r) => r.Backup != target.Server.Holder ? 0 : r.BackupSynced ? 2 : 1;
    }

    private void MoveTo(RegionRecord region, Tally target)
    {
        if (region.Backup != target.Server.Holder)
            NameBackup(region, target);
        else if (region.BackupSynced)
            Do(new MeshCommand.Move(region.Id, region.Epoch));
    }

    private void NameBackup(RegionRecord region, Tally backup)
    {
        if (!Do(new MeshCommand.SetBackup(region.Id, region.Epoch, backup.Server.Incarnation)))
            return;

        backup.Backups++;
        if (region.Backup is { } old && _tallies.TryGetValue(old.Incarnation, out var former))
            former.Backups--;
    }

    // The former owner that drains is all that the new one has to lean on until it acts: only then does somebody else become the backup.
    private bool IsHandedOver(RegionRecord region) => region.BackupSynced && (!region.Open || _reports.Held(region) is null);

    private void Activate(RegionId region)
    {
        if (_state.Overlaps(region) || BestOwner(region, except: default) is not { } owner)
            return;

        if (Do(new MeshCommand.Activate(region, owner.Server.Incarnation)))
            owner.Regions++;
    }

    private Tally? Successor(RegionRecord region)
    {
        // Only a synced backup has what was acknowledged; it is taken even from a server that drains.
        if (region is { BackupSynced: true, Backup: { } backup } && _tallies.GetValueOrDefault(backup.Incarnation) is { Server.Leaving: false } synced)
            return synced;

        // Released, and then the backup was lost: the owner still holds what it gave up, and nobody else does.
        if (region.OwnerGone && _tallies.GetValueOrDefault(region.Owner.Incarnation) is { Server.Leaving: false } former)
            return former;

        return BestOwner(region.Id, region.Owner.Incarnation) ?? BestOwner(region.Id, except: default);
    }

    private Tally? BestOwner(RegionId region, IncarnationId except)
    {
        var around = OwnersAround(region);
        var candidates = _tallies.Values.Where(t => !t.Server.Leaving && t.Server.Incarnation != except);
        return candidates.MinBy(t => (!t.IsReady, t.IsFull, t.Regions, -around.GetValueOrDefault(t.Server.Incarnation), t.Players, t.Server.Name));
    }

    private Dictionary<IncarnationId, int> OwnersAround(RegionId region)
    {
        var owners = new Dictionary<IncarnationId, int>();
        for (var i = 0; i < 27; i++)
        {
            if (_state.Regions.GetValueOrDefault(region.Neighbour(i % 3 - 1, i / 3 % 3 - 1, i / 9 - 1)) is { } neighbour)
                owners[neighbour.Owner.Incarnation] = owners.GetValueOrDefault(neighbour.Owner.Incarnation) + 1;
        }

        return owners;
    }

    private bool IsNeeded(RegionId region) => _rules.Spawn.Contains(region) || _reports.UnwantedFor(region, _now) <= _rules.QuietAfter;

    private uint Players(RegionRecord region) => _reports.Held(region)?.Players ?? 0;

    private IEnumerable<Tally> Ready => _tallies.Values.Where(t => t.IsReady);

    private bool Do(MeshCommand command)
    {
        if (_commands.Count >= MeshLimits.CommandsPerEntryMax)
            return false;

        var next = _state.Apply(command);
        if (ReferenceEquals(next, _state))
            return false;

        _state = next;
        _commands.Add(command);
        return true;
    }

    private void Recount()
    {
        _tallies.Clear();
        foreach (var (_, server) in _state.Servers)
        {
            if (server.IsLive)
                _tallies.Add(server.Incarnation, new Tally(server) { Players = _reports.Of(server.Incarnation)?.Load.Players ?? 0 });
        }

        foreach (var (_, region) in _state.Regions)
        {
            if (_tallies.TryGetValue(region.Owner.Incarnation, out var owner))
                owner.Regions++;

            if (region.Backup is { } holder && _tallies.TryGetValue(holder.Incarnation, out var backup))
                backup.Backups++;
        }
    }

    /// <summary>A live server and what it has so far.</summary>
    private sealed class Tally(ServerRecord server)
    {
        public ServerRecord Server { get; } = server;

        public int Regions { get; set; }

        public int Backups { get; set; }

        public uint Players { get; init; }

        public bool IsReady => Server is { State: ServerState.Ready, Leaving: false };

        public bool IsFull => Server.RegionsMax > 0 && Regions >= Server.RegionsMax;
    }
}
