using PlanetarySurvival.Mesh_Tests.Mesh;
using PlanetarySurvival.MeshCoordinator.Leases;
using PlanetarySurvival.MeshCoordinator.Mesh;

namespace PlanetarySurvival.Mesh_Tests.Leases;

public sealed class LeaseRulesTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Only_the_owner_of_an_open_epoch_is_granted()
    {
        var state = Given.OwnedRegion();

        Assert.Equal(LeaseDecision.Granted, LeaseRules.Judge(state, Given.Incarnation(0), Given.Region, 1));
        Assert.Equal(LeaseDecision.Refused, LeaseRules.Judge(state, Given.Incarnation(1), Given.Region, 1));
        Assert.Equal(LeaseDecision.Refused, LeaseRules.Judge(state, Given.Incarnation(0, start: 2), Given.Region, 1));
    }

    [Fact]
    public void What_is_not_decided_is_not_yet_and_kills_nothing()
    {
        var closed = Given.OwnedRegion().Apply(new MeshCommand.TakeOver(Given.Region, 2, Given.Incarnation(1), null));

        Assert.Equal(LeaseDecision.NotYet, LeaseRules.Judge(closed, Given.Incarnation(1), Given.Region, 2));
        Assert.Equal(LeaseDecision.NotYet, LeaseRules.Judge(closed, Given.Incarnation(0), Given.Region, 3));
        Assert.Equal(LeaseDecision.NotYet, LeaseRules.Judge(closed, Given.Incarnation(0), Given.Neighbour, 1));
    }

    [Fact]
    public void A_lower_epoch_and_a_released_one_are_dead_for_good()
    {
        var state = Given.OwnedRegion();
        var taken = state.Apply(new MeshCommand.TakeOver(Given.Region, 2, Given.Incarnation(1), null));
        var released = state.Apply(new MeshCommand.Release(Given.Incarnation(0), [new(Given.Region, 1)], Leaving: false, default));

        Assert.Equal(LeaseDecision.Refused, LeaseRules.Judge(taken, Given.Incarnation(0), Given.Region, 1));
        Assert.Equal(LeaseDecision.Refused, LeaseRules.Judge(released, Given.Incarnation(0), Given.Region, 1));
    }

    [Fact]
    public void An_epoch_of_a_retired_region_is_refused_and_one_above_it_is_not_yet()
    {
        var gone = Given.OwnedRegion().Apply((MeshCommand[])
        [
            new MeshCommand.Retire(Given.Region, 1),
            new MeshCommand.Release(Given.Incarnation(0), [new(Given.Region, 1)], Leaving: false, default),
            new MeshCommand.Deactivate(Given.Region, 1),
        ]);

        Assert.Equal(LeaseDecision.Refused, LeaseRules.Judge(gone, Given.Incarnation(0), Given.Region, 1));
        Assert.Equal(LeaseDecision.NotYet, LeaseRules.Judge(gone, Given.Incarnation(0), Given.Region, 2));
    }

    [Fact]
    public void A_replaced_start_is_granted_nothing_although_it_still_stands_as_owner()
    {
        var state = Given.OwnedRegion().Apply(Given.Registration(0, start: 2));

        Assert.Equal(LeaseDecision.NotYet, LeaseRules.Judge(state, Given.Incarnation(0), Given.Region, 1));
    }

    [Fact]
    public void A_region_taken_over_without_proof_waits_for_the_last_confirmation_and_the_fence()
    {
        var region = TakenOver();
        var book = new LeaseBook(electedAt: TimeSpan.Zero);
        book.Confirm(Given.Region, 10 * Second);
        book.AskFence(Given.Region, 2, 11 * Second);
        Assert.False(book.MayOpen(region, 100 * Second));

        book.RaiseFence(Given.Region, 2, 11 * Second);
        Assert.False(book.MayOpen(region, 13.2 * Second));
        Assert.True(book.MayOpen(region, 13.3 * Second));

        var late = new LeaseBook(electedAt: TimeSpan.Zero);
        late.AskFence(Given.Region, 2, 20 * Second);
        late.RaiseFence(Given.Region, 2, 20 * Second);
        Assert.False(late.MayOpen(region, 21 * Second));
        Assert.True(late.MayOpen(region, 21.1 * Second));
    }

    [Fact]
    public void A_new_leader_assumes_a_confirmation_at_its_election()
    {
        var region = TakenOver();
        var book = new LeaseBook(electedAt: 50 * Second);
        book.AskFence(Given.Region, 2, 50 * Second);
        book.RaiseFence(Given.Region, 2, 50 * Second);

        Assert.False(book.MayOpen(region, 53.2 * Second));
        Assert.True(book.MayOpen(region, 53.3 * Second));
    }

    [Fact]
    public void A_confirmation_inside_or_around_the_region_counts_as_one_of_it()
    {
        var region = TakenOver();
        var book = new LeaseBook(electedAt: TimeSpan.Zero);
        book.Confirm(Given.Region.Child(5), 10 * Second);
        book.Confirm(Given.Neighbour, 12 * Second);
        book.AskFence(Given.Region, 2, 10 * Second);
        book.RaiseFence(Given.Region, 2, 10 * Second);

        Assert.False(book.MayOpen(region, 13.2 * Second));
        Assert.True(book.MayOpen(region, 13.3 * Second));
    }

    [Fact]
    public void With_release_or_proof_a_region_opens_once_fenced_and_without_a_fence_soon_after_it_was_asked_for()
    {
        var region = Given.OwnedRegion().Apply((MeshCommand[])
        [
            new MeshCommand.DeclareDead(Given.Incarnation(0), default),
            new MeshCommand.TakeOver(Given.Region, 2, Given.Incarnation(1), null),
        ]).Regions[Given.Region];
        var book = new LeaseBook(electedAt: 50 * Second);
        Assert.False(book.MayOpen(region, 60 * Second));

        book.AskFence(Given.Region, 2, 60 * Second);
        Assert.False(book.MayOpen(region, 60 * Second));
        Assert.True(book.MayOpen(region, 60 * Second + LeaseRules.FencePatience));

        book.RaiseFence(Given.Region, 2, 60 * Second);
        Assert.True(book.MayOpen(region, 60 * Second));
    }

    [Fact]
    public void The_fence_of_another_epoch_opens_nothing()
    {
        var region = TakenOver();
        var book = new LeaseBook(electedAt: TimeSpan.Zero);
        book.AskFence(Given.Region, 1, TimeSpan.Zero);
        book.RaiseFence(Given.Region, 1, TimeSpan.Zero);

        Assert.False(book.MayOpen(region, 100 * Second));
    }

    private static RegionRecord TakenOver() =>
        Given.OwnedRegion().Apply(new MeshCommand.TakeOver(Given.Region, 2, Given.Incarnation(1), null)).Regions[Given.Region];
}
