using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Npgsql;
using PlanetarySurvival.Contracts.Players;

namespace PlanetarySurvival.Gateway.Tests;

[Collection(GatewayCollection.Name)]
public sealed class AccountTests(GatewayFixture fixture)
{
    [Fact]
    public async Task An_account_is_made_and_logs_in_under_its_name_in_any_case()
    {
        var gateway = fixture.Gateway;
        var name = fixture.NewName();

        using var account = await gateway.PostAsync("/v1/accounts", new { name, password = GatewayUnderTest.Password });
        using var session = await gateway.PostAsync("/v1/sessions", new { name = name.ToUpperInvariant(), password = GatewayUnderTest.Password });

        Assert.Equal(HttpStatusCode.Created, account.StatusCode);
        Assert.Equal(HttpStatusCode.OK, session.StatusCode);
        var made = (await account.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("player").GetString();
        var reply = await session.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(PlayerId.TryParse(made, out _));
        Assert.Equal(made, reply.GetProperty("player").GetString());
        Assert.True(reply.GetProperty("expires").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddMinutes(50));
        Assert.Equal(3, reply.GetProperty("token").GetString()!.Split('.').Length);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_get_the_same_answer()
    {
        var name = fixture.NewName();
        await fixture.Gateway.LogInAsync(name);

        using var wrong = await fixture.Gateway.PostAsync("/v1/sessions", new { name, password = "not the password" });
        using var unknown = await fixture.Gateway.PostAsync("/v1/sessions", new { name = "Nobody-at-all", password = "not the password" });

        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        Assert.Equal(await Detail(wrong), await Detail(unknown));
    }

    [Fact]
    public async Task Of_many_who_want_one_name_at_once_exactly_one_gets_it()
    {
        var name = fixture.NewName();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => fixture.Gateway.PostAsync(
            "/v1/accounts", new { name = i % 2 == 0 ? name : name.ToUpperInvariant(), password = GatewayUnderTest.Password })));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task A_password_is_stored_as_an_argon2id_string_and_nothing_secret_is_logged()
    {
        var name = fixture.NewName();
        var (_, token) = await fixture.Gateway.LogInAsync(name);

        await using var connection = new NpgsqlConnection(fixture.Database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT password FROM accounts WHERE name = $1", connection) { Parameters = { new() { Value = name } } };
        var stored = (string?)await command.ExecuteScalarAsync();

        Assert.StartsWith("$argon2id$v=19$m=19456,t=2,p=1$", stored, StringComparison.Ordinal);
        Assert.DoesNotContain(GatewayUnderTest.Password, fixture.Gateway.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(token, fixture.Gateway.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ab", "long enough")]
    [InlineData("has space", "long enough")]
    [InlineData("name\n", "long enough")]
    [InlineData("ünïcode", "long enough")]
    [InlineData("a-name-that-has-more-than-32-characters", "long enough")]
    [InlineData("fine", "short")]
    [InlineData(null, "long enough")]
    [InlineData("fine", null)]
    public async Task A_name_or_password_against_the_rules_is_refused_with_the_rule(string? name, string? password)
    {
        using var answer = await fixture.Gateway.PostAsync("/v1/accounts", new { name, password });

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("must have", await Detail(answer), StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[]> BadBodies => new()
    {
        { "empty", [] },
        { "not JSON", "name=x"u8.ToArray() },
        { "null", "null"u8.ToArray() },
        { "an array", "[]"u8.ToArray() },
        { "wrong types", """{"name":1,"password":{}}"""u8.ToArray() },
        { "cut short", """{"name":"abc","passw"""u8.ToArray() },
        { "half a surrogate pair", """{"name":"fine","password":"\ud800aaaaaaaa"}"""u8.ToArray() },
        { "invalid UTF-8", [.. """{"name":"fine","password":"aaaaaaaa"""u8, 0xC3, 0x28, 0xFF, .. "\"}"u8] },
        { "deep", Encoding.UTF8.GetBytes($"{{\"name\":{new string('[', 7000)}{new string(']', 7000)}}}") },
        { "deep in what is ignored", Encoding.UTF8.GetBytes($"{{\"other\":{new string('[', 7000)}{new string(']', 7000)}}}") },
        { "a megabyte", Encoding.UTF8.GetBytes($"{{\"name\":\"{new string('a', 1 << 20)}\"}}") },
    };

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task A_bad_body_is_the_callers_mistake(string kind, byte[] body)
    {
        foreach (var path in new[] { "/v1/accounts", "/v1/sessions" })
        {
            foreach (var chunked in new[] { false, true })
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                request.Headers.TransferEncodingChunked = chunked;

                using var answer = await fixture.Gateway.Client.SendAsync(request);

                Assert.True((int)answer.StatusCode is 400 or 413, $"{kind} to {path}: {answer.StatusCode}");
                Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            }
        }

        Assert.False(fixture.Gateway.HasExited);
    }

    [Fact]
    public async Task What_does_not_exist_is_a_problem_document_too()
    {
        using var nowhere = await fixture.Gateway.Client.GetAsync("/v1/nothing");
        using var wrongMethod = await fixture.Gateway.Client.GetAsync("/v1/accounts");
        using var wrongType = await fixture.Gateway.Client.PostAsync("/v1/accounts", new StringContent("{}", Encoding.UTF8, "text/plain"));

        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (nowhere.StatusCode, nowhere.Content.Headers.ContentType?.MediaType));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, wrongMethod.StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, wrongType.StatusCode);
    }

    private static async Task<string> Detail(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!;
}
