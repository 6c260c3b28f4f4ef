using CsCheck;
using PlanetarySurvival.MeshCoordinator.Mesh;

namespace PlanetarySurvival.Mesh_Tests.Mesh;

public sealed class MeshStatePropertyTests
{
    [Fact]
    public void Whatever_is_commanded_epochs_only_grow_and_a_change_of_owner_raises_them() =>
        AnyCommand.Many.Sample(commands =>
        {
            var state = MeshState.Empty;
            var highest = new Dictionary<Contracts.Space.RegionId, (ulong Epoch, Holder Owner)>();
            foreach (var command in commands)
            {
                state = state.Apply(command);
                foreach (var (id, region) in state.Regions)
                {
                    if (highest.TryGetValue(id, out var before) &&
                        (region.Epoch < before.Epoch || (region.Epoch == before.Epoch && region.Owner != before.Owner)))
                        return false;

                    highest[id] = (region.Epoch, region.Owner);
                }
            }

            return true;
        });

    [Fact]
    public void Whatever_is_commanded_owner_and_backup_are_different_servers_and_an_open_region_waits_for_nobody() =>
        AnyCommand.Many.Sample(commands =>
        {
            var state = MeshState.Empty;
            foreach (var command in commands)
            {
                state = state.Apply(command);
                if (state.Regions.Values.Any(IsWrong) || state.Regions.Values.Any(a => state.Regions.Values.Any(b => a.Id != b.Id && a.Id.Overlaps(b.Id))))
                    return false;
            }

            return true;
        });

    [Fact]
    public void Whoever_held_an_epoch_since_the_last_opened_one_is_remembered_until_released_or_proven_dead() =>
        AnyCommand.Many.Sample(commands =>
        {
            var state = MeshState.Empty;
            foreach (var command in commands)
            {
                var before = state;
                state = state.Apply(command);
                foreach (var (id, region) in state.Regions)
                {
                    if (!region.Open && before.Regions.GetValueOrDefault(id) is { } old && Lost(old, region).Any(former => !Clears(command, former)))
                        return false;
                }
            }

            return true;
        });

    [Fact]
    public void Counters_of_all_time_never_fall() =>
        AnyCommand.Many.Sample(commands =>
        {
            var state = MeshState.Empty;
            foreach (var command in commands)
            {
                var before = Total(state);
                state = state.Apply(command);
                if (Total(state).Transfers < before.Transfers || Total(state).Disconnects < before.Disconnects)
                    return false;
            }

            return true;
        });

    [Fact]
    public void A_command_that_changes_nothing_gives_back_the_same_state_and_revision() =>
        AnyCommand.Many.Sample(commands =>
        {
            var state = MeshState.Empty;
            foreach (var command in commands)
            {
                var next = state.Apply(command);
                if (ReferenceEquals(next, state) != MeshSnapshot.Write(next).AsSpan().SequenceEqual(MeshSnapshot.Write(state)))
                    return false;

                state = next;
            }

            return true;
        });

    [Fact]
    public void A_snapshot_reads_back_as_the_state_it_was_made_of() =>
        AnyCommand.Many.Sample(commands =>
        {
            var bytes = MeshSnapshot.Write(MeshState.Empty.Apply(commands));

            return MeshSnapshot.TryRead(bytes, out var read) && MeshSnapshot.Write(read).AsSpan().SequenceEqual(bytes);
        });

    [Fact]
    public void A_log_entry_reads_back_as_its_commands() =>
        AnyCommand.Many.Sample(commands => MeshLogEntry.TryRead(MeshLogEntry.Write(commands), out var read) && read.SequenceEqual(commands));

    [Fact]
    public void Bytes_that_are_cut_or_changed_never_throw() =>
        Gen.Select(AnyCommand.Many, Gen.Int[0, 5000], Gen.Byte).Sample((commands, at, change) =>
        {
            var entry = MeshLogEntry.Write(commands);
            var snapshot = MeshSnapshot.Write(MeshState.Empty.Apply(commands));
            var cut = at % entry.Length;
            if (MeshLogEntry.TryRead(entry.AsSpan(0, cut), out _) || MeshSnapshot.TryRead(snapshot.AsSpan(0, at % snapshot.Length), out _))
                return false;

            entry[cut] ^= change;
            snapshot[at % snapshot.Length] ^= change;
            if (MeshLogEntry.TryRead(entry, out var read))
                _ = MeshState.Empty.Apply(read);
            if (MeshSnapshot.TryRead(snapshot, out var state))
                _ = state.Apply(commands);
            return true;
        });

    private static bool IsWrong(RegionRecord region) =>
        region.Backup?.Server == region.Owner.Server || (region.BackupSynced && region.Backup is null) || (region.Moving && !region.BackupSynced) ||
        (region.Open && !region.FormerOwners.IsEmpty);

    private static IEnumerable<FormerOwner> Lost(RegionRecord old, RegionRecord region)
    {
        var held = old.FormerOwners.ToList();
        if (!old.OwnerGone && region.Epoch > old.Epoch)
            held.Add(new FormerOwner(old.Epoch, old.Owner.Incarnation));
        return held.Except(region.FormerOwners);
    }

    private static bool Clears(MeshCommand command, FormerOwner former) => command switch
    {
        MeshCommand.Release c => c.Incarnation == former.Incarnation && c.Regions.Any(r => r.Epoch == former.Epoch),
        MeshCommand.DeclareDead c => c.Incarnation == former.Incarnation,
        _ => false,
    };

    private static ServerCounters Total(MeshState state) => state.Servers.Values.Aggregate(state.PastCounters, (sum, server) => sum + server.Counters);
}
