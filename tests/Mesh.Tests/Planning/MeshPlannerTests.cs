using PlanetarySurvival.Contracts.Space;
using PlanetarySurvival.Mesh_Tests.Mesh;
using PlanetarySurvival.MeshCoordinator.Mesh;
using PlanetarySurvival.MeshCoordinator.Planning;

namespace PlanetarySurvival.Mesh_Tests.Planning;

public sealed class MeshPlannerTests
{
    private static readonly RegionId Far = new(0, 3, 3, 0);

    [Fact]
    public void Eight_regions_meet_at_the_pole_and_all_are_spawn_regions()
    {
        var spawn = SpawnRegions.Around(8000);

        Assert.Equal(8, spawn.Count);
        Assert.All(spawn, region => Assert.True(region is { Level: 0, X: 0 or -1, Y: 3 or 4, Z: 0 or -1 }));
        Assert.Equal(4, SpawnRegions.Around(9000).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(12)]
    public void Every_ready_server_holds_a_region_while_there_are_enough_and_backups_are_elsewhere(int servers)
    {
        var mesh = new PlannedMesh(Given.Servers(servers));

        mesh.Settle();

        var counts = mesh.State.Regions.Values.GroupBy(r => r.Owner).Select(g => g.Count()).ToArray();
        Assert.Equal(8, mesh.State.Regions.Count);
        Assert.Equal(Math.Min(servers, 8), counts.Length);
        Assert.True(counts.Max() - counts.Min() <= 1);
        Assert.All(mesh.State.Regions.Values, r => Assert.Equal(servers > 1, r is { BackupSynced: true }));
    }

    [Fact]
    public void A_server_that_comes_later_gets_its_share_by_one_planned_move_at_a_time()
    {
        var mesh = new PlannedMesh(Given.Servers(2));
        mesh.Settle();

        mesh.Apply(Given.Registration(2));
        var movingMax = mesh.Settle();

        Assert.Equal(1, movingMax);
        Assert.Equal(2, mesh.RegionsOf(2));
        Assert.All(mesh.State.Regions.Values, r => Assert.True(r is { Open: true, BackupSynced: true }));
    }

    [Fact]
    public void A_draining_server_gives_everything_away()
    {
        var mesh = new PlannedMesh(Given.Servers(3));
        mesh.Settle();

        mesh.Draining.Add(Given.Incarnation(1));
        mesh.Settle();

        Assert.Equal(0, mesh.RegionsOf(1));
        Assert.DoesNotContain(mesh.State.Regions.Values, r => r.Backup == Given.Holder(1));
        Assert.All(mesh.State.Regions.Values, r => Assert.True(r is { Open: true, BackupSynced: true }));
    }

    [Fact]
    public void A_silent_server_is_suspected_after_two_seconds_and_its_regions_go_to_their_synced_backups()
    {
        var mesh = new PlannedMesh(Given.Servers(3));
        mesh.Settle();
        var backups = mesh.State.Regions.Values.Where(r => r.Owner == Given.Holder(0)).ToDictionary(r => r.Id, r => r.Backup);

        mesh.Silent.Add(Given.Incarnation(0));
        mesh.Pass(TimeSpan.FromSeconds(1.9));
        Assert.Equal(backups.Count, mesh.RegionsOf(0));

        mesh.Pass(TimeSpan.FromSeconds(0.3));
        Assert.Equal(ServerState.Suspect, mesh.State.Servers["game-server-0"].State);
        Assert.All(backups, b => Assert.Equal(b.Value, mesh.State.Regions[b.Key].Owner));
    }

    [Fact]
    public void Silence_while_the_leader_itself_slept_proves_nothing()
    {
        var state = Given.OwnedRegion();
        var reports = new MeshReports(electedAt: TimeSpan.Zero);
        reports.Observe(Given.Report(state, Given.Incarnation(0), TimeSpan.Zero));
        reports.SleptUntil(TimeSpan.FromSeconds(30));

        var commands = MeshPlanner.Plan(state, reports, Given.Rules, TimeSpan.FromSeconds(31));

        Assert.DoesNotContain(commands, c => c is MeshCommand.SetState);
    }

    [Fact]
    public void Without_fences_a_silent_owner_keeps_its_region_but_a_dead_one_does_not()
    {
        var mesh = new PlannedMesh(Given.Servers(3));
        mesh.Settle();
        mesh.Reports.FencesWritable = false;

        mesh.Silent.Add(Given.Incarnation(0));
        mesh.Pass(TimeSpan.FromSeconds(5));
        Assert.NotEqual(0, mesh.RegionsOf(0));

        mesh.Apply(new MeshCommand.DeclareDead(Given.Incarnation(0), default));
        mesh.Pass(TimeSpan.FromSeconds(0.2));
        Assert.Equal(0, mesh.RegionsOf(0));
    }

    [Fact]
    public void A_wanted_region_comes_and_goes_a_minute_after_the_last_wish()
    {
        var mesh = new PlannedMesh(Given.Servers(2));
        mesh.Settle();

        mesh.Wanted.Add(Far);
        mesh.Pass(TimeSpan.FromSeconds(1));
        Assert.True(mesh.State.Regions[Far] is { Open: true, Backup: not null });

        mesh.Wanted.Clear();
        mesh.Pass(TimeSpan.FromSeconds(50));
        Assert.True(mesh.State.Regions.ContainsKey(Far));

        mesh.Pass(TimeSpan.FromSeconds(15));
        Assert.False(mesh.State.Regions.ContainsKey(Far));
        Assert.Equal(8, mesh.State.Regions.Count);
    }

    [Fact]
    public void A_region_with_players_stays()
    {
        var mesh = new PlannedMesh(Given.Servers(2));
        mesh.Settle();
        mesh.Wanted.Add(Far);
        mesh.Pass(TimeSpan.FromSeconds(1));

        mesh.Wanted.Clear();
        mesh.Players[Far] = 3;
        mesh.Pass(TimeSpan.FromSeconds(90));

        Assert.True(mesh.State.Regions[Far] is { Open: true, Retiring: false });
    }

    [Fact]
    public void Regions_of_a_replaced_start_go_to_live_servers_and_the_new_start_gets_some()
    {
        var mesh = new PlannedMesh(Given.Servers(3));
        mesh.Settle();

        mesh.Silent.Add(Given.Incarnation(0));
        mesh.Apply(Given.Registration(0, start: 2));
        mesh.Settle();

        Assert.DoesNotContain(mesh.State.Regions.Values, r => r.Owner.Incarnation == Given.Incarnation(0));
        Assert.True(mesh.State.Regions.Values.Count(r => r.Owner.Incarnation == Given.Incarnation(0, start: 2)) >= 2);
    }

    [Fact]
    public void A_backup_that_the_owner_lost_is_recorded_as_not_synced()
    {
        var state = Given.OwnedRegion();
        var reports = new MeshReports(electedAt: TimeSpan.Zero);
        var report = Given.Report(state, Given.Incarnation(0), TimeSpan.Zero);
        reports.Observe(report with { Held = [report.Held[0] with { SyncedBackup = default }] });

        var commands = MeshPlanner.Plan(state, reports, Given.Rules, TimeSpan.FromSeconds(0.1));

        Assert.Contains(new MeshCommand.SetSynced(Given.Region, 1, Given.Incarnation(1), Synced: false), commands);
    }

    [Fact]
    public void A_new_owner_that_dies_before_it_was_heard_of_gives_the_region_back_to_the_one_that_handed_it_over()
    {
        var mesh = new PlannedMesh(Given.OwnedRegion().Apply((MeshCommand[])
        [
            new MeshCommand.Move(Given.Region, 1),
            new MeshCommand.Release(Given.Incarnation(0), [new(Given.Region, 1)], Leaving: false, default),
            new MeshCommand.TakeOver(Given.Region, 2, Given.Incarnation(1), null),
            new MeshCommand.DeclareDead(Given.Incarnation(1), default),
        ]));

        mesh.Pass(TimeSpan.FromSeconds(0.1));

        Assert.Equal(Given.Holder(0), mesh.State.Regions[Given.Region].Owner);
        Assert.Equal(3UL, mesh.State.Regions[Given.Region].Epoch);
    }

    [Fact]
    public void An_owner_that_released_gets_its_region_back_if_the_backup_died_before_the_take_over()
    {
        var mesh = new PlannedMesh(Given.OwnedRegion().Apply((MeshCommand[])
        [
            new MeshCommand.Move(Given.Region, 1),
            new MeshCommand.Release(Given.Incarnation(0), [new(Given.Region, 1)], Leaving: false, default),
            new MeshCommand.DeclareDead(Given.Incarnation(1), default),
        ]));

        mesh.Pass(TimeSpan.FromSeconds(0.1));

        Assert.Equal(Given.Holder(0), mesh.State.Regions[Given.Region].Owner);
        Assert.Equal(2UL, mesh.State.Regions[Given.Region].Epoch);
    }

    [Fact]
    public void A_draining_server_stays_the_backup_of_what_it_handed_over_until_the_new_owner_is_heard()
    {
        var state = Given.OwnedRegion().Apply((MeshCommand[])
        [
            new MeshCommand.SetState(Given.Incarnation(0), ServerState.Draining),
            new MeshCommand.Move(Given.Region, 1),
            new MeshCommand.Release(Given.Incarnation(0), [new(Given.Region, 1)], Leaving: false, default),
        ]);
        var reports = new MeshReports(electedAt: TimeSpan.Zero);
        var taken = state.Apply(MeshPlanner.Plan(state, reports, Given.Rules, TimeSpan.FromSeconds(0.1)));
        Assert.True(taken.Regions[Given.Region] is { Epoch: 2, BackupSynced: true });
        Assert.Equal(Given.Holder(0), taken.Regions[Given.Region].Backup);

        var open = taken.Apply(new MeshCommand.Open(Given.Region, 2));
        reports.Observe(Given.Report(open, Given.Incarnation(1), TimeSpan.FromSeconds(0.2)));
        var commands = MeshPlanner.Plan(open, reports, Given.Rules, TimeSpan.FromSeconds(0.2));
        Assert.Contains(new MeshCommand.SetBackup(Given.Region, 2, Given.Incarnation(2)), commands);
    }

    [Fact]
    public void A_crowded_server_sheds_a_busy_region_to_a_calm_one_that_has_fewer()
    {
        var mesh = new PlannedMesh(Given.Servers(3));
        mesh.Settle();
        var crowded = mesh.State.Regions.Values.GroupBy(r => r.Owner).First(g => g.Count() == 3).ToArray();
        foreach (var region in crowded)
            mesh.Players[region.Id] = 20;

        mesh.Settle();

        var players = mesh.State.Regions.Values.GroupBy(r => r.Owner).Select(g => g.Sum(r => mesh.Players.GetValueOrDefault(r.Id))).ToArray();
        Assert.True(players.Max() <= 40);
    }

    [Fact]
    public void A_settled_mesh_plans_nothing()
    {
        var mesh = new PlannedMesh(Given.Servers(5));
        mesh.Settle();

        Assert.Empty(MeshPlanner.Plan(mesh.State, mesh.Reports, Given.Rules, mesh.Now));
    }
}
