using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PlanetarySurvival.Contracts.Mesh;
using PlanetarySurvival.Contracts.Players;
using PlanetarySurvival.Contracts.Tickets;

namespace PlanetarySurvival.Gateway.Tests;

[Collection(GatewayCollection.Name)]
public sealed class TicketTests(GatewayFixture fixture)
{
    [Fact]
    public async Task A_new_player_gets_a_ticket_for_the_owner_of_the_region_in_its_record()
    {
        await ResetAsync();
        var name = fixture.NewName();
        var (player, token) = await fixture.Gateway.LogInAsync(name);

        var reply = await TicketAsync(token);

        var server = fixture.Mesh.Servers[0];
        Assert.Equal((server.Name, "127.0.0.1", server.Game), (
            reply.GetProperty("server").GetString(), reply.GetProperty("host").GetString(), reply.GetProperty("port").GetInt32()));
        var ticket = Open(reply);
        Assert.Equal(server.Name, ticket.Server);
        Assert.Equal(name, ticket.Name);
        Assert.Equal(player, ticket.Player.ToString());
        Assert.Equal(reply.GetProperty("session").GetUInt64(), ticket.Session);
        Assert.False(ticket.Standby);
        Assert.InRange(ticket.Expires, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow + Ticket.LifetimeMax);
    }

    [Fact]
    public async Task Each_ticket_is_a_new_session_with_its_own_nonce()
    {
        await ResetAsync();
        var (_, token) = await fixture.Gateway.LogInAsync(fixture.NewName());

        var tickets = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ => Open(await TicketAsync(token))));

        Assert.Equal<ulong[]>([1, 2, 3, 4, 5, 6], [.. tickets.Select(ticket => ticket.Session).Order()]);
        Assert.Equal(6, tickets.Select(ticket => ticket.Nonce).Distinct().Count());
    }

    [Fact]
    public async Task A_player_who_is_somewhere_gets_a_ticket_for_there_whatever_the_record_says()
    {
        await ResetAsync();
        var (player, token) = await fixture.Gateway.LogInAsync(fixture.NewName());
        PlayerId.TryParse(player, out var id);
        fixture.Mesh.Servers[2].Locate = request => new LocateReply { Presence = request.Player == id.Value ? Presence.Here : Presence.Absent };

        var reply = await TicketAsync(token);

        Assert.Equal("game-server-2", reply.GetProperty("server").GetString());
    }

    [Fact]
    public async Task A_player_between_two_servers_is_told_to_come_back_soon()
    {
        await ResetAsync();
        var (_, token) = await fixture.Gateway.LogInAsync(fixture.NewName());
        fixture.Mesh.Servers[1].Locate = _ => new LocateReply { Presence = Presence.Moving };

        await AssertComeBackAsync(token);
    }

    [Fact]
    public async Task Nobody_begins_anew_while_a_server_that_may_have_the_player_is_silent()
    {
        await ResetAsync();
        var (_, token) = await fixture.Gateway.LogInAsync(fixture.NewName());
        fixture.Mesh.Servers[1].Locate = _ => throw new InvalidOperationException("out of order");
        await AssertComeBackAsync(token);

        fixture.Mesh.Change(map => map.Servers[1].State = ServerState.Suspect);
        await fixture.Gateway.FollowsAsync(fixture.Mesh);

        Assert.Equal("game-server-0", (await TicketAsync(token)).GetProperty("server").GetString());
    }

    [Theory]
    [InlineData("no owner")]
    [InlineData("not active")]
    [InlineData("moving")]
    [InlineData("not open")]
    [InlineData("owned by a former incarnation")]
    [InlineData("no record")]
    public async Task A_region_that_nobody_acts_for_means_to_come_back(string why)
    {
        await ResetAsync();
        var (_, token) = await fixture.Gateway.LogInAsync(fixture.NewName());
        if (why == "no record")
        {
            foreach (var server in fixture.Mesh.Servers)
                server.Locate = _ => new LocateReply();
        }

        fixture.Mesh.Change(map =>
        {
            var region = map.Regions[0];
            switch (why)
            {
                case "no owner":
                    region.Owner = "";
                    break;
                case "not active":
                    map.Regions.RemoveAt(0);
                    break;
                case "moving":
                    region.Moving = true;
                    break;
                case "not open":
                    region.Open = false;
                    break;
                case "owned by a former incarnation":
                    region.OwnerIncarnation = Google.Protobuf.ByteString.CopyFrom(Guid.NewGuid().ToByteArray());
                    break;
            }
        });
        await fixture.Gateway.FollowsAsync(fixture.Mesh);

        await AssertComeBackAsync(token);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiIwMDAwMDAwMDAwMDAwMDAxIn0.")]
    public async Task Without_a_good_token_there_is_no_ticket(string? token)
    {
        using var answer = await fixture.Gateway.PostAsync("/v1/tickets", null, token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_token_signed_with_another_key_is_refused()
    {
        await using var other = await GatewayUnderTest.StartAsync(
            fixture.Mesh, fixture.Database.ConnectionString, new Dictionary<string, string> { ["Jwt__Key"] = "another key that is long enough too" });
        var (_, token) = await other.LogInAsync(fixture.NewName());

        using var answer = await fixture.Gateway.PostAsync("/v1/tickets", null, token);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private async Task ResetAsync()
    {
        var gateway = fixture.Gateway;
        fixture.Mesh.Reset();
        await gateway.FollowsAsync(fixture.Mesh);
    }

    private async Task<JsonElement> TicketAsync(string token)
    {
        using var answer = await fixture.Gateway.PostAsync("/v1/tickets", null, token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task AssertComeBackAsync(string token)
    {
        using var answer = await fixture.Gateway.PostAsync("/v1/tickets", null, token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("1", answer.Headers.RetryAfter?.ToString());
    }

    private static Ticket Open(JsonElement reply)
    {
        using var seal = new TicketSeal(GatewayUnderTest.TicketSecret);
        Assert.True(seal.TryOpen(reply.GetProperty("ticket").GetBytesFromBase64(), out var ticket));
        return ticket;
    }
}
