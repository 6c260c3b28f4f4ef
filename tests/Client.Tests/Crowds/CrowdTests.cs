using System.Text.Json;
using PlanetarySurvival.Bots.Crowds;
using PlanetarySurvival.Client.Tests.Stages;
using PlanetarySurvival.Contracts.Protocol;

namespace PlanetarySurvival.Client.Tests.Crowds;

public sealed class CrowdTests
{
    [Fact]
    public async Task A_crowd_plays_its_time_says_goodbye_and_writes_what_it_saw()
    {
        using var gateway = new TestGateway(Stage.Player);
        using var server = new TestGameServer("game-server-0", Stage.Player) { Begin = () => TestGameServer.AtSpawn(Stage.Player) };
        gateway.Target = server;
        using var end = new CancellationTokenSource();
        var ticking = TickAsync(server, end.Token);
        var folder = Directory.CreateTempSubdirectory("crowd-");
        try
        {
            var report = new FileInfo(Path.Combine(folder.FullName, "deep", "report.json"));
            var code = await Crowd.RunAsync(new CrowdOptions
            {
                Gateway = gateway.Address,
                Count = 1,
                Duration = TimeSpan.FromSeconds(2),
                Report = report,
            });

            Assert.Equal(0, code);
            Assert.True(server.LeaveSeen);
            using var json = JsonDocument.Parse(await File.ReadAllTextAsync(report.FullName, TestContext.Current.CancellationToken));
            Assert.Equal(1, json.RootElement.GetProperty("players").GetInt32());
            Assert.Equal(0, json.RootElement.GetProperty("disconnects").GetInt32());
            Assert.InRange(json.RootElement.GetProperty("inputs").GetProperty("applied").GetInt64(), 30, 30 * ProtocolLimits.TickRate);
            Assert.Equal("bot-1", json.RootElement.GetProperty("eachPlayer")[0].GetProperty("name").GetString());
        }
        finally
        {
            await end.CancelAsync();
            await ticking;
            folder.Delete(recursive: true);
        }
    }

    private static Task TickAsync(TestGameServer server, CancellationToken end) => Task.Factory.StartNew(
        () =>
        {
            while (!end.IsCancellationRequested)
            {
                server.Tick();
                Thread.Sleep(10);
            }
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}
