using PlanetarySurvival.Client.Sessions;
using PlanetarySurvival.Contracts.Space;

namespace PlanetarySurvival.Client.Tests.Sessions;

public sealed class AuthorityTests
{
    private static readonly RegionId Here = new(0, 0, 3, 0);
    private static readonly RegionId There = new(0, 0, 4, 0);

    [Fact]
    public void A_higher_player_epoch_wins_wherever_it_is()
    {
        var known = new Authority(5, Here, 9);
        Assert.True(known.YieldsTo(new Authority(6, There, 1)));
        Assert.False(known.YieldsTo(new Authority(4, Here, 99)));
    }

    [Fact]
    public void With_an_equal_player_epoch_only_the_same_region_at_no_lower_epoch_counts()
    {
        var known = new Authority(5, Here, 9);
        Assert.True(known.YieldsTo(known));
        Assert.False(known.IsOlderThan(known));
        Assert.True(known.IsOlderThan(new Authority(5, Here, 10)));
        Assert.False(known.YieldsTo(new Authority(5, Here, 8)));
        Assert.False(known.YieldsTo(new Authority(5, There, 10)));
    }

    [Fact]
    public void No_authority_is_older_than_any() => Assert.True(default(Authority).IsOlderThan(new Authority(0, Here, 0)));
}
