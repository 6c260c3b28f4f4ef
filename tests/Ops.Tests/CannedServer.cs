using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PlanetarySurvival.Ops.Tests;

/// <summary>Answers every connection with the same bytes, whatever they are, and keeps what was asked last.</summary>
internal sealed class CannedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public CannedServer(string answer)
    {
        _listener.Start();
        _serving = ServeAsync(Encoding.UTF8.GetBytes(answer));
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public string Asked { get; private set; } = "";

    public int Answers { get; private set; }

    public static CannedServer Json(string json, string status = "200 OK") => new(
        $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\nConnection: close\r\n\r\n{json}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync(byte[] answer)
    {
        var request = new byte[8192];
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                var stream = client.GetStream();
                Asked = Encoding.ASCII.GetString(request, 0, await stream.ReadAsync(request, _stop.Token));
                await stream.WriteAsync(answer, _stop.Token);
                client.Client.Shutdown(SocketShutdown.Send);
                Answers++;
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
