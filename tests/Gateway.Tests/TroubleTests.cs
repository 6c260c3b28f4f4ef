using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using PlanetarySurvival.Contracts.Mesh;
using PlanetarySurvival.Gateway.Passwords;
using StackExchange.Redis;

namespace PlanetarySurvival.Gateway.Tests;

[Collection(GatewayCollection.Name)]
public sealed class TroubleTests(GatewayFixture fixture)
{
    [Fact]
    public async Task A_hint_in_Redis_saves_questions_and_a_stale_one_or_none_does_no_harm()
    {
        RedisServer.Require();
        var database = fixture.Database.ConnectionString;
        fixture.Mesh.Reset();
        await using var redis = await RedisServer.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(
            fixture.Mesh, database, new Dictionary<string, string> { ["ConnectionStrings__cache"] = redis.ConnectionString });
        await gateway.FollowsAsync(fixture.Mesh);
        await Wait.UntilAsync(async () => (await gateway.Client.GetStringAsync("/ready")).Contains("redis: Healthy"), "Redis is connected");
        var (player, token) = await gateway.LogInAsync(fixture.NewName());
        fixture.Mesh.Servers[1].Locate = _ => new LocateReply { Presence = Presence.Here };
        await using var cache = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);

        await cache.GetDatabase().StringSetAsync($"player:{player}", "game-server-1");
        Assert.Equal("game-server-1", await ServerAsync());
        Assert.Equal((0, 1, 0), (fixture.Mesh.Servers[0].LocateCalls, fixture.Mesh.Servers[1].LocateCalls, fixture.Mesh.Servers[2].LocateCalls));

        foreach (var stale in new[] { "game-server-2", "no-such-server", "" })
        {
            await cache.GetDatabase().StringSetAsync($"player:{player}", stale);
            Assert.Equal("game-server-1", await ServerAsync());
        }

        await cache.GetDatabase().KeyDeleteAsync($"player:{player}");
        await cache.GetDatabase().ListLeftPushAsync($"player:{player}", "of another type");
        Assert.Equal("game-server-1", await ServerAsync());

        await redis.StopAsync();
        Assert.Equal("game-server-1", await ServerAsync());

        async Task<string?> ServerAsync()
        {
            using var answer = await gateway.PostAsync("/v1/tickets", null, token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("server").GetString();
        }
    }

    [Fact]
    public async Task Without_a_database_the_gateway_starts_and_serves_when_it_is_there()
    {
        PostgresServer.Require();
        await using var database = await PostgresServer.StartAsync();
        await database.StopAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(fixture.Mesh, database.ConnectionString, untilReady: false);
        await Wait.UntilAsync(async () => (await gateway.MeshAsync()).GetProperty("revision").GetUInt64() > 0, "the map is shown meanwhile");

        using var refused = await gateway.PostAsync("/v1/sessions", new { name = "somebody", password = GatewayUnderTest.Password });
        using var notReady = await gateway.Client.GetAsync("/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, notReady.StatusCode);

        await database.ResumeAsync();
        await Wait.UntilAsync(async () => (await gateway.Client.GetAsync("/ready")).IsSuccessStatusCode, "the Gateway is ready");
        await gateway.LogInAsync(fixture.NewName());
    }

    [Fact]
    public async Task Several_gateways_that_start_at_once_migrate_an_empty_database_once()
    {
        var database = await fixture.Database.CreateDatabaseAsync($"fresh-{Guid.NewGuid():n}");

        var gateways = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => GatewayUnderTest.StartAsync(fixture.Mesh, database)));

        Assert.Single(gateways, gateway => gateway.Output.Contains("Migration accounts was applied", StringComparison.Ordinal));
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT count(*) FROM schema_migration", connection);
        Assert.Equal(1L, await command.ExecuteScalarAsync());
        foreach (var gateway in gateways)
            await gateway.DisposeAsync();
    }

    [Fact]
    public async Task Who_knocks_too_often_is_told_to_wait()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(
            fixture.Mesh, fixture.Database.ConnectionString,
            new Dictionary<string, string> { ["RateLimits__AddressRequestsPerMinute"] = "30", ["RateLimits__AccountRequestsPerMinute"] = "3" });
        var credentials = new { name = "nobody-knows", password = GatewayUnderTest.Password };

        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 4; i++)
            answers.Add(await gateway.PostAsync("/v1/sessions", credentials));

        Assert.Equal([401, 401, 401, 429], answers.Select(answer => (int)answer.StatusCode));
        Assert.NotNull(answers[^1].Headers.RetryAfter);

        var bad = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => gateway.PostAsync("/v1/sessions", new { })));
        Assert.Contains(bad, answer => answer.StatusCode == HttpStatusCode.TooManyRequests && answer.Headers.RetryAfter is not null);
    }

    [Fact]
    public async Task A_full_password_queue_turns_away_at_once()
    {
        var gateway = fixture.Gateway;

        var answers = await Task.WhenAll(Enumerable.Range(0, PasswordQueue.WaitingMax * 2).Select(i =>
            gateway.PostAsync("/v1/sessions", new { name = $"unknown-{i}", password = GatewayUnderTest.Password })));

        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.ServiceUnavailable));
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null);
        Assert.True(answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized) >= PasswordQueue.WaitingMax);
    }
}
