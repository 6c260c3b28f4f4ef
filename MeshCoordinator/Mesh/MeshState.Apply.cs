using System.Collections.Immutable;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.MeshCoordinator.Mesh;

internal sealed partial record MeshState
{
    /// <summary>The state after a command. Total: a command that no longer fits gives back the same state.</summary>
    public MeshState Apply(MeshCommand command)
    {
        var next = command switch
        {
            MeshCommand.Register c => Register(c),
            MeshCommand.SetState c => SetState(c),
            MeshCommand.DeclareDead c => DeclareDead(c),
            MeshCommand.Release c => Release(c),
            MeshCommand.Forget c => Forget(c),
            MeshCommand.Activate c => Activate(c),
            MeshCommand.TakeOver c => TakeOver(c),
            MeshCommand.Open c => Change(c.Region, c.Epoch, r => r with { Open = true, FormerOwners = [] }),
            MeshCommand.SetBackup c => SetBackup(c),
            MeshCommand.SetSynced c => SetSynced(c),
            MeshCommand.Move c => Change(c.Region, c.Epoch, r => r is { Open: true, BackupSynced: true, Retiring: false } ? r with { Moving = true } : r),
            MeshCommand.Retire c => Change(c.Region, c.Epoch, r => r.Open
                ? r with { Retiring = true, Moving = false, Backup = null, BackupSynced = false }
                : r),
            MeshCommand.Stay c => Change(c.Region, c.Epoch, r => r with { Moving = false, Retiring = false }),
            MeshCommand.Deactivate c => Deactivate(c),
            MeshCommand.Count c => Count(c),
            _ => this,
        };

        return ReferenceEquals(next, this) ? this : next with { Revision = command is MeshCommand.Count ? Revision : Revision + 1 };
    }

    /// <summary>The state after several commands.</summary>
    public MeshState Apply(IEnumerable<MeshCommand> commands) => commands.Aggregate(this, static (state, command) => state.Apply(command));

    private MeshState Register(MeshCommand.Register c)
    {
        if (Retired.Contains(c.Holder.Incarnation) || c.Holder.Incarnation.IsNone)
            return this;

        var next = this;
        if (Servers.TryGetValue(c.Holder.Server, out var known))
        {
            if (known.Incarnation == c.Holder.Incarnation)
            {
                var again = known with
                {
                    Addresses = c.Addresses,
                    PlayersMax = c.PlayersMax,
                    RegionsMax = c.RegionsMax,
                    State = known.State == ServerState.Suspect ? ServerState.Ready : known.State,
                };
                return again == known ? this : this with { Servers = Servers.SetItem(known.Name, again) };
            }

            next = Remove(known, c.ReplacedCounters);
        }
        else if (Servers.Count >= MeshLimits.ServersMax || Find(c.Holder.Incarnation) is not null)
        {
            return this;
        }

        var server = new ServerRecord(c.Holder, ServerState.Ready, c.Addresses, c.PlayersMax, c.RegionsMax, default, Leaving: false);
        return next with { Servers = next.Servers.SetItem(server.Name, server) };
    }

    private MeshState SetState(MeshCommand.SetState c)
    {
        if (c.State is not (ServerState.Ready or ServerState.Draining or ServerState.Suspect) ||
            Find(c.Incarnation) is not { State: not ServerState.Dead } server || server.State == c.State)
            return this;

        return this with { Servers = Servers.SetItem(server.Name, server with { State = c.State }) };
    }

    private MeshState DeclareDead(MeshCommand.DeclareDead c)
    {
        if (c.Incarnation.IsNone)
            return this;

        var next = this;
        if (Find(c.Incarnation) is { State: not ServerState.Dead } server)
        {
            next = this with
            {
                PastCounters = PastCounters + ServerCounters.Max(server.Counters, c.Counters),
                Servers = Servers.SetItem(server.Name, server with { State = ServerState.Dead, Counters = default }),
            };
        }

        return next.Retire(c.Incarnation).WithoutBackup(c.Incarnation).ChangeAll(region => region with
        {
            OwnerGone = region.OwnerGone || region.Owner.Incarnation == c.Incarnation,
            FormerOwners = region.FormerOwners.RemoveAll(former => former.Incarnation == c.Incarnation),
        });
    }

    private MeshState Release(MeshCommand.Release c)
    {
        var next = this;
        foreach (var (id, epoch) in c.Regions)
        {
            if (next.Regions.GetValueOrDefault(id) is not { } region)
                continue;

            next = next.Change(region with
            {
                OwnerGone = region.OwnerGone || (region.Epoch == epoch && region.Owner.Incarnation == c.Incarnation),
                FormerOwners = region.FormerOwners.Remove(new FormerOwner(epoch, c.Incarnation)),
            });
        }

        if (!c.Leaving || next.Find(c.Incarnation) is not { State: not ServerState.Dead } server)
            return next;

        var leaving = server with { Leaving = true, State = ServerState.Draining, Counters = ServerCounters.Max(server.Counters, c.Counters) };
        if (leaving != server)
            next = next with { Servers = next.Servers.SetItem(server.Name, leaving) };

        next = next.WithoutBackup(c.Incarnation);
        return next.HasUnreleased(c.Incarnation) ? next : next.Remove(leaving, default);
    }

    private MeshState Forget(MeshCommand.Forget c) =>
        Find(c.Incarnation) is { } server && (server.State == ServerState.Dead || (server.Leaving && !HasUnreleased(c.Incarnation)))
            ? Remove(server, c.Counters)
            : this;

    private MeshState Activate(MeshCommand.Activate c)
    {
        if (Regions.Count >= MeshLimits.RegionsMax || Overlaps(c.Region) || Find(c.Owner) is not { IsLive: true, Leaving: false } owner)
            return this;

        var region = new RegionRecord { Id = c.Region, Epoch = EpochFloor + 1, Owner = owner.Holder };
        return this with { Regions = Regions.SetItem(c.Region, region) };
    }

    private MeshState TakeOver(MeshCommand.TakeOver c)
    {
        if (Regions.GetValueOrDefault(c.Region) is not { } region || c.Epoch <= region.Epoch ||
            Find(c.Owner) is not { IsLive: true, Leaving: false } owner || (c.Stranger is { } s && s.Epoch >= c.Epoch))
            return this;

        // Whoever held an epoch since the last opened one, and the owner until now unless it is gone.
        var former = region.FormerOwners;
        if (!region.OwnerGone)
            former = former.Add(new FormerOwner(region.Epoch, region.Owner.Incarnation));
        if (c.Stranger is { } stranger && !former.Contains(stranger))
            former = former.Add(stranger);
        if (former.Length > MeshLimits.FormerOwnersMax)
            return this;

        // A backup that is not the new owner stays, but it followed another owner's log. After a planned move the former owner is the backup
        // from this very entry on: it released when the new owner held everything, changed nothing since, and so holds the same.
        var promoted = region.Backup == owner.Holder;
        var handedOver = promoted && region is { Moving: true, OwnerGone: true } &&
            Find(region.Owner.Incarnation) is { IsLive: true, Leaving: false };
        return Change(region with
        {
            Epoch = c.Epoch,
            Owner = owner.Holder,
            OwnerGone = false,
            Backup = handedOver ? region.Owner : promoted ? null : region.Backup,
            BackupSynced = handedOver,
            Open = false,
            Moving = false,
            Retiring = false,
            FormerOwners = former,
        });
    }

    private MeshState SetBackup(MeshCommand.SetBackup c)
    {
        if (c.Backup is not { } incarnation)
            return Change(c.Region, c.Epoch, r => r with { Backup = null, BackupSynced = false, Moving = false });

        if (Find(incarnation) is not { IsLive: true, Leaving: false } backup)
            return this;

        return Change(c.Region, c.Epoch, r => r.Retiring || r.Owner.Server == backup.Name || r.Backup == backup.Holder
            ? r
            : r with { Backup = backup.Holder, BackupSynced = false, Moving = false });
    }

    private MeshState SetSynced(MeshCommand.SetSynced c) => Change(c.Region, c.Epoch, r => r.Backup?.Incarnation == c.Backup && r.Open
        ? r with { BackupSynced = c.Synced, Moving = r.Moving && c.Synced }
        : r);

    private MeshState Deactivate(MeshCommand.Deactivate c) =>
        Regions.GetValueOrDefault(c.Region) is { Retiring: true, OwnerGone: true } region && region.Epoch == c.Epoch
            ? this with { Regions = Regions.Remove(c.Region), EpochFloor = Math.Max(EpochFloor, region.Epoch) }
            : this;

    private MeshState Count(MeshCommand.Count c)
    {
        if (Find(c.Incarnation) is not { State: not ServerState.Dead } server)
            return this;

        var counters = ServerCounters.Max(server.Counters, c.Counters);
        return counters == server.Counters ? this : this with { Servers = Servers.SetItem(server.Name, server with { Counters = counters }) };
    }

    private bool HasUnreleased(IncarnationId incarnation) =>
        Regions.Values.Any(r => (r.Owner.Incarnation == incarnation && !r.OwnerGone) || r.FormerOwners.Any(f => f.Incarnation == incarnation));

    /// <summary>Takes a server off the map. Regions that it owns keep its name until they are taken over: it is no proof of death.</summary>
    private MeshState Remove(ServerRecord server, ServerCounters newest)
    {
        // The counters of a dead server were added when it was declared dead.
        var counters = server.State == ServerState.Dead ? default : ServerCounters.Max(server.Counters, newest);
        var next = this with { Servers = Servers.Remove(server.Name), PastCounters = PastCounters + counters };
        return next.Retire(server.Incarnation).WithoutBackup(server.Incarnation);
    }

    private MeshState Retire(IncarnationId incarnation)
    {
        if (Retired.Contains(incarnation))
            return this;

        var retired = Retired.Add(incarnation);
        return this with { Retired = retired.Count > MeshLimits.RetiredIncarnationsMax ? retired.RemoveAt(0) : retired };
    }

    private MeshState WithoutBackup(IncarnationId incarnation) => ChangeAll(region => region.Backup?.Incarnation == incarnation
        ? region with { Backup = null, BackupSynced = false, Moving = false }
        : region);

    private MeshState ChangeAll(Func<RegionRecord, RegionRecord> change)
    {
        var next = this;
        foreach (var (_, region) in Regions)
            next = next.Change(change(region));

        return next;
    }

    private MeshState Change(RegionId id, ulong epoch, Func<RegionRecord, RegionRecord> change) =>
        Regions.GetValueOrDefault(id) is { } region && region.Epoch == epoch ? Change(change(region)) : this;

    private MeshState Change(RegionRecord region) => region.Equals(Regions[region.Id]) ? this : this with { Regions = Regions.SetItem(region.Id, region) };
}
