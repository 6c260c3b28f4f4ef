using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;

namespace PlanetarySurvival.GameServer.Query;

/// <summary>A server browser's TCP connection: lines in, lines out.</summary>
internal sealed class QueryConnection(QueryAnswers answers) : ConnectionHandler
{
    private int _clients;

    /// <inheritdoc/>
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        if (Interlocked.Increment(ref _clients) <= QueryLimits.ClientsMax)
            await ServeAsync(connection);
        else
            await WriteAsync(connection, QueryAnswers.Error("Too many clients ask at once."), connection.ConnectionClosed);

        Interlocked.Decrement(ref _clients);
    }

    private async Task ServeAsync(ConnectionContext connection)
    {
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        try
        {
            for (var request = 0; request < QueryLimits.RequestsPerConnectionMax; request++)
            {
                idle.CancelAfter(QueryLimits.IdleMax);
                var (line, problem) = await ReadLineAsync(connection.Transport.Input, idle.Token);
                if (problem is not null)
                    await WriteAsync(connection, QueryAnswers.Error(problem), idle.Token);
                if (line is null)
                    return;

                await WriteAsync(connection, answers.Answer(line), idle.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ConnectionResetException or IOException)
        {
            // Too slow, or gone: there is nobody to tell.
        }
    }

    // Neither at the end of the connection.
    private static async Task<(byte[]? Line, string? Problem)> ReadLineAsync(PipeReader input, CancellationToken cancellation)
    {
        while (true)
        {
            var result = await input.ReadAsync(cancellation);
            var buffer = result.Buffer;
            var end = buffer.PositionOf((byte)'\n');
            if ((end is { } at ? buffer.Slice(0, at).Length : buffer.Length) > QueryLimits.LineBytesMax)
                return (null, $"A request is at most {QueryLimits.LineBytesMax} bytes.");

            if (end is { } newline)
            {
                var line = buffer.Slice(0, newline).ToArray();
                input.AdvanceTo(buffer.GetPosition(1, newline));
                return (line, null);
            }

            input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                return (null, null);
        }
    }

    private static async Task WriteAsync(ConnectionContext connection, string line, CancellationToken cancellation) =>
        await connection.Transport.Output.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), cancellation);
}
