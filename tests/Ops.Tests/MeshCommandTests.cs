using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using PlanetarySurvival.Ops.Mesh;
using Spectre.Console;

namespace PlanetarySurvival.Ops.Tests;

public class MeshCommandTests
{
    private const string Mesh = """
        {"leader":"mesh-coordinator-1","term":7,"revision":42,"players":24,"transfers":1234,"disconnects":0,
         "servers":[{"name":"game-server-1","state":"ready","players":14,"regions":5},{"name":"game-server-0","state":"suspect","players":10,"regions":3}],
         "regions":[{"id":"0:-1,3,0","owner":"game-server-1","backup":"game-server-0","epoch":9,"players":14},
                    {"id":"0:0,3,0","owner":null,"backup":null,"epoch":10,"players":0}],"later":{"more":true}}
        """;

    [Fact]
    public async Task The_mesh_is_shown_as_tables()
    {
        await using var gateway = CannedServer.Json(Mesh);
        var (code, output, errors) = await RunAsync("mesh", "--gateway", gateway.Address);

        Assert.Equal(0, code);
        Assert.Equal("", errors);
        Assert.StartsWith("GET /v1/mesh HTTP/1.1", gateway.Asked);
        AssertRow(output, "mesh-coordinator-1", "7", "42", "24", "1234", "0");
        AssertRow(output, "game-server-0", "suspect", "10", "3");
        AssertRow(output, "game-server-1", "ready", "14", "5");
        AssertRow(output, "0:-1,3,0", "game-server-1", "game-server-0", "9", "14");
        AssertRow(output, "0:0,3,0", "none", "none", "10", "0");
    }

    [Fact]
    public async Task A_mesh_without_a_leader_is_shown_too()
    {
        await using var gateway = CannedServer.Json(
            """{"leader":null,"term":0,"revision":0,"players":0,"transfers":0,"disconnects":0,"servers":[],"regions":[]}""");
        var (code, output, _) = await RunAsync("mesh", "--gateway", gateway.Address);

        Assert.Equal(0, code);
        AssertRow(output, "none", "0", "0", "0", "0", "0");
    }

    [Fact]
    public async Task A_gateway_that_does_not_answer_is_exit_code_2()
    {
        var (code, output, errors) = await RunAsync("mesh", "--gateway", $"http://127.0.0.1:{ClosedPort()}");
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("No gateway answers at http://127.0.0.1:", errors);
    }

    [Theory]
    [InlineData("<html>hello</html>")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"leader":7,"term":0,"revision":0,"players":0,"transfers":0,"disconnects":0,"servers":[],"regions":[]}""")]
    [InlineData("""{"leader":"a","term":-1,"revision":0,"players":0,"transfers":0,"disconnects":0,"servers":[],"regions":[]}""")]
    [InlineData("""{"leader":"a","term":0,"revision":0,"players":0,"transfers":0,"disconnects":0,"servers":null,"regions":[]}""")]
    [InlineData("""{"leader":"a","term":0,"revision":0,"players":0,"transfers":0,"disconnects":0,"servers":[{}],"regions":[]}""")]
    public async Task An_answer_that_is_nonsense_is_exit_code_3(string body)
    {
        await using var gateway = CannedServer.Json(body);
        var (code, output, errors) = await RunAsync("mesh", "--gateway", gateway.Address);
        Assert.Equal((3, ""), (code, output));
        Assert.Contains("does not speak like a gateway", errors);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n{")]
    public async Task An_answer_that_is_not_even_HTTP_is_exit_code_3(string answer)
    {
        await using var gateway = new CannedServer(answer);
        var (code, _, errors) = await RunAsync("mesh", "--gateway", gateway.Address);
        Assert.Equal(3, code);
        Assert.Contains("does not speak like a gateway", errors);
    }

    [Theory]
    [InlineData("401 Unauthorized", "--token")]
    [InlineData("403 Forbidden", "--token")]
    [InlineData("404 Not Found", "is it a gateway?")]
    [InlineData("503 Service Unavailable", "answered 503 Service Unavailable")]
    public async Task An_error_is_told_with_what_to_do(string status, string hint)
    {
        await using var gateway = CannedServer.Json("{}", status);
        var (code, _, errors) = await RunAsync("mesh", "--gateway", gateway.Address);
        Assert.Equal(3, code);
        Assert.Contains(hint, errors);
    }

    [Fact]
    public async Task A_token_is_sent()
    {
        await using var gateway = CannedServer.Json(Mesh);
        await RunAsync("mesh", "--gateway", gateway.Address, "--token", "abc.def");
        Assert.Contains("Authorization: Bearer abc.def\r\n", gateway.Asked);
    }

    [Fact]
    public async Task Names_cannot_command_the_terminal()
    {
        await using var gateway = CannedServer.Json(Mesh.Replace("game-server-0", "[red]x\\u001b[2Jy[/]"));
        var (code, output, _) = await RunAsync("mesh", "--gateway", gateway.Address);
        Assert.Equal(0, code);
        Assert.DoesNotContain('\x1b', output);
        Assert.Contains("[red]x[2Jy[/]", output);
    }

    [Fact]
    public async Task Watching_goes_on_until_it_is_cancelled()
    {
        await using var gateway = CannedServer.Json(Mesh);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var running = RunAsync(cancel.Token, "mesh", "--gateway", gateway.Address, "--watch");
        while (gateway.Answers < 2 && !running.IsCompleted)
            await Task.Delay(50);
        await cancel.CancelAsync();

        var (code, output, _) = await running;
        Assert.Equal(0, code);
        Assert.True(gateway.Answers >= 2);
        Assert.Contains("mesh-coordinator-1", output);
    }

    [Theory]
    [InlineData("mesh", "--gateway", "ftp://example.org")]
    [InlineData("mesh", "--gateway", "nonsense")]
    [InlineData("mesh", "--unknown")]
    [InlineData("unknown")]
    public async Task A_wrong_command_line_is_exit_code_1(params string[] arguments)
    {
        var (code, _, errors) = await RunAsync(arguments);
        Assert.Equal(1, code);
        Assert.NotEqual("", errors);
    }

    private static Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments) =>
        RunAsync(TestContext.Current.CancellationToken, arguments);

    private static async Task<(int Code, string Output, string Errors)> RunAsync(CancellationToken cancellation, params string[] arguments)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var root = new RootCommand { MeshCommand.Create(Console(output), Console(errors)) };
        var code = await root.Parse(arguments).InvokeAsync(new() { Output = output, Error = errors }, cancellation);
        return (code, output.ToString().Trim(), errors.ToString().Trim());

        static IAnsiConsole Console(StringWriter writer)
        {
            var console = AnsiConsole.Create(new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                Interactive = InteractionSupport.No,
                Out = new AnsiConsoleOutput(writer),
            });
            console.Profile.Width = 400;
            return console;
        }
    }

    private static void AssertRow(string output, params string[] cells) => Assert.Contains(
        cells, output.Split('\n').Select(line => line.Split('│', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
