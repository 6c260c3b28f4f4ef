using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using PlanetarySurvival.GameServer.Query;

namespace PlanetarySurvival.GameServer.Tests.Query;

public class QueryTests
{
    [Fact]
    public async Task Each_line_is_answered_by_a_line_of_json()
    {
        await using var server = await TestServer.StartAsync(ticks: false);
        using var client = new TcpClient("127.0.0.1", server.QueryPort);

        var answers = await AskAsync(client, "info\nplayers\r\n{\"query\":\"rules\"}\nping\n", lines: 4);

        Assert.Equal("game-server-0", (string?)answers[0]["name"]);
        Assert.Equal(0, (int?)answers[1]["players"]);
        Assert.Equal(90, (int?)answers[2]["tickRate"]);
        Assert.True((bool?)answers[3]["pong"]);
    }

    [Fact]
    public async Task Nonsense_is_answered_with_an_error_and_the_connection_goes_on()
    {
        await using var server = await TestServer.StartAsync(ticks: false);
        using var client = new TcpClient("127.0.0.1", server.QueryPort);

        var answers = await AskAsync(client, "hello\n\n{\n{\"query\":1}\n{\"query\":{}}\n[{}]\n\u0001\u0002\nping\n", lines: 8);

        Assert.All(answers[..7], answer => Assert.NotNull(answer["error"]));
        Assert.True((bool?)answers[7]["pong"]);
    }

    [Fact]
    public async Task A_line_without_end_is_refused_and_the_connection_closed()
    {
        await using var server = await TestServer.StartAsync(ticks: false);
        using var client = new TcpClient("127.0.0.1", server.QueryPort);

        var answers = await AskAsync(client, new string('x', QueryLimits.LineBytesMax + 1), lines: 1);

        Assert.Contains("1024", (string?)answers[0]["error"]);
        Assert.Equal(0, await client.GetStream().ReadAsync(new byte[1]));
    }

    private static async Task<List<JsonNode>> AskAsync(TcpClient client, string text, int lines)
    {
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text));
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var reader = new StreamReader(client.GetStream());
        var answers = new List<JsonNode>();
        for (var i = 0; i < lines; i++)
            answers.Add(JsonNode.Parse(await reader.ReadLineAsync(timeout.Token) ?? throw new EndOfStreamException())!);
        return answers;
    }
}
