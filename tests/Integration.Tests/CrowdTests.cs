namespace PlanetarySurvival.Integration.Tests;

/// <summary>The main job: everything starts, the bots come in and walk from server to server.</summary>
[Collection("whole mesh")]
public class CrowdTests
{
    [Fact]
    public async Task The_crowd_crosses_borders_and_nobody_is_disconnected()
    {
        await using var mesh = new MeshApplication { Bots = 12 };
        await mesh.InitializeAsync();

        var first = await mesh.UntilAsync(now => now is { Players: 12, Transfers: > 0 }, "twelve players and a transfer");
        var later = await mesh.UntilAsync(now => now.Transfers >= first.Transfers + 5, "transfers that keep growing");

        Assert.Equal(0, later.Disconnects);
        Assert.Equal(12, later.Players);
        Assert.NotNull(later.Leader);
        Assert.Equal(3, later.Servers.Count);
        Assert.All(later.Servers, server => Assert.True(server.Regions > 0));
        Assert.All(later.Regions, region => Assert.NotEqual(region.Owner, region.Backup));
    }
}
