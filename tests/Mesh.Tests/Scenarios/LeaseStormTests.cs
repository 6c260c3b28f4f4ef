namespace PlanetarySurvival.Mesh_Tests.Scenarios;

public sealed class LeaseStormTests(ITestOutputHelper output)
{
    [Fact]
    public void No_storm_makes_two_incarnations_act_for_one_region_and_every_region_has_an_owner_after_it()
    {
        var opened = 0;
        var violations = Enumerable.Range(1, 60).Select(Weather).OfType<string>().ToArray();
        output.WriteLine($"{opened} epochs were opened.");

        Assert.Empty(violations);
        Assert.True(opened > 60 * 16, "too few take-overs happened to show anything");

        string? Weather(int seed)
        {
            var storm = new LeaseStorm(seed);
            var violation = storm.Run(stormSeconds: 60, calmSeconds: 25);
            opened += storm.Opened;
            return violation;
        }
    }

    [Theory]
    [InlineData(LeaseRule.CountFromSending, 1)]
    [InlineData(LeaseRule.ReadBarrier, 1)]
    [InlineData(LeaseRule.OpenBeforeGranted, 1)]
    [InlineData(LeaseRule.WaitForConfirmations, 1)]
    [InlineData(LeaseRule.ConfirmationAtElection, 300)]
    [InlineData(LeaseRule.RememberEveryHolder, 250)]
    public void Without_one_of_the_rules_some_storm_breaks_the_mesh(LeaseRule without, int firstSeed)
    {
        // The first seed only spares the search through storms that are known to be mild.
        var violation = Enumerable.Range(firstSeed, 400).Select(seed => new LeaseStorm(seed, without).Run(stormSeconds: 60, calmSeconds: 0))
            .FirstOrDefault(found => found?.Contains("may both act", StringComparison.Ordinal) == true);

        output.WriteLine(violation ?? "none");
        Assert.NotNull(violation);
    }
}
