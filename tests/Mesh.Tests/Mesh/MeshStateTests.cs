using PlanetarySurvival.MeshCoordinator.Mesh;

namespace PlanetarySurvival.Mesh_Tests.Mesh;

public sealed class MeshStateTests
{
    [Fact]
    public void A_newer_start_of_a_server_replaces_the_older_and_owns_nothing()
    {
        var state = Given.OwnedRegion().Apply(Given.Registration(0, start: 2, replaced: new ServerCounters(5, 1)));

        Assert.Equal(Given.Incarnation(0, 2), state.Servers["game-server-0"].Incarnation);
        Assert.Equal(Given.Holder(0), state.Regions[Given.Region].Owner);
        Assert.False(state.Regions[Given.Region].OwnerGone);
        Assert.Equal(new ServerCounters(5, 1), state.PastCounters);
        Assert.Same(state, state.Apply(Given.Registration(0)));
    }

    [Fact]
    public void A_take_over_without_release_or_proof_remembers_the_owner_until_either_comes()
    {
        var taken = Given.OwnedRegion().Apply(new MeshCommand.TakeOver(Given.Region, 2, Given.Incarnation(1), null));
        Assert.Equal([new FormerOwner(1, Given.Incarnation(0))], taken.Regions[Given.Region].FormerOwners);
        Assert.False(taken.Regions[Given.Region].Open);
        Assert.Null(taken.Regions[Given.Region].Backup);

        var released = taken.Apply(new MeshCommand.Release(Given.Incarnation(0), [new(Given.Region, 1)], Leaving: false, default));
        Assert.Empty(released.Regions[Given.Region].FormerOwners);

        var proven = taken.Apply(new MeshCommand.DeclareDead(Given.Incarnation(0), default));
        Assert.Empty(proven.Regions[Given.Region].FormerOwners);
    }

    [Fact]
    public void Every_holder_since_the_last_opened_epoch_is_remembered()
    {
        var state = Given.OwnedRegion().Apply((MeshCommand[])
        [
            new MeshCommand.TakeOver(Given.Region, 2, Given.Incarnation(1), null),
            new MeshCommand.TakeOver(Given.Region, 3, Given.Incarnation(2), null),
        ]);

        Assert.Equal([new FormerOwner(1, Given.Incarnation(0)), new FormerOwner(2, Given.Incarnation(1))], state.Regions[Given.Region].FormerOwners);
    }

    [Fact]
    public void A_release_of_another_epoch_or_by_another_incarnation_releases_nothing()
    {
        var state = Given.OwnedRegion();

        Assert.Same(state, state.Apply(new MeshCommand.Release(Given.Incarnation(0), [new(Given.Region, 2)], Leaving: false, default)));
        Assert.Same(state, state.Apply(new MeshCommand.Release(Given.Incarnation(1), [new(Given.Region, 1)], Leaving: false, default)));
    }

    [Fact]
    public void A_region_that_comes_back_after_retirement_has_a_higher_epoch_than_ever()
    {
        var state = Given.OwnedRegion().Apply((MeshCommand[])
        [
            new MeshCommand.TakeOver(Given.Region, 7, Given.Incarnation(1), null),
            new MeshCommand.Open(Given.Region, 7),
            new MeshCommand.Retire(Given.Region, 7),
            new MeshCommand.Release(Given.Incarnation(1), [new(Given.Region, 7)], Leaving: false, default),
            new MeshCommand.Deactivate(Given.Region, 7),
            new MeshCommand.Activate(Given.Region, Given.Incarnation(0)),
        ]);

        Assert.Equal(8UL, state.Regions[Given.Region].Epoch);
    }

    [Fact]
    public void A_region_is_not_deactivated_before_its_owner_has_released_it()
    {
        var retiring = Given.OwnedRegion().Apply(new MeshCommand.Retire(Given.Region, 1));

        Assert.Same(retiring, retiring.Apply(new MeshCommand.Deactivate(Given.Region, 1)));
    }

    [Fact]
    public void The_counters_of_the_dead_are_added_once()
    {
        var dead = Given.Servers(2).Apply((MeshCommand[])
        [
            new MeshCommand.Count(Given.Incarnation(0), new ServerCounters(10, 2)),
            new MeshCommand.DeclareDead(Given.Incarnation(0), new ServerCounters(12, 1)),
            new MeshCommand.DeclareDead(Given.Incarnation(0), new ServerCounters(12, 1)),
            new MeshCommand.Forget(Given.Incarnation(0), new ServerCounters(12, 1)),
        ]);

        Assert.Equal(new ServerCounters(12, 2), dead.PastCounters);
        Assert.DoesNotContain("game-server-0", dead.Servers.Keys);
    }

    [Fact]
    public void A_leaving_server_is_forgotten_once_everything_is_released()
    {
        var state = Given.OwnedRegion().Apply(new MeshCommand.Release(Given.Incarnation(0), [], Leaving: true, new ServerCounters(3, 0)));
        Assert.Equal(ServerState.Draining, state.Servers["game-server-0"].State);

        state = state.Apply(new MeshCommand.Release(Given.Incarnation(0), [new(Given.Region, 1)], Leaving: true, new ServerCounters(4, 0)));
        Assert.DoesNotContain("game-server-0", state.Servers.Keys);
        Assert.True(state.Regions[Given.Region].OwnerGone);
        Assert.Equal(new ServerCounters(4, 0), state.PastCounters);
        Assert.Same(state, state.Apply(Given.Registration(0)));
    }

    [Fact]
    public void A_move_needs_a_synced_backup_and_the_owner_may_not_be_its_own_backup()
    {
        var unsynced = Given.OwnedRegion().Apply(new MeshCommand.SetSynced(Given.Region, 1, Given.Incarnation(1), Synced: false));

        Assert.Same(unsynced, unsynced.Apply(new MeshCommand.Move(Given.Region, 1)));
        Assert.Same(unsynced, unsynced.Apply(new MeshCommand.SetBackup(Given.Region, 1, Given.Incarnation(0))));
    }

    [Fact]
    public void After_a_planned_move_the_former_owner_is_the_synced_backup_from_the_same_entry_on()
    {
        var released = Given.OwnedRegion().Apply((MeshCommand[])
        [
            new MeshCommand.Move(Given.Region, 1),
            new MeshCommand.Release(Given.Incarnation(0), [new(Given.Region, 1)], Leaving: false, default),
        ]);
        var takeOver = new MeshCommand.TakeOver(Given.Region, 2, Given.Incarnation(1), null);
        var moved = released.Apply(takeOver).Regions[Given.Region];

        Assert.Equal(Given.Holder(1), moved.Owner);
        Assert.Equal(Given.Holder(0), moved.Backup);
        Assert.True(moved is { BackupSynced: true, Moving: false });

        // Whoever died or started anew since its release holds nothing.
        var dead = released.Apply(new MeshCommand.DeclareDead(Given.Incarnation(0), default)).Apply(takeOver).Regions[Given.Region];
        var anew = released.Apply(Given.Registration(0, start: 2)).Apply(takeOver).Regions[Given.Region];
        Assert.True(dead is { Backup: null, BackupSynced: false });
        Assert.True(anew is { Backup: null, BackupSynced: false });
    }

    [Fact]
    public void An_owner_that_did_not_hand_over_or_that_leaves_is_no_backup_of_the_next()
    {
        var takeOver = new MeshCommand.TakeOver(Given.Region, 2, Given.Incarnation(1), null);
        var moving = Given.OwnedRegion().Apply(new MeshCommand.Move(Given.Region, 1));
        var leaving = moving.Apply(new MeshCommand.Release(Given.Incarnation(0), [new(Given.Region, 1)], Leaving: true, default));

        Assert.True(moving.Apply(takeOver).Regions[Given.Region] is { Backup: null, BackupSynced: false });
        Assert.True(leaving.Apply(takeOver).Regions[Given.Region] is { Backup: null, BackupSynced: false });
    }

    [Fact]
    public void A_region_inside_or_around_an_active_one_is_not_activated()
    {
        var state = Given.OwnedRegion();

        Assert.Same(state, state.Apply(new MeshCommand.Activate(Given.Region.Child(3), Given.Incarnation(0))));
        Assert.NotSame(state, state.Apply(new MeshCommand.Activate(Given.Neighbour, Given.Incarnation(0))));
    }

    [Fact]
    public void Counting_makes_no_new_revision()
    {
        var state = Given.Servers(1);

        var counted = state.Apply(new MeshCommand.Count(Given.Incarnation(0), new ServerCounters(1, 0)));

        Assert.NotSame(state, counted);
        Assert.Equal(state.Revision, counted.Revision);
    }

    [Fact]
    public void The_same_death_twice_is_one_change()
    {
        var dead = Given.OwnedRegion().Apply(new MeshCommand.DeclareDead(Given.Incarnation(0), default));

        Assert.True(dead.Regions[Given.Region].OwnerGone);
        Assert.Same(dead, dead.Apply(new MeshCommand.DeclareDead(Given.Incarnation(0), default)));
    }
}
