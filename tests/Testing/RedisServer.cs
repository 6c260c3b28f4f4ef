using System.Net.Sockets;

namespace PlanetarySurvival.Testing;

/// <summary>A Redis of the test's own: the machine's <c>redis-server</c> on a free port, which keeps nothing.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("planetary-redis-").FullName;
    private ChildProcess? _process;

    private RedisServer() => Port = FreePorts.Next();

    /// <summary>The TCP port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Whether the machine has it.</summary>
    public static bool IsInstalled => SystemPart.Find("redis-server") is not null;

    /// <summary>For StackExchange.Redis.</summary>
    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>Skips the test if the machine has no Redis. Call it first in the test.</summary>
    public static void Require() => SystemPart.Require(IsInstalled, "redis-server");

    /// <summary>Starts an empty server. Skips the test as <see cref="Require"/> does.</summary>
    public static async Task<RedisServer> StartAsync()
    {
        Require();
        var server = new RedisServer();
        try
        {
            await server.ResumeAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops it and forgets what it held.</summary>
    public async Task StopAsync()
    {
        if (_process is null)
            return;

        await _process.DisposeAsync();
        _process = null;
    }

    /// <summary>Starts it again on the same port after <see cref="StopAsync"/>, empty.</summary>
    public async Task ResumeAsync()
    {
        _process = ChildProcess.Start(
            _folder, [SystemPart.Find("redis-server")!, "--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
        await Wait.UntilAsync(AnswersAsync, "Redis answers");
    }

    /// <summary>Stops it and deletes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        if (_process!.HasExited)
            throw new InvalidOperationException($"Redis ended at once:\n{_process.Output}");

        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port);
            await client.GetStream().WriteAsync("PING\r\n"u8.ToArray());
            var answer = new byte[5];
            await client.GetStream().ReadExactlyAsync(answer);
            return answer.AsSpan().SequenceEqual("+PONG"u8);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }
}
